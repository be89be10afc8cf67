using NodaTime;

namespace Distributor.Articles;

/// <summary>Where an article stands on its way in. Only <see cref="Complete"/> articles have a sequence number and are planned.</summary>
public enum ArticleState
{
    /// <summary>Stored, its full text still to be fetched.</summary>
    Incomplete,
    Complete,

    /// <summary>Over the flood threshold of its source: waits for an admin (<c>sources release</c>).</summary>
    Waiting,

    /// <summary>Already old at the source's first poll: kept so that it is recognised, never sent.</summary>
    Old,
    Retracted,
}

/// <summary>
/// One piece from one source: its identity and its way; what it says is in <see cref="ArticleRevision"/>. An article is
/// known by <see cref="GuidKey"/> within its source, so that the same item never becomes two.
/// </summary>
public sealed class Article
{
    public long Id { get; init; }
    public required long SourceId { get; init; }
    public required long StoryId { get; set; }

    /// <summary>The publisher's id as written; null when it gave none.</summary>
    public string? Guid { get; init; }

    /// <summary>SHA-256 in hex of what identifies the article in its source: guid, else URL, else title and date.</summary>
    public required string GuidKey { get; init; }

    public string? Url { get; set; }
    public ArticleState State { get; set; }

    /// <summary>Place in the order of completion; null until complete. Given under a row lock, so numbers appear in order.</summary>
    public long? Sequence { get; set; }

    /// <summary>Set by the push API or a <c>breaking</c> category: goes to breaking subscriptions and overtakes.</summary>
    public bool Breaking { get; set; }

    public Instant? PublishedAt { get; set; }

    /// <summary>When it reached us; age limits count from here.</summary>
    public required Instant ReceivedAt { get; init; }

    public Instant? CompletedAt { get; set; }

    /// <summary>Number of the newest revision, from 1.</summary>
    public int Revision { get; set; }

    /// <summary>The newest revision, which readers of the list want without a second look-up.</summary>
    public long? CurrentRevisionId { get; set; }
    public ArticleRevision? CurrentRevision { get; init; }

    public List<ArticleTopic> Topics { get; init; } = [];
}

/// <summary>A topic of an article; <see cref="Position"/> 0 is the one it is filed under.</summary>
public sealed class ArticleTopic
{
    public long ArticleId { get; init; }
    public required int TopicId { get; init; }
    public required short Position { get; init; }
}
