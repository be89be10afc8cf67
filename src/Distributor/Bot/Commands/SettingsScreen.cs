using Distributor.Articles.Topics;
using Distributor.Bot.Places;
using Distributor.Bot.Talking;
using Distributor.Channels;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Bot.Commands;

/// <summary><c>/settings</c>: everything the chat has asked for, with a button to each.</summary>
internal sealed class SettingsScreen(Screens screens, Database database, IClock clock) : ICommand, IButton
{
    private const int MostNamed = 12;

    public string Name => "settings";

    public bool Changes => false;

    public bool NeedsAddress => true;

    public IReadOnlyList<string> Verbs => [Name];

    public bool ChangesByPress(string verb) => false;

    public async Task OpenAsync(Visit visit, string argument, CancellationToken cancellationToken) =>
        await screens.ShowAsync(visit, await MessageAsync(visit, cancellationToken), cancellationToken);

    /// <summary><c>settings</c>; <c>settings:new</c> opens beside a digest instead of in its place.</summary>
    public async Task PressAsync(Visit visit, IReadOnlyList<string> said, CancellationToken cancellationToken)
    {
        var message = await MessageAsync(visit, cancellationToken);
        if (said is [_, "new"])
        {
            await screens.SayAsync(visit, message, cancellationToken);
            return;
        }
        await screens.ShowAsync(visit, message, cancellationToken);
    }

    private async Task<BotMessage> MessageAsync(Visit visit, CancellationToken cancellationToken)
    {
        var (words, wishes) = (visit.Words, visit.Wishes!);
        var lines = visit.Lines().Title(words["settings.title"]);
        if (PauseScreen.State(visit) is { } state)
        {
            lines.Line(state).Blank();
        }
        lines
            .Line(words.Say("settings.topics", ("topics", await TopicsAsync(visit, cancellationToken))))
            .Line(words.Say("settings.alerts", ("alerts", AlertsScreen.State(visit))))
            .Line(words.Say("settings.digest", ("digest", DigestScreen.State(visit))))
            .Line(words.Say("settings.quiet", ("quiet", QuietScreen.State(visit))))
            .Line(
                words.Say(
                    "settings.zone",
                    ("place", ZoneNames.Shown(wishes.TimeZone)),
                    ("time", Times.Clock(clock.GetCurrentInstant(), wishes.TimeZone))
                )
            )
            .Line(words.Say("settings.language", ("language", LanguageScreen.OwnName(wishes.Language))));
        foreach (var mute in await MutesAsync(visit, cancellationToken))
        {
            lines.Line(mute);
        }
        return lines.With([
            .. Screens.Pairs([
                visit.Button(words["button.topics"], "topics"),
                visit.Button(words["button.alerts"], "breaking"),
                visit.Button(words["button.digest"], "digest"),
                visit.Button(words["button.quiet"], "quiet"),
                visit.Button(words["button.zone"], "timezone"),
                visit.Button(words["button.language"], "language"),
                visit.Button(words["button.pause"], "pause"),
                visit.Button(words["button.stop"], "stop"),
            ]),
        ]);
    }

    private async Task<string> TopicsAsync(Visit visit, CancellationToken cancellationToken)
    {
        var ids = visit.Wishes!.TopicIds.ToList();
        if (ids.Contains(Topic.EverythingId))
        {
            return visit.Words["topics.all"];
        }
        await using var db = database.CreateDbContext();
        var names = await db
            .Topics.Where(topic => ids.Contains(topic.Id))
            .OrderBy(topic => topic.Name)
            .Select(topic => topic.Name)
            .ToListAsync(cancellationToken);
        return names.Count switch
        {
            0 => visit.Words["settings.noTopics"],
            <= MostNamed => string.Join(visit.Words.Common("list.between"), names.Select(Short)),
            _ => string.Join(visit.Words.Common("list.between"), names.Take(MostNamed).Select(Short)) + " …",
        };
    }

    private async Task<List<string>> MutesAsync(Visit visit, CancellationToken cancellationToken)
    {
        var (now, address) = (clock.GetCurrentInstant(), visit.Wishes!.AddressId);
        await using var db = database.CreateDbContext();
        var mutes = await (
            from mute in db.TopicMutes
            where mute.AddressId == address && mute.Until > now
            join topic in db.Topics on mute.TopicId equals topic.Id
            orderby topic.Name
            select new { topic.Name, mute.Until }
        )
            .Take(MostNamed)
            .ToListAsync(cancellationToken);
        return mutes.ConvertAll(mute =>
            visit.Words.Say(
                "settings.muted",
                ("topic", Short(mute.Name)),
                ("time", Times.DateAndTime(visit.Words, mute.Until, visit.Wishes!.TimeZone))
            )
        );
    }

    private static string Short(string name) => name.Length > 40 ? CutText.At(name, 40) + "…" : name;
}
