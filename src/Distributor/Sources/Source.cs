using NodaTime;

namespace Distributor.Sources;

public enum SourceKind
{
    Feed,
    Inbox,
    Api,

    /// <summary>What <c>ingest</c> reads by hand.</summary>
    Manual,
}

public enum SourceState
{
    Active,
    Paused,

    /// <summary>Failed many times in a row; still polled, but an admin should look.</summary>
    Broken,
}

/// <summary>Where articles come from, with the memory of its last poll (conditional GET, failures, next time).</summary>
public sealed class Source
{
    public long Id { get; init; }
    public required SourceKind Kind { get; init; }

    /// <summary>Unique: the feed's address, or a name of ours such as <c>api</c>, <c>inbox</c>, <c>ingest:…</c>.</summary>
    public required string Address { get; set; }
    public required string Title { get; set; }
    public SourceState State { get; set; }
    public List<SourceTopic> Topics { get; init; } = [];

    public string? ETag { get; set; }

    /// <summary>The Last-Modified header exactly as it came, because servers compare it as text.</summary>
    public string? LastModified { get; set; }

    /// <summary>SHA-256 of the last body, for servers that know no conditional GET.</summary>
    public string? BodyHash { get; set; }
    public Instant? FirstPolledAt { get; set; }
    public Instant? LastPolledAt { get; set; }
    public Instant? NextPollAt { get; set; }

    /// <summary>Failed polls in a row.</summary>
    public int Failures { get; set; }

    /// <summary>One line, what failed and the cure; null after a success.</summary>
    public string? LastError { get; set; }
    public required Instant CreatedAt { get; init; }
}

/// <summary>A topic every article of the source belongs to.</summary>
public sealed class SourceTopic
{
    public long SourceId { get; init; }
    public required int TopicId { get; init; }
}
