using System.Text.Json;
using Distributor.Storage;
using NodaTime;

namespace Distributor.Delivery.Editions;

/// <summary>
/// Which stories an edition tells, in which order and under which topics: chosen when the run is planned. What the stories
/// say is read when the edition is first claimed.
/// </summary>
public sealed record EditionContents
{
    /// <summary>The readers' local date; null in an alert.</summary>
    public LocalDate? Date { get; init; }

    /// <summary>Which time a summary stands for; null in everything else.</summary>
    public HeldTime? Held { get; init; }

    public required ChosenStory Lead { get; init; }

    /// <summary>Topics in reading order, without the lead.</summary>
    public IReadOnlyList<ChosenTopic> Topics { get; init; } = [];

    /// <summary>For an edit: what its readers were alerted with; null otherwise.</summary>
    public AlertedWith? AlertedWith { get; init; }

    public IEnumerable<ChosenStory> Stories => Topics.SelectMany(topic => topic.Stories).Prepend(Lead);

    public string ToJson() => JsonSerializer.Serialize(this, Json.Options);

    public static EditionContents FromJson(string json) =>
        JsonSerializer.Deserialize<EditionContents>(json, Json.Options)
        ?? throw new JsonException("An edition without contents.");
}

/// <param name="More">Stories of the topic that are new but did not fit.</param>
public sealed record ChosenTopic(int TopicId, IReadOnlyList<ChosenStory> Stories, int More);

/// <param name="TopicId">The topic it is filed under for these readers.</param>
/// <param name="AlertedAt">When everybody who shares this edition was alerted to it; null when they were not.</param>
/// <param name="HeldAt">In a summary: when its alert came.</param>
public sealed record ChosenStory(long StoryId, int TopicId, Instant? AlertedAt = null, Instant? HeldAt = null);

/// <summary>The local time whose alerts a summary tells.</summary>
/// <param name="Quiet">These are the readers' quiet hours; otherwise the hour in which there were too many alerts.</param>
/// <param name="DigestAt">When the readers' daily digest comes; null when they have none.</param>
public sealed record HeldTime(LocalTime From, LocalTime Until, bool Quiet, LocalTime? DigestAt);

/// <summary>The alert that an edit changes in place.</summary>
/// <param name="RevisionId">The revision it told; a headline other than that one's is a corrected headline.</param>
/// <param name="Photo">The picture it was sent with: an edit changes the caption under it, never the picture. Null for a text.</param>
public sealed record AlertedWith(long RevisionId, Uri? Photo);
