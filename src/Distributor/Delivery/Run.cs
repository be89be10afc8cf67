using NodaTime;

namespace Distributor.Delivery;

public enum RunKind
{
    Alert,
    Digest,
    Notice,
    Edit,
    Summary,
}

public enum RunState
{
    Planning,
    Sending,

    /// <summary>Rows are open, none is due now.</summary>
    Scheduled,
    Held,
    Done,
    Cancelled,
}

/// <summary>One act of distribution, named by (<see cref="Kind"/>, <see cref="Key"/>) so that planning it again finds it.</summary>
public sealed class Run
{
    public long Id { get; init; }
    public required RunKind Kind { get; init; }

    /// <summary><c>story:812</c>, <c>daily:2026-11-23</c>, <c>weekly:2026-11-23</c>, <c>now:7</c>, <c>edit:812:2</c>, <c>hour:2026-11-23T07</c>.</summary>
    public required string Key { get; init; }

    /// <summary>The day its rows are filed under; fixed when the run is made, so that planning over midnight doubles nothing.</summary>
    public required LocalDate Day { get; init; }
    public RunState State { get; set; }

    /// <summary>What it is called in lists: <c>Alert: Twelve countries agree …</c>, <c>Daily digest 23 Nov</c>.</summary>
    public required string Title { get; init; }

    /// <summary>The alerted story; null for digests.</summary>
    public long? StoryId { get; init; }

    /// <summary>The article of an alert, whose topics decide who gets it.</summary>
    public long? ArticleId { get; init; }
    public required short Priority { get; init; }

    /// <summary>
    /// Its rows are not planned before this; null: at once. Edits wait, so that several corrections become one; it moves on while
    /// their alert is still going out.
    /// </summary>
    public Instant? NotBefore { get; init; }

    /// <summary>A row that could not be sent this long after it was planned is suppressed as too late; null: never.</summary>
    public int? LateAfterMinutes { get; init; }

    /// <summary>Of a held run: the state it goes back to.</summary>
    public RunState? HeldFrom { get; set; }

    /// <summary>The last address id an alert's planning reached; planning goes on from here after a crash.</summary>
    public long PlannedAfter { get; set; }

    /// <summary>Hangfire's id; the link is good while that job exists.</summary>
    public string? JobId { get; set; }
    public required Instant CreatedAt { get; init; }
    public Instant? FinishedAt { get; set; }
}

/// <summary>A run's rows in one state, as one writer (<see cref="Slot"/>) counted them; readers sum the slots.</summary>
public sealed class RunCount
{
    public long RunId { get; init; }
    public short Slot { get; init; }
    public DeliveryState State { get; init; }
    public long N { get; init; }
}

/// <summary>The order in which due rows are claimed: the smaller number first.</summary>
public static class Priorities
{
    public const short Urgent = 1;
    public const short Alert = 5;
    public const short Digest = 9;
    public const short Edit = 12;
}
