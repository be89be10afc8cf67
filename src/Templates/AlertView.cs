using NodaTime;

namespace Distributor.Templates;

/// <summary>One alert, for Telegram or as an e-mail. Texts are plain text and escaped here.</summary>
public sealed record AlertView
{
    /// <summary>The name on the nameplate of the mail; not shown in Telegram, where the bot has a name.</summary>
    public required string Publication { get; init; }

    /// <summary>BCP 47 tag of our words; unknown reads as <c>en</c>.</summary>
    public required string Language { get; init; }

    public required string Title { get; init; }

    /// <summary>Cut to 200 code points in Telegram and 400 in the mail, at a word.</summary>
    public string Summary { get; init; } = "";

    public required string Source { get; init; }

    /// <summary>Empty, or the name of the source, for an article without a topic; then there is nothing to mute.</summary>
    public required string Topic { get; init; }

    /// <summary>Absolute http or https; without one there is no link and no Read button.</summary>
    public Uri? Url { get; init; }

    /// <summary>BCP 47 tag of the title when it is not <see cref="Language"/>.</summary>
    public string? TitleLanguage { get; init; }

    public bool Breaking { get; init; }

    public IReadOnlyList<SourceLink> AlsoAt { get; init; } = [];

    /// <summary>The story was withdrawn: its title is struck through and the words say so. Telegram only; a mail cannot be changed.</summary>
    public bool Withdrawn { get; init; }

    /// <summary>Set when the headline was changed after the alert went out.</summary>
    public HeadlineCorrection? Correction { get; init; }

    /// <summary>Shown in the mail; in Telegram the caller sends it with the text as its caption.</summary>
    public PictureView? Picture { get; init; }

    /// <summary>Local time of publication, for the mail; null when undated.</summary>
    public LocalDateTime? Published { get; init; }

    /// <summary>The readers' local date, for the dateline of the mail.</summary>
    public LocalDate? Date { get; init; }

    /// <summary>As in <see cref="DigestView.PostalAddress"/>; mail only.</summary>
    public string PostalAddress { get; init; } = "";

    /// <summary>As in <see cref="DigestView.SiteUrl"/>; mail only.</summary>
    public Uri? SiteUrl { get; init; }

    internal StoryView AsStory() =>
        new()
        {
            Title = Title,
            Summary = Summary,
            Topic = Topic,
            Source = Source,
            Url = Url,
            Published = Published,
            TitleLanguage = TitleLanguage,
            Picture = Picture,
            AlsoAt = AlsoAt,
        };
}

/// <summary>When, in local time, a headline changed, and what it said before.</summary>
public sealed record HeadlineCorrection(LocalTime At, string Before);
