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
    /// <summary>The SMTP account; no mail lies on it itself, all on the lanes below.</summary>
    public const int Email = 1;

    /// <summary>The bot.</summary>
    public const int Telegram = 2;

    /// <summary>Mail to all receivers that are not large enough for a lane of their own.</summary>
    public const int OtherMail = 10;

    public int Id { get; init; }
    public required string Key { get; init; }
    public int? ParentId { get; init; }

    /// <summary>Microseconds between two messages; 0 for no limit.</summary>
    public long SpacingMicroseconds { get; set; }

    /// <summary>The next free slot, in the database's clock; null when it has no limit or was never used.</summary>
    public Instant? NextAt { get; set; }
    public LaneState State { get; set; }

    /// <summary>Nothing leaves before this: the outside told us to wait, or the lane is out of order.</summary>
    public Instant? HeldUntil { get; set; }

    /// <summary>Why it waits or is out of order, in words for an admin; null when it is fine.</summary>
    public string? Reason { get; set; }

    /// <summary>Since when there is a reason, in the database's clock.</summary>
    public Instant? Since { get; set; }

    /// <summary>Breakdowns in a row; while there are any, one message at a time is let through.</summary>
    public int Breakdowns { get; set; }
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
