namespace Distributor.Delivery.Sending;

/// <summary>
/// Which lanes of a channel are shut just now, whichever instance was told so: a row claimed before is not sent into a ban. What
/// this process hears itself counts at once, what another hears within a quarter of a second.
/// </summary>
internal sealed class LaneWatch(ILedger ledger, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(250);

    private readonly Lock gate = new();
    private readonly HashSet<int> told = [];
    private bool isAllShut;
    private Task<IReadOnlyList<int>>? look;
    private long lookedAt;

    /// <summary>Of many messages at once one looks, and the others wait for its answer.</summary>
    /// <exception cref="System.Data.Common.DbException">Nobody can say.</exception>
    public async ValueTask<bool> IsShutAsync(string laneKey, int laneId, CancellationToken cancellationToken)
    {
        Task<IReadOnlyList<int>> current;
        lock (gate)
        {
            if (look is null || look.IsFaulted || look.IsCanceled || time.GetElapsedTime(lookedAt) >= Fresh)
            {
                // What was told before is written down, so the look finds it.
                told.Clear();
                isAllShut = false;
                lookedAt = time.GetTimestamp();
                look = ledger.HeldLanesAsync(laneKey, CancellationToken.None);
            }
            current = look;
        }
        var held = await current.WaitAsync(cancellationToken);
        lock (gate)
        {
            return isAllShut || told.Contains(laneId) || held.Contains(laneId);
        }
    }

    /// <summary>Told to this process just now, and already written down for the others.</summary>
    public void Shut(int laneId, bool isWholeChannel)
    {
        lock (gate)
        {
            told.Add(laneId);
            isAllShut |= isWholeChannel;
        }
    }
}
