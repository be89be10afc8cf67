using NodaTime;

namespace Distributor.Subscribers.Links;

/// <summary>A link that works once and has worked; what a second use finds.</summary>
public sealed class UsedLink
{
    public required LinkPurpose Purpose { get; init; }

    /// <summary>What the link was made for: the number signed into it.</summary>
    public required long Subject { get; init; }
    public required Instant UsedAt { get; init; }
}
