using NodaTime;

namespace Distributor.Templates;

/// <summary>What differs between two readers of the same edition: the foot, nothing else.</summary>
public sealed record PersonalParts
{
    /// <summary>The reader's e-mail address, shown so that a forwarded mail tells whose it is.</summary>
    public required string Recipient { get; init; }

    /// <summary>The topics the reader confirmed; empty means all topics.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    public required Cadence Cadence { get; init; }

    /// <summary>The hour the reader chose, for daily and weekly; null leaves it out.</summary>
    public LocalTime? At { get; init; }

    /// <summary>The day of a weekly digest; null reads as Monday.</summary>
    public IsoDayOfWeek? Weekday { get; init; }

    /// <summary>The place of the reader's time zone in words, such as <c>Lisbon</c>; null leaves it out.</summary>
    public string? Place { get; init; }

    /// <summary>
    /// When the next edition comes, local time; null leaves the sentence out. It is personal, because readers who chose
    /// 07:00 and 07:30 can share an edition.
    /// </summary>
    public LocalDateTime? NextEdition { get; init; }

    public required Uri PreferencesUrl { get; init; }

    public required Uri PauseUrl { get; init; }

    /// <summary>This edition as a web page.</summary>
    public required Uri WebUrl { get; init; }

    public required Uri UnsubscribeUrl { get; init; }
}

/// <summary>How often a reader asked to be written to.</summary>
public enum Cadence
{
    Instant,
    Breaking,
    Daily,
    Weekly,
}
