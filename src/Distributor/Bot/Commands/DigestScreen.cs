using System.Globalization;
using Distributor.Bot.Chats;
using Distributor.Bot.Talking;
using Distributor.Digests;
using Distributor.Subscribers;
using Distributor.Subscribers.Preferences;
using Distributor.Templates.Words;
using NodaTime;

namespace Distributor.Bot.Commands;

/// <summary><c>/digest</c>: off, daily or weekly, the hour and the day. <c>/digest 07:30</c> sets the hour.</summary>
internal sealed class DigestScreen(Screens screens, ChatBook book) : ICommand, IButton
{
    private static readonly LocalTime[] Hours = [new(6, 30), new(7, 30), new(12, 0), new(18, 30)];

    public string Name => "digest";

    public bool Changes => true;

    public bool NeedsAddress => true;

    public IReadOnlyList<string> Verbs => [Name];

    public bool ChangesByPress(string verb) => true;

    public async Task OpenAsync(Visit visit, string argument, CancellationToken cancellationToken)
    {
        if (argument.Length > 0)
        {
            if (ReadTime(argument) is not { } time)
            {
                await screens.SayAsync(
                    visit,
                    visit.Lines().Line(visit.Words["digest.badTime"]).With(),
                    cancellationToken
                );
                await AskAsync(visit, cancellationToken);
                return;
            }
            await book.ForgetQuestionAsync(visit.Here.ChatId, cancellationToken);
            visit = await SetHourAsync(visit, time, cancellationToken);
        }
        await screens.ShowAsync(visit, Message(visit), cancellationToken);
    }

    /// <summary><c>digest</c>, <c>digest:off|daily|weekly</c>, <c>digest:at:0730</c>, <c>digest:on:1</c>, <c>digest:ask</c>.</summary>
    public async Task PressAsync(Visit visit, IReadOnlyList<string> said, CancellationToken cancellationToken)
    {
        switch (said)
        {
            case [_, "ask"]:
                await AskAsync(visit, cancellationToken);
                await screens.SayAsync(
                    visit,
                    visit.Lines().Line(visit.Words["digest.ask"]).Line(Ask.Reply(visit)).With(),
                    cancellationToken
                );
                return;
            case [_, "at", var hour] when ReadTime(hour) is { } time:
                visit = await SetHourAsync(visit, time, cancellationToken);
                break;
            case [_, "on", _] when Screens.Number(said, 2) is >= 1 and <= 7 and var day:
                visit = await screens.ChangeAsync(
                    visit,
                    new WishChange { Weekday = (IsoDayOfWeek)day },
                    cancellationToken
                );
                break;
            case [_, "off" or "daily" or "weekly"]:
                visit = await screens.ChangeAsync(
                    visit,
                    new WishChange
                    {
                        Topics = visit.Wishes!.WithDigest(
                            said[1] switch
                            {
                                "daily" => Cadence.Daily,
                                "weekly" => Cadence.Weekly,
                                _ => null,
                            }
                        ),
                    },
                    cancellationToken
                );
                break;
        }
        if (said.Count > 1)
        {
            visit.Toast = new Toast(State(visit));
        }
        await screens.ShowAsync(visit, Message(visit), cancellationToken);
    }

    /// <summary>When the digest comes, in a few words.</summary>
    public static string State(Visit visit)
    {
        var (words, wishes) = (visit.Words, visit.Wishes!);
        var time = DigestOptions.Format(wishes.DigestTime);
        return wishes.Digest() switch
        {
            Cadence.Daily => words.Say("digest.daily", ("time", time)),
            Cadence.Weekly => words.Say(
                "digest.weekly",
                ("day", WordList.For(words.Language)[$"everyWeekday.{(int)wishes.Weekday}"]),
                ("time", time)
            ),
            _ => words["digest.none"],
        };
    }

    private Task AskAsync(Visit visit, CancellationToken cancellationToken) =>
        book.AskAsync(
            visit.Here.ChatId,
            visit.Here.ThreadId,
            visit.From?.Id,
            Ask.Question(visit, Name),
            cancellationToken
        );

    /// <summary>Who names an hour wants a digest: a daily one, if there was none.</summary>
    private Task<Visit> SetHourAsync(Visit visit, LocalTime time, CancellationToken cancellationToken) =>
        screens.ChangeAsync(
            visit,
            new WishChange
            {
                DigestTime = time,
                Topics = visit.Wishes!.Digest() is null ? visit.Wishes!.WithDigest(Cadence.Daily) : null,
            },
            cancellationToken
        );

    private static LocalTime? ReadTime(string text) =>
        text.Length == 4 && text.All(char.IsAsciiDigit) ? DigestOptions.TryParseTime($"{text[..2]}:{text[2..]}")
        : DigestOptions.TryParseTime(Ask.Digits(text).Replace('.', ':')) is { } time ? time
        : int.TryParse(Ask.Digits(text), NumberStyles.None, CultureInfo.InvariantCulture, out var hour) && hour < 24
            ? new LocalTime(hour, 0)
        : null;

    private BotMessage Message(Visit visit)
    {
        var (words, wishes) = (visit.Words, visit.Wishes!);
        var cadence = wishes.Digest();
        List<IReadOnlyList<BotButton>> rows =
        [
            [
                visit.Button(Screens.Ticked(cadence is null, words["digest.buttonOff"]), $"{Name}:off"),
                visit.Button(Screens.Ticked(cadence == Cadence.Daily, words["digest.buttonDaily"]), $"{Name}:daily"),
                visit.Button(Screens.Ticked(cadence == Cadence.Weekly, words["digest.buttonWeekly"]), $"{Name}:weekly"),
            ],
        ];
        if (cadence is not null)
        {
            rows.Add([.. Hours.Select(hour => Hour(visit, hour))]);
            rows.Add([visit.Button(words["digest.buttonOther"], $"{Name}:ask")]);
        }
        if (cadence == Cadence.Weekly)
        {
            var names = WordList.For(words.Language).Culture.DateTimeFormat;
            var days = Enumerable
                .Range(1, 7)
                .Select(day =>
                    visit.Button(
                        Screens.Ticked((int)wishes.Weekday == day, names.GetAbbreviatedDayName((DayOfWeek)(day % 7))),
                        string.Create(CultureInfo.InvariantCulture, $"{Name}:on:{day}")
                    )
                )
                .ToList();
            rows.Add(days[..4]);
            rows.Add(days[4..]);
        }
        rows.Add([visit.Button(words["button.settings"], "settings")]);
        var lines = visit.Lines().Title(words["digest.title"]).Line(State(visit));
        if (cadence is not null && wishes.TopicIds.Any())
        {
            lines.Line(words["digest.topics"]);
        }
        return lines.With(rows);
    }

    private BotButton Hour(Visit visit, LocalTime hour) =>
        visit.Button(
            Screens.Ticked(visit.Wishes!.DigestTime == hour, DigestOptions.Format(hour)),
            $"{Name}:at:{hour.ToString("HHmm", CultureInfo.InvariantCulture)}"
        );
}
