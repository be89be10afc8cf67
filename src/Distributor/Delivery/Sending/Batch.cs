using NodaTime;

namespace Distributor.Delivery.Sending;

/// <summary>Rows claimed together, with their messages.</summary>
/// <param name="Looked">Rows looked at; 0 means that nothing is due on a lane that may send.</param>
/// <param name="ReadyIn">When nothing was looked at: how long until the next lane may send.</param>
/// <param name="ClaimedAt">Timestamp of this process's clock; slots count from it.</param>
public sealed record Batch<TMessage>(
    IReadOnlyList<ClaimedDelivery> Rows,
    IReadOnlyList<Prepared<TMessage>> Messages,
    IReadOnlyDictionary<int, ReadyLane> Lanes,
    int Looked,
    Duration? ReadyIn,
    long ClaimedAt
)
    where TMessage : class
{
    internal static Batch<TMessage> Nothing(Duration? readyIn) =>
        new([], [], new Dictionary<int, ReadyLane>(), 0, readyIn, 0);
}
