using NodaTime;

namespace Distributor.Templates;

/// <summary>One story of a digest. Texts are plain text; they are cleaned, cut and escaped here, whatever they hold.</summary>
public sealed record StoryView
{
    public required string Title { get; init; }

    /// <summary>A sentence or two; shown for the lead and the first story of a topic, cut at a word when long.</summary>
    public string Summary { get; init; } = "";

    public required string Topic { get; init; }

    public required string Source { get; init; }

    /// <summary>Absolute http or https. Without one, or with one over 2,048 characters, the title is no link.</summary>
    public Uri? Url { get; init; }

    /// <summary>Local time of publication; null when undated. Shown with its weekday when it is not the day of the edition.</summary>
    public LocalDateTime? Published { get; init; }

    /// <summary>BCP 47 tag of the title when it is not the language of the edition; null when it is, or unknown.</summary>
    public string? TitleLanguage { get; init; }

    /// <summary>Shown with the lead only.</summary>
    public PictureView? Picture { get; init; }

    /// <summary>When every reader of this edition already had it as an alert, local time; null when they had not.</summary>
    public LocalDateTime? AlertedAt { get; init; }

    /// <summary>Other sources with the same story; three are named, the rest counted.</summary>
    public IReadOnlyList<SourceLink> AlsoAt { get; init; } = [];
}

/// <summary>Another source of a story and its article there.</summary>
public sealed record SourceLink(string Name, Uri? Url = null);

/// <summary>
/// A picture, in pixels of the file (2x the 536 points it is shown at). Shown when at least 300 wide and not higher than
/// wide nor flatter than 3:10; otherwise left out, since mail clients cannot crop.
/// </summary>
/// <param name="Url">Absolute http or https; mail clients show neither data: nor cid: reliably.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Alt">What it shows; empty marks it as decoration.</param>
public sealed record PictureView(Uri Url, int Width, int Height, string Alt = "");
