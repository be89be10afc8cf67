using NodaTime;

namespace Distributor.Templates;

/// <summary>
/// One notice to one reader, all in it, nothing spliced in later. Texts are plain text; they are cleaned, cut and escaped here.
/// What a kind has no use for is ignored.
/// </summary>
public sealed record NoticeView
{
    public required NoticeKind Kind { get; init; }

    /// <summary>The name on the nameplate.</summary>
    public required string Publication { get; init; }

    /// <summary>Where the nameplate leads in mails whose only link this may be; absolute http or https.</summary>
    public Uri? SiteUrl { get; init; }

    /// <summary>As in <see cref="DigestView.PostalAddress"/>.</summary>
    public string PostalAddress { get; init; } = "";

    /// <summary>BCP 47 tag of our words; unknown reads as <c>en</c>.</summary>
    public required string Language { get; init; }

    /// <summary>The address this mail goes to, as its reader wrote it.</summary>
    public required string Recipient { get; init; }

    /// <summary>
    /// What the button opens, absolute http or https: the page that confirms; for <see cref="NoticeKind.Welcome"/> and
    /// <see cref="NoticeKind.Link"/> the settings, for <see cref="NoticeKind.Data"/> the page to download or delete.
    /// Needed but for <see cref="NoticeKind.Moved"/> and <see cref="NoticeKind.Goodbye"/>, which have none.
    /// </summary>
    public Uri? ActionUrl { get; init; }

    /// <summary>The unsubscribe page, in <see cref="NoticeKind.Welcome"/> and <see cref="NoticeKind.Link"/>.</summary>
    public Uri? SecondUrl { get; init; }

    /// <summary>The topics asked for; empty means all.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>How often mails come. Null leaves out the lines that say what comes and when.</summary>
    public Cadence? Cadence { get; init; }

    /// <summary>The hour, for daily and weekly.</summary>
    public LocalTime? At { get; init; }

    /// <summary>The day of a weekly digest; null reads as Monday.</summary>
    public IsoDayOfWeek? Weekday { get; init; }

    /// <summary>The place of the reader's time zone in words, such as <c>Lisbon</c>.</summary>
    public string? Place { get; init; }

    /// <summary>When, in the reader's time, somebody asked for this mail.</summary>
    public LocalDateTime? RequestedAt { get; init; }

    /// <summary>The IP address it was asked from; shown with <see cref="RequestedAt"/> only.</summary>
    public string? RequestedFrom { get; init; }

    /// <summary>Until when, in the reader's time, the link works.</summary>
    public LocalDateTime? ExpiresAt { get; init; }

    /// <summary>Of a move: the other end, already masked where its owner is not proven.</summary>
    public string? OtherAddress { get; init; }

    /// <summary>The link is sent instead of a question, because somebody signed a subscribed address up again.</summary>
    public bool AlreadySubscribed { get; init; }

    /// <summary>The edition below a welcome; null when there is none yet.</summary>
    public DigestView? Latest { get; init; }
}
