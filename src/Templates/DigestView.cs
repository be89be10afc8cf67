using NodaTime;

namespace Distributor.Templates;

/// <summary>
/// One digest edition as everybody who shares it reads it: nothing personal, all times already in the readers' zone.
/// The counts of the dateline ("12 of 29 stories") follow from the stories and the <see cref="TopicView.More"/> numbers.
/// </summary>
public sealed record DigestView
{
    /// <summary>The name on the nameplate.</summary>
    public required string Publication { get; init; }

    /// <summary>BCP 47 tag of our words; one we have no words for is read as <c>en</c>, see <see cref="Languages"/>.</summary>
    public required string Language { get; init; }

    /// <summary>The readers' local date.</summary>
    public required LocalDate Date { get; init; }

    /// <summary>The first story of the edition; it is not repeated in <see cref="Topics"/>.</summary>
    public required StoryView Lead { get; init; }

    /// <summary>Topics in reading order; one without stories but with more of them shows its "and N more" line only.</summary>
    public IReadOnlyList<TopicView> Topics { get; init; } = [];

    /// <summary>
    /// Set when this is no digest but a summary of alerts that were held back: it says so where a digest says its day, and
    /// nothing closes it.
    /// </summary>
    public HeldView? Held { get; init; }

    /// <summary>The postal address bulk mail must carry, on one line; empty leaves the line out.</summary>
    public string PostalAddress { get; init; } = "";

    /// <summary>Where the nameplate and the "and N more stories" line of a cut edition lead; absolute http or https.</summary>
    public required Uri SiteUrl { get; init; }
}

/// <summary>Which alerts a summary by mail stands for.</summary>
/// <param name="Count">How many there were.</param>
/// <param name="Quiet">As in <see cref="QuietSummaryView.Quiet"/>.</param>
public sealed record HeldView(int Count, LocalTime From, LocalTime Until, bool Quiet = true);

/// <summary>The stories of one topic in the order they are read. Alerted ones are moved to the end.</summary>
public sealed record TopicView
{
    public required string Name { get; init; }

    public IReadOnlyList<StoryView> Stories { get; init; } = [];

    /// <summary>How many stories of the topic are new but not shown: "and 14 more in Europe". Zero leaves the line out.</summary>
    public int More { get; init; }

    /// <summary>Where those can be read; null leads to <see cref="DigestView.SiteUrl"/>.</summary>
    public Uri? MoreUrl { get; init; }
}
