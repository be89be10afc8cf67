using NodaTime;

namespace Distributor.Articles.Topics;

/// <summary>What people subscribe to.</summary>
public sealed class Topic
{
    /// <summary>The topic <c>*</c>: every article, with later topics and with none.</summary>
    public const int EverythingId = 1;

    public const string EverythingSlug = "*";

    public int Id { get; init; }

    /// <summary>Lower-case letters, digits and hyphens; unique; used in addresses of pages.</summary>
    public required string Slug { get; init; }
    public required string Name { get; set; }
    public required Instant CreatedAt { get; init; }
    public List<TopicAlias> Aliases { get; init; } = [];
}

/// <summary>Another name that a source uses for a topic, normalised as <c>TopicMatcher</c> does.</summary>
public sealed class TopicAlias
{
    public required string Alias { get; init; }
    public required int TopicId { get; init; }
}
