using NodaTime;

namespace Distributor.Delivery;

public enum LaneState
{
    Open,

    /// <summary>Out of order until opened again.</summary>
    Closed,
}

/// <summary>A road with a speed limit: a bot, an SMTP account, or a large receiving domain under it.</summary>
public sealed class Lane
{
    public const int Email = 1;
    public const int Telegram = 2;

    public int Id { get; init; }
    public required string Key { get; init; }
    public int? ParentId { get; init; }

    /// <summary>Microseconds between two messages; 0 for no limit.</summary>
    public long SpacingMicroseconds { get; set; }

    /// <summary>The next free slot, in the database's clock; null when it was never used.</summary>
    public Instant? NextAt { get; set; }
    public LaneState State { get; set; }
    public string? Reason { get; set; }
}

/// <summary>Something that happened to a delivery and that its row cannot hold: a stale answer, a failed try, a bounce.</summary>
public sealed class DeliveryEvent
{
    public long Id { get; init; }
    public required long RunId { get; init; }
    public required long AddressId { get; init; }
    public required short Part { get; init; }
    public required short Attempt { get; init; }

    /// <summary><c>stale</c>, <c>deferred</c>, <c>failed</c>, <c>uncertain</c>; later <c>bounce</c> and <c>complaint</c>.</summary>
    public required string Kind { get; init; }
    public string? Reason { get; init; }
    public required Instant At { get; init; }
}
