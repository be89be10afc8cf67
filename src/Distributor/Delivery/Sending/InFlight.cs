using System.Collections.Concurrent;

namespace Distributor.Delivery.Sending;

/// <summary>The rows this process holds from the claim until their outcome is committed; their leases are extended every 15 s, so that a slow server is no duplicate.</summary>
public sealed partial class InFlight(ILedger ledger, OnTheWay onTheWay, TimeProvider time, ILogger<InFlight> logger)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<ClaimedKey, byte> keys = new();

    public int Count => keys.Count;

    public void Add(ClaimedKey key)
    {
        if (keys.TryAdd(key, 0))
        {
            onTheWay.Add(1);
        }
    }

    public void Remove(ClaimedKey key)
    {
        if (keys.TryRemove(key, out _))
        {
            onTheWay.Add(-1);
        }
    }

    /// <summary>Extends until cancelled. A failed extension is tried again next time: a lease outlasts two of them.</summary>
    public async Task ExtendAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            try
            {
                await ledger.ExtendAsync([.. keys.Keys], cancellationToken);
            }
#pragma warning disable CA1031 // Whatever the driver throws: the next extension comes before the lease ends.
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogNotExtended(exception.GetType().Name);
            }
        }
    }

    [LoggerMessage(2104, LogLevel.Warning, "Leases could not be extended now ({Fault})")]
    private partial void LogNotExtended(string fault);
}
