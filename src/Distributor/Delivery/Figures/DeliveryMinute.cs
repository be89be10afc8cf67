using NodaTime;

namespace Distributor.Delivery.Figures;

/// <summary>
/// Answers of one minute, lane and state, as one writer (<see cref="Slot"/>) counted them in the transaction that recorded them:
/// what charts and "sent today" read, so that nothing counts the ledger. Retries (<c>deferred</c>) count too.
/// </summary>
public sealed class DeliveryMinute
{
    /// <summary>The minute's begin, in the database's clock.</summary>
    public Instant Minute { get; init; }
    public int LaneId { get; init; }
    public DeliveryState State { get; init; }
    public short Slot { get; init; }
    public long N { get; init; }
}
