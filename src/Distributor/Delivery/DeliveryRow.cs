using NodaTime;

namespace Distributor.Delivery;

/// <summary>
/// One row of the ledger: one message part owed to one address. Written by the statements of
/// <c>Storage/*/Ledger</c> only; this class is for reading.
/// </summary>
public sealed class DeliveryRow
{
    public LocalDate Day { get; init; }
    public long RunId { get; init; }
    public long AddressId { get; init; }
    public short Part { get; init; }
    public int LaneId { get; init; }
    public short Priority { get; init; }
    public int Consent { get; init; }
    public long? EditionId { get; init; }
    public DeliveryState State { get; init; }

    /// <summary>Counts claims; an outcome must name it.</summary>
    public short Attempt { get; init; }

    /// <summary>Counts failed tries; alone decides when to give up.</summary>
    public short Failures { get; init; }

    /// <summary>Counts answers that leave open whether the message arrived.</summary>
    public short Ambiguous { get; init; }
    public bool MaybeDuplicate { get; init; }
    public string? Reason { get; init; }

    /// <summary>The channel's id of what was sent; of a row that is <c>in summary</c>, the id of the delivery that tells it.</summary>
    public string? ExternalId { get; init; }

    /// <summary>A digest's window: sequence numbers after this …</summary>
    public long? WindowFrom { get; init; }

    /// <summary>… up to and including this. Of a summary's row: how many alerts it stands for.</summary>
    public long? WindowTo { get; init; }

    /// <summary>Next look; the lease's end while sending; null when final or held.</summary>
    public Instant? DueAt { get; init; }

    /// <summary>From then on it is too late to send it. Quiet hours move it: their wait does not count as age.</summary>
    public Instant? ExpiresAt { get; init; }
    public Instant? ChangedAt { get; init; }
}
