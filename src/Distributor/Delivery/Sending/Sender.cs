using Distributor.Channels;
using Distributor.Telemetry;
using NodaTime;

namespace Distributor.Delivery.Sending;

/// <summary>
/// Sending on one channel: claim what is due on its open lanes, make the messages, send each in its slot, hand over the
/// outcomes. Whatever the run: so every instance shares every run, and breaking news overtakes.
/// </summary>
public sealed class Sender<TMessage>(
    ILedger ledger,
    IChannel<TMessage> channel,
    IMessageComposer<TMessage> composer,
    SendingSwitch sendingSwitch,
    OutcomeRecorder recorder,
    InFlight inFlight,
    LaneVerdicts laneVerdicts,
    AddressVerdicts addressVerdicts,
    SentForReal sentForReal,
    SendingTelemetry telemetry,
    TimeProvider time
)
    where TMessage : class
{
    private const int LargestClaim = 500;

    private readonly SendQueue<TMessage> queue = new(channel.Parallel);
    private readonly Dispatch<TMessage> dispatch = new(
        ledger,
        channel,
        composer,
        sendingSwitch,
        laneVerdicts,
        addressVerdicts,
        sentForReal,
        telemetry,
        time
    );
    private int claimSize = 50;

    /// <summary>Where this sender's outcomes go; each sender has its own, so that one slow outside holds up no other.</summary>
    public OutcomeRecorder Recorder => recorder;

    /// <summary>What this sender is sending just now.</summary>
    public InFlight InFlight => inFlight;

    /// <param name="slot">This instance's counter rows.</param>
    /// <exception cref="Exception">The messages could not be made; the rows went back untried.</exception>
    public async Task<Batch<TMessage>> ClaimAsync(string laneKey, short slot, CancellationToken stopping)
    {
        if (recorder.IsBehind || await sendingSwitch.IsStoppedAsync(stopping))
        {
            return Batch<TMessage>.Nothing(null);
        }
        var lanes = await ledger.ReadyLanesAsync(laneKey, stopping);
        var ready = lanes.Where(lane => lane.ReadyIn <= Duration.Zero).ToList();
        if (ready.Find(lane => lane.ChannelBreakdowns > 0) is { } broken && !await IsThereAsync(broken, stopping))
        {
            return Batch<TMessage>.Nothing(null);
        }
        var began = time.GetTimestamp();
        // All lanes together no more than the account sends in a quarter of a second: their slots are taken from one row.
        var most = ready.Count == 0 ? claimSize : Math.Min(claimSize, ready.Max(lane => lane.Most(claimSize)));
        var claim = await ledger.ClaimAsync(ready, most, slot, CancellationToken.None);
        var claimedAt = time.GetTimestamp();
        telemetry.Claimed(laneKey, claim, began);
        if (claim.Looked == 0)
        {
            var waits = lanes.Where(lane => lane.ReadyIn > Duration.Zero).Select(lane => (Duration?)lane.ReadyIn);
            return Batch<TMessage>.Nothing(waits.Min());
        }
        foreach (var row in claim.Rows)
        {
            inFlight.Add(row.Claimed);
        }
        return new Batch<TMessage>(
            claim.Rows,
            await PrepareAsync(claim.Rows, stopping),
            ready.ToDictionary(lane => lane.Id),
            claim.Looked,
            null,
            claimedAt
        );
    }

    /// <summary>True of a claim that took as much as one may: there is more that is due.</summary>
    public bool IsFull(Batch<TMessage> batch) => batch.Looked >= LargestClaim;

    /// <summary>Sends a batch; its outcomes are handed over when it returns, and recorded soon after.</summary>
    /// <param name="stopping">Ends it early: what is not yet being sent goes back untried.</param>
    public async Task SendAsync(Batch<TMessage> batch, string laneKey, CancellationToken stopping)
    {
        var started = time.GetTimestamp();
        using var looks = new LastLooks(ledger, batch.Rows, time);
        using var spans = telemetry.Sending(laneKey, batch.Rows);
        var sending = new BatchInQueue<TMessage>(batch.Rows.Count, one => EndAsync(one, batch.ClaimedAt, stopping));
        foreach (var (row, prepared) in batch.Rows.Zip(batch.Messages))
        {
            await SlotAsync(batch.ClaimedAt, row.LeaveIn, stopping);
            queue.Add(new Leaving<TMessage>(row, batch.Lanes[row.LaneId], laneKey, prepared, looks), sending);
        }
        await sending.DoneAsync(stopping);
        foreach (var one in queue.TakeBack(sending))
        {
            await recorder.AddAsync(OutcomeTranslation.Untried(one.Row, "released"), CancellationToken.None);
            sending.End();
        }
        await sending.DoneAsync(CancellationToken.None);
        if (batch.Rows.Count > 0 && batch.Rows[^1].LeaveIn == Duration.Zero)
        {
            Resize(batch.Rows.Count, time.GetElapsedTime(started));
        }
    }

    private async Task<IReadOnlyList<Prepared<TMessage>>> PrepareAsync(
        IReadOnlyList<ClaimedDelivery> rows,
        CancellationToken stopping
    )
    {
        try
        {
            return rows.Count == 0 ? [] : await composer.PrepareAsync(rows, stopping);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Nothing was sent: the rows go back, and the fault is the caller's to log.
            foreach (var row in rows)
            {
                await recorder.AddAsync(OutcomeTranslation.Untried(row, "not composed"), CancellationToken.None);
            }
            throw;
        }
    }

    /// <summary>A road out of order is tried without a message first, so that an outage of hours costs no row anything.</summary>
    private async Task<bool> IsThereAsync(ReadyLane lane, CancellationToken stopping)
    {
        if (await channel.ProbeAsync(stopping) is not { } reason)
        {
            return true;
        }
        await laneVerdicts.StillBrokenAsync(lane, reason, stopping);
        return false;
    }

    /// <summary>Returns when the message's slot has come, or at once when everything stops.</summary>
    private async Task SlotAsync(long claimedAt, Duration leaveIn, CancellationToken stopping)
    {
        var left = leaveIn.ToTimeSpan() - time.GetElapsedTime(claimedAt);
        if (left > TimeSpan.Zero)
        {
            await Task.Delay(left, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Every row ends with an outcome: one left without would keep its lease for as long as this process lives.</summary>
    /// <remarks>It stays in flight, and its lease is extended, until the outcome is committed.</remarks>
    private async Task EndAsync(Leaving<TMessage> one, long claimedAt, CancellationToken stopping)
    {
        RecordedOutcome outcome;
        try
        {
            outcome = await dispatch.SendAsync(one, stopping);
        }
#pragma warning disable CA1031 // A surprise of one message must not hold up the others; it is told on the row and tried again.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            outcome = OutcomeTranslation.Faulted(one.Row, exception, maybeSent: true);
        }
        telemetry.Answered(one.LaneKey, one.Row, outcome, time.GetElapsedTime(claimedAt));
        await recorder.AddAsync(outcome, CancellationToken.None);
    }

    /// <summary>The next claim is what was sent in half a second, so that an urgent row waits no longer than that.</summary>
    private void Resize(int sent, TimeSpan took)
    {
        var inHalfASecond = sent * 0.5 / Math.Max(took.TotalSeconds, 0.001);
        claimSize = (int)Math.Clamp((claimSize + inHalfASecond) / 2, 1, LargestClaim);
    }
}
