using Distributor.Storage;
using Distributor.Subscribers;

namespace Distributor.Delivery.Sending;

/// <summary>
/// The last look at a claimed row before it goes out: whoever unsubscribed since the claim gets nothing. A claim younger than a
/// second is trusted; after that all rows of the claim are looked at again in one query, once a second.
/// </summary>
internal sealed class LastLooks(ILedger ledger, IReadOnlyList<ClaimedDelivery> rows, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim gate = new(1);
    private readonly List<DeliveryKey> keys = [.. rows.Select(row => row.Key)];
    private IReadOnlyDictionary<DeliveryKey, LastLook> looks = new Dictionary<DeliveryKey, LastLook>();
    private long lookedAt = time.GetTimestamp();

    /// <returns>Null when nothing newer than the claim is needed.</returns>
    public async Task<LastLook?> AtAsync(ClaimedDelivery row, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (time.GetElapsedTime(lookedAt) > Fresh)
            {
                looks = await ledger.LookAgainAsync(keys, cancellationToken);
                lookedAt = time.GetTimestamp();
            }
            return looks.GetValueOrDefault(row.Key);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>What a look says about a row: the outcome that ends it, or null when it may go.</summary>
    public static RecordedOutcome? Verdict(ClaimedDelivery row, LastLook look)
    {
        var mayReceive =
            look.AddressState == AddressState.Active
            || (look.AddressState != AddressState.Bounced && row.RunKind == RunKind.Notice);
        return !mayReceive ? OutcomeTranslation.Suppressed(row, look.AddressState.ToWord())
            : look.RunState == RunState.Cancelled ? OutcomeTranslation.Suppressed(row, "cancelled")
            : look.RunState == RunState.Held ? OutcomeTranslation.Held(row, "held")
            : null;
    }

    public void Dispose() => gate.Dispose();
}
