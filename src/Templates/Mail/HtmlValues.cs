using Distributor.Templates.Words;

namespace Distributor.Templates.Mail;

/// <summary>What a mail of ours hands to its template: the frame all share, and what is in a digest or an alert.</summary>
internal sealed record HtmlPage
{
    public required string Lang { get; init; }
    public required string Dir { get; init; }

    /// <summary>The side lines start and end at: left and right, or the other way round.</summary>
    public required string Start { get; init; }
    public required string End { get; init; }
    public required Palette Light { get; init; }
    public required Palette Dark { get; init; }
    public required string Serif { get; init; }
    public required string Sans { get; init; }
    public required bool Rtl { get; init; }
    public required IReadOnlyDictionary<string, int> Lh { get; init; }
    public string Subject { get; init; } = "";
    public string Preheader { get; init; } = "";
    public required Run Name { get; init; }
    public required string? SiteUrl { get; init; }
    public string? Dateline { get; init; }
    public IReadOnlyList<Run>? Count { get; init; }
    public required Run? Postal { get; init; }

    /// <summary>Whether the foot has a sentence that ends the edition.</summary>
    public bool Closes { get; init; }
    public required FootWords Foot { get; init; }
    public HtmlStory? Lead { get; init; }
    public IReadOnlyList<HtmlTopic> Topics { get; init; } = [];

    /// <summary>"and 37 more stories", when whole topics were cut to size.</summary>
    public HtmlLink? Rest { get; init; }

    /// <summary>Alerts only: "Breaking".</summary>
    public string? Breaking { get; init; }

    /// <summary>Alerts only: "Headline changed 07:20. Before: …".</summary>
    public IReadOnlyList<Run>? Correction { get; init; }

    /// <summary>Alerts only: the button.</summary>
    public HtmlLink? ReadAt { get; init; }

    /// <summary>Notices only.</summary>
    public HtmlNotice? Notice { get; init; }
}

/// <summary>A question or an answer to one reader, and its one button.</summary>
internal sealed record HtmlNotice
{
    public required string Title { get; init; }
    public required IReadOnlyList<Run> Intro { get; init; }
    public required IReadOnlyList<Run>? What { get; init; }
    public required IReadOnlyList<Run>? When { get; init; }
    public required HtmlLink? Action { get; init; }
    public required HtmlLink? Second { get; init; }
    public required string? Until { get; init; }

    /// <summary>The address of the button once more, for clients that show no buttons.</summary>
    public required Run? Bare { get; init; }
    public required string OrOpen { get; init; }

    /// <summary>Above the stories of a welcome.</summary>
    public string Latest { get; init; } = "";
    public required IReadOnlyList<Run> Aside { get; init; }
    public required IReadOnlyList<Run>? Asked { get; init; }
}

internal sealed record HtmlTopic
{
    public required Run Name { get; init; }
    public required IReadOnlyList<HtmlStory> Stories { get; init; }
    public required HtmlLink? More { get; init; }
}

internal sealed record HtmlLink(IReadOnlyList<Run> Runs, string Url, string? Label);

internal sealed record HtmlStory
{
    public required Run Title { get; init; }
    public required string? TitleLanguage { get; init; }
    public required string Font { get; init; }
    public required Run? Summary { get; init; }
    public required IReadOnlyList<Run> Meta { get; init; }
    public required IReadOnlyList<Run>? Also { get; init; }
    public required Run? Topic { get; init; }
    public required bool First { get; init; }
    public required bool Alerted { get; init; }

    /// <summary>Nothing follows in its topic, so no space is kept for it.</summary>
    public bool Ends { get; init; }
    public required HtmlPicture? Picture { get; init; }
}

/// <summary>A picture at the size it is shown; the alt text is its own link's name.</summary>
internal sealed record HtmlPicture(string Src, int Width, int Height, string Alt, string? Url);

/// <summary>The words of the foot's links, and the slots of what is personal in it.</summary>
internal sealed record FootWords(string Preferences, string Pause, string Web, string Unsubscribe)
{
    public string ClosingSlot { get; } = Slots.Closing;
    public string ReasonSlot { get; } = Slots.Reason;
    public string PreferencesSlot { get; } = Slots.Preferences;
    public string PauseSlot { get; } = Slots.Pause;
    public string WebSlot { get; } = Slots.Web;
    public string UnsubscribeSlot { get; } = Slots.Unsubscribe;

    public static FootWords In(WordList words) =>
        new(words["preferences"], words["pause"], words["web"], words["unsubscribe"]);
}
