using NodaTime;

namespace Distributor.Sources.Polling;

/// <summary>How one poll of a source went: the history an admin looks at.</summary>
public sealed class PollRecord
{
    public long Id { get; init; }
    public required long SourceId { get; init; }
    public required Instant At { get; init; }

    /// <summary>How long fetching and reading took.</summary>
    public required int Milliseconds { get; init; }

    /// <summary>The HTTP status; null when there was no answer.</summary>
    public int? Status { get; init; }

    /// <summary>New articles, corrections, and items that wait for an admin because of the flood threshold.</summary>
    public required int Created { get; init; }
    public required int Updated { get; init; }
    public required int Held { get; init; }

    /// <summary>One line, what failed and the cure; null after a success.</summary>
    public string? Error { get; init; }
}
