using System.Globalization;
using Distributor.Bot.Chats;
using Distributor.Bot.Talking;
using Distributor.Digests;
using Distributor.Subscribers.Preferences;
using NodaTime;

namespace Distributor.Bot.Commands;

/// <summary><c>/quiet</c>: the hours in which alerts wait. <c>/quiet 22:00-07:00</c> sets them, <c>/quiet off</c> ends them.</summary>
internal sealed class QuietScreen(Screens screens, ChatBook book) : ICommand, IButton
{
    private static readonly QuietTimes[] Presets =
    [
        new(new LocalTime(22, 0), new LocalTime(7, 0)),
        new(new LocalTime(23, 0), new LocalTime(8, 0)),
        new(new LocalTime(0, 0), new LocalTime(6, 0)),
    ];

    public string Name => "quiet";

    public bool Changes => true;

    public bool NeedsAddress => true;

    public IReadOnlyList<string> Verbs => [Name];

    public bool ChangesByPress(string verb) => true;

    public async Task OpenAsync(Visit visit, string argument, CancellationToken cancellationToken)
    {
        if (argument.Length > 0)
        {
            if (Change(visit, argument) is not { } change)
            {
                await screens.SayAsync(visit, visit.Lines().Line(visit.Words["quiet.bad"]).With(), cancellationToken);
                await AskAsync(visit, cancellationToken);
                return;
            }
            await book.ForgetQuestionAsync(visit.Here.ChatId, cancellationToken);
            visit = await screens.ChangeAsync(visit, change, cancellationToken);
        }
        await screens.ShowAsync(visit, Message(visit), cancellationToken);
    }

    /// <summary><c>quiet</c>, <c>quiet:off</c>, <c>quiet:2200-0700</c>, <c>quiet:ask</c>; <c>quiet:new</c> opens beside an alert.</summary>
    public async Task PressAsync(Visit visit, IReadOnlyList<string> said, CancellationToken cancellationToken)
    {
        switch (said)
        {
            case [_, "ask"]:
                await AskAsync(visit, cancellationToken);
                await screens.SayAsync(
                    visit,
                    visit.Lines().Line(visit.Words["quiet.ask"]).Line(Ask.Reply(visit)).With(),
                    cancellationToken
                );
                return;
            case [_, "new"]:
                await screens.SayAsync(visit, Message(visit), cancellationToken);
                return;
            case [_, var choice] when Change(visit, choice) is { } change:
                visit = await screens.ChangeAsync(visit, change, cancellationToken);
                visit.Toast = new Toast(State(visit));
                break;
        }
        await screens.ShowAsync(visit, Message(visit), cancellationToken);
    }

    /// <summary>When alerts wait, in a few words.</summary>
    public static string State(Visit visit) =>
        visit.Wishes!.Quiet is { } quiet
            ? visit.Words.Say("quiet.from", ("times", Times(quiet)))
            : visit.Words["quiet.none"];

    private Task AskAsync(Visit visit, CancellationToken cancellationToken) =>
        book.AskAsync(
            visit.Here.ChatId,
            visit.Here.ThreadId,
            visit.From?.Id,
            Ask.Question(visit, Name),
            cancellationToken
        );

    /// <returns>Null for what is no pair of times.</returns>
    private static WishChange? Change(Visit visit, string text)
    {
        var plain = Ask.Digits(text);
        if (
            plain.Equals("off", StringComparison.OrdinalIgnoreCase)
            || plain.Equals(Ask.Digits(visit.Words["quiet.buttonOff"]), StringComparison.OrdinalIgnoreCase)
        )
        {
            return new WishChange { NoQuiet = true };
        }
        return
            plain.Split('-', '–', '—') is [var from, var until]
            && Time(from) is { } start
            && Time(until) is { } end
            && start != end
            ? new WishChange { Quiet = new QuietTimes(start, end) }
            : null;
    }

    private static LocalTime? Time(string text) =>
        text.Length == 4 && text.All(char.IsAsciiDigit) ? DigestOptions.TryParseTime($"{text[..2]}:{text[2..]}")
        : DigestOptions.TryParseTime(text.Replace('.', ':')) is { } time ? time
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var hour) && hour < 24
            ? new LocalTime(hour, 0)
        : null;

    private BotMessage Message(Visit visit)
    {
        var (words, quiet) = (visit.Words, visit.Wishes!.Quiet);
        List<BotButton> buttons =
        [
            .. Presets.Select(preset =>
                visit.Button(
                    Screens.Ticked(quiet == preset, Times(preset)),
                    $"{Name}:{Compact(preset.Start)}-{Compact(preset.End)}"
                )
            ),
            visit.Button(words["quiet.buttonOwn"], $"{Name}:ask"),
            visit.Button(Screens.Ticked(quiet is null, words["quiet.buttonOff"]), $"{Name}:off"),
            visit.Button(words["button.settings"], "settings"),
        ];
        return visit
            .Lines()
            .Title(words["quiet.title"])
            .Line(State(visit))
            .Line(words["quiet.how"])
            .With(Screens.Pairs(buttons));
    }

    private static string Times(QuietTimes quiet) =>
        $"{DigestOptions.Format(quiet.Start)}–{DigestOptions.Format(quiet.End)}";

    private static string Compact(LocalTime time) => time.ToString("HHmm", CultureInfo.InvariantCulture);
}
