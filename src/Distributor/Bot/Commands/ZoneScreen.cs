using Distributor.Bot.Chats;
using Distributor.Bot.Places;
using Distributor.Bot.Talking;
using Distributor.Subscribers;
using Distributor.Subscribers.Preferences;
using NodaTime;

namespace Distributor.Bot.Commands;

/// <summary><c>/timezone</c>: by the name of a zone, city or country, or by sharing where one is.</summary>
internal sealed class ZoneScreen(Screens screens, ChatBook book, IClock clock) : ICommand, IButton
{
    private const int LongestName = 80;
    private const int Nearest = 3;

    public string Name => "timezone";

    public bool Changes => true;

    public bool NeedsAddress => true;

    public IReadOnlyList<string> Verbs => [Name];

    public bool ChangesByPress(string verb) => true;

    public async Task OpenAsync(Visit visit, string argument, CancellationToken cancellationToken)
    {
        if (argument.Length == 0)
        {
            await AskAsync(visit, null, cancellationToken);
            return;
        }
        switch (argument.Length <= LongestName ? ZoneNames.Find(argument) : [])
        {
            case [var zone]:
                await SetAsync(visit, zone, [], cancellationToken);
                break;
            case { Count: > 1 } several:
                await screens.SayAsync(
                    visit,
                    visit.Lines().Line(visit.Words["zone.which"]).With(Screens.Pairs(Buttons(visit, several))),
                    cancellationToken
                );
                break;
            default:
                await AskAsync(visit, visit.Words["zone.unknown"], cancellationToken);
                break;
        }
    }

    /// <summary>Somebody shared where they are.</summary>
    public Task PlaceAsync(Visit visit, double latitude, double longitude, CancellationToken cancellationToken)
    {
        var zones = NearestZones.At(latitude, longitude, Nearest);
        return SetAsync(visit, zones[0], zones.Skip(1), cancellationToken);
    }

    /// <summary><c>timezone</c>, <c>timezone:Europe/Madrid</c>.</summary>
    public async Task PressAsync(Visit visit, IReadOnlyList<string> said, CancellationToken cancellationToken)
    {
        if (said is [_, var name] && TimeZones.Find(name) is { } zone)
        {
            visit = await screens.ChangeAsync(visit, new WishChange { TimeZone = zone }, cancellationToken);
            await book.ForgetQuestionAsync(visit.Here.ChatId, cancellationToken);
            await screens.ShowAsync(
                visit,
                visit.Lines().Line(State(visit)).With([visit.Button(visit.Words["button.settings"], "settings")]),
                cancellationToken
            );
            return;
        }
        // A new message: the keyboard with the place cannot be put under the one pressed.
        await AskAsync(visit, null, cancellationToken);
    }

    private async Task SetAsync(
        Visit visit,
        string zone,
        IEnumerable<string> others,
        CancellationToken cancellationToken
    )
    {
        await book.ForgetQuestionAsync(visit.Here.ChatId, cancellationToken);
        visit = await screens.ChangeAsync(visit, new WishChange { TimeZone = zone }, cancellationToken);
        await screens.SayAsync(
            visit,
            visit.Lines().Line(State(visit)).With() with
            {
                ClearsKeyboard = true,
            },
            cancellationToken
        );
        if (others.Any())
        {
            await screens.SayAsync(
                visit,
                visit.Lines().Line(visit.Words["zone.others"]).With(Screens.Pairs(Buttons(visit, others))),
                cancellationToken
            );
        }
    }

    private async Task AskAsync(Visit visit, string? before, CancellationToken cancellationToken)
    {
        await book.AskAsync(
            visit.Here.ChatId,
            visit.Here.ThreadId,
            visit.From?.Id,
            Ask.Question(visit, Name),
            cancellationToken
        );
        var lines = visit.Lines();
        lines = before is null ? lines.Title(visit.Words["zone.title"]).Line(State(visit)) : lines.Line(before);
        lines.Line(visit.Words[visit.Here.IsPrivate ? "zone.askPlace" : "zone.ask"]);
        if (visit.Here.IsGroup)
        {
            lines.Line(Ask.Reply(visit));
        }
        await screens.SayAsync(
            visit,
            lines.With() with
            {
                AsksPlace = visit.Here.IsPrivate ? visit.Words["zone.buttonPlace"] : null,
            },
            cancellationToken
        );
    }

    private string State(Visit visit) =>
        visit.Words.Say(
            "zone.is",
            ("place", ZoneNames.Shown(visit.Wishes!.TimeZone)),
            ("time", Times.Clock(clock.GetCurrentInstant(), visit.Wishes!.TimeZone))
        );

    private IEnumerable<BotButton> Buttons(Visit visit, IEnumerable<string> zones) =>
        zones.Select(zone => visit.Button(ZoneNames.Shown(zone), $"{Name}:{zone}"));
}
