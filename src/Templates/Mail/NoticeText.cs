using Distributor.Templates.Text;
using Distributor.Templates.Words;

namespace Distributor.Templates.Mail;

/// <summary>What a notice says, clean and in one language, before it is dressed for HTML or plain text.</summary>
internal sealed record NoticeText
{
    public required string Subject { get; init; }
    public required string Title { get; init; }
    public required IReadOnlyList<Run> Intro { get; init; }

    /// <summary>Which topics.</summary>
    public required IReadOnlyList<Run>? What { get; init; }

    /// <summary>How often, when, in which language.</summary>
    public required IReadOnlyList<Run>? When { get; init; }
    public required string? Action { get; init; }
    public required string? ActionUrl { get; init; }

    /// <summary>"Unsubscribe", beside the button.</summary>
    public required string? SecondUrl { get; init; }

    /// <summary>"The link works until …".</summary>
    public required string? Until { get; init; }

    /// <summary>What to do when one has not asked for this, or why it came.</summary>
    public required IReadOnlyList<Run> Aside { get; init; }

    /// <summary>"Asked on … from …".</summary>
    public required IReadOnlyList<Run>? Asked { get; init; }

    public static NoticeText Of(NoticeView view, WordList words)
    {
        var key = Key(view);
        var publication = MailFrame.Publication(view.Publication);
        var hasLink = view.Kind is not (NoticeKind.Moved or NoticeKind.Goodbye);
        var isOwn = view.Kind is NoticeKind.Welcome or NoticeKind.Link;
        return new NoticeText
        {
            Subject = CleanText.Cut(WordList.Fill(words[$"notices.{key}.subject"], ("publication", publication)), 120),
            Title = words[$"notices.{key}.title"],
            Intro = Sentence(words[$"notices.{key}.text"], view, words),
            What = view.Cadence is null || !TellsWhatComes(view) ? null : Rhythm.Topics(view.Topics, words),
            When = view.Cadence is null || !TellsWhatComes(view) ? null : Comes(view, words),
            Action =
                !hasLink ? null
                : isOwn ? words["preferences"]
                : words[$"notices.{key}.action"],
            ActionUrl = hasLink ? Needed(view.ActionUrl) : null,
            SecondUrl = isOwn ? Needed(view.SecondUrl) : null,
            Until =
                hasLink && view.ExpiresAt is { } until
                    ? WordList.Fill(
                        words["notices.until"],
                        ("date", words.Dates.Within(until.Date)),
                        ("time", LocalDates.Clock(until.TimeOfDay))
                    )
                    : null,
            Aside = Sentence(words[$"notices.{key}.aside"], view, words),
            Asked = Request(view, words),
        };
    }

    static string Key(NoticeView view) =>
        view.Kind switch
        {
            NoticeKind.Confirm => "confirm",
            NoticeKind.Welcome => "welcome",
            NoticeKind.Link => view.AlreadySubscribed ? "again" : "link",
            NoticeKind.Data => "data",
            NoticeKind.MoveFrom => "moveFrom",
            NoticeKind.MoveTo => "moveTo",
            NoticeKind.Moved => "moved",
            NoticeKind.Goodbye => "goodbye",
            _ => throw new ArgumentOutOfRangeException(nameof(view), view.Kind, "No such notice."),
        };

    static bool TellsWhatComes(NoticeView view) =>
        view.Kind is NoticeKind.Confirm or NoticeKind.Welcome or NoticeKind.Link;

    static IReadOnlyList<Run> Sentence(string sentence, NoticeView view, WordList words) =>
        WordList.FillRuns(
            sentence,
            ("publication", [words.Name(MailFrame.Publication(view.Publication))]),
            ("address", [Address(view.Recipient, words)]),
            ("other", [Address(view.OtherAddress, words)])
        );

    static Run Address(string? address, WordList words) =>
        words.Name(CleanText.Cut(CleanText.Line(address), 254)) with
        {
            Strong = true,
        };

    static IReadOnlyList<Run> Comes(NoticeView view, WordList words) =>
        WordList.FillRuns(
            words["notices.comes"],
            ("cadence", Rhythm.When(view.Cadence!.Value, view.At, view.Weekday, view.Place, words)),
            ("language", [words.LanguageName(words.Language)!])
        );

    static IReadOnlyList<Run>? Request(NoticeView view, WordList words)
    {
        if (view.RequestedAt is not { } asked)
        {
            return null;
        }

        var from = CleanText.Cut(CleanText.Line(view.RequestedFrom), 60);
        return WordList.FillRuns(
            words[from.Length > 0 ? "notices.askedFrom" : "notices.asked"],
            ("date", [words.Dates.Within(asked.Date)]),
            ("time", [LocalDates.Clock(asked.TimeOfDay)]),
            ("from", [words.Name(from)])
        );
    }

    static string Needed(Uri? url) =>
        CleanStory.Link(url)
        // The address itself holds the reader's token and must not reach a log.
        ?? throw new ArgumentException("A link of a notice must be absolute http or https.", nameof(url));
}
