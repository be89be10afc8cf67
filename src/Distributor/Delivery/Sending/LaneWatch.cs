namespace Distributor.Delivery.Sending;

/// <summary>
/// Which lanes of a channel are shut just now, whichever instance was told so: a row claimed before is not sent into a ban. What
/// this process hears itself counts at once, what another hears within a quarter of a second.
/// </summary>
internal sealed class LaneWatch(ILedger ledger, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(250);

    private readonly Lock gate = new();
    private HashSet<int> shut = [];
    private bool isAllShut;
    private long lookedAt;
    private bool hasLooked;

    public async ValueTask<bool> IsShutAsync(string laneKey, int laneId, CancellationToken cancellationToken)
    {
        bool isFresh;
        lock (gate)
        {
            isFresh = hasLooked && time.GetElapsedTime(lookedAt) < Fresh;
            if (!isFresh)
            {
                // Before the look, so that of many messages at once one looks and the others use the last answer.
                (hasLooked, lookedAt) = (true, time.GetTimestamp());
            }
        }
        if (!isFresh)
        {
            var held = await ledger.HeldLanesAsync(laneKey, cancellationToken);
            lock (gate)
            {
                (shut, isAllShut) = ([.. held], false);
            }
        }
        lock (gate)
        {
            return isAllShut || shut.Contains(laneId);
        }
    }

    /// <summary>Told to this process just now, and already written down for the others.</summary>
    public void Shut(int laneId, bool isWholeChannel)
    {
        lock (gate)
        {
            shut.Add(laneId);
            isAllShut |= isWholeChannel;
        }
    }
}
