using System.Collections.Concurrent;
using Distributor.Channels;
using NodaTime;

namespace Distributor.Delivery.Sending;

/// <summary>
/// One round of sending on one channel: claim what is due on its open lanes, make the messages, send them, hand over the
/// outcomes. Whatever the run: so every instance shares every run, and breaking news overtakes.
/// </summary>
public sealed class Sender<TMessage>(
    ILedger ledger,
    IChannel<TMessage> channel,
    IMessageComposer<TMessage> composer,
    SendingSwitch sendingSwitch,
    OutcomeRecorder recorder,
    InFlight inFlight,
    IClock clock,
    TimeProvider time
)
    where TMessage : class
{
    private const int LargestClaim = 500;

    /// <summary>Connections to one outside at a time; more only contend (the measured optimum is 2 to 4).</summary>
    private const int Parallel = 4;

    /// <summary>A lane whose channel broke down is tried again after this.</summary>
    private static readonly Duration BrokenLane = Duration.FromSeconds(30);

    private int claimSize = 50;

    /// <summary>Where this sender's outcomes go; each sender has its own, so that one slow outside holds up no other.</summary>
    public OutcomeRecorder Recorder => recorder;

    /// <summary>What this sender is sending just now.</summary>
    public InFlight InFlight => inFlight;

    /// <param name="slot">This instance's counter rows.</param>
    /// <param name="stopping">Ends the round early: what is not yet being sent goes back untried.</param>
    /// <returns>How many rows were looked at; 0 means that nothing is due.</returns>
    public async Task<int> RoundAsync(string laneKey, short slot, CancellationToken stopping)
    {
        if (recorder.IsBehind || await sendingSwitch.IsStoppedAsync(stopping))
        {
            return 0;
        }
        var lanes = await ledger.OpenLanesAsync(laneKey, stopping);
        var claim = await ledger.ClaimAsync(lanes, claimSize, slot, stopping);
        if (claim.Rows.Count > 0)
        {
            var started = time.GetTimestamp();
            await SendAllAsync(claim.Rows, stopping);
            Resize(claim.Rows.Count, time.GetElapsedTime(started));
        }
        return claim.Looked;
    }

    private async Task SendAllAsync(IReadOnlyList<ClaimedDelivery> rows, CancellationToken stopping)
    {
        foreach (var row in rows)
        {
            inFlight.Add(row.Claimed);
        }
        using var looks = new LastLooks(ledger, rows, time);
        var shut = new ConcurrentDictionary<int, bool>();
        IReadOnlyList<Prepared<TMessage>> prepared;
        try
        {
            prepared = await composer.PrepareAsync(rows, stopping);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Nothing was sent: the rows go back, and the fault is the caller's to log.
            foreach (var row in rows)
            {
                await EndAsync(OutcomeTranslation.Untried(row, "not composed"));
            }
            throw;
        }
        await System.Threading.Tasks.Parallel.ForEachAsync(
            rows.Zip(prepared),
            new ParallelOptions { MaxDegreeOfParallelism = Parallel },
            async (pair, _) => await EndAsync(await SafelyAsync(pair.First, pair.Second, looks, shut, stopping))
        );
    }

    /// <summary>Every row ends with an outcome: one left without would keep its lease for as long as this process lives.</summary>
    private async Task<RecordedOutcome> SafelyAsync(
        ClaimedDelivery row,
        Prepared<TMessage> prepared,
        LastLooks looks,
        ConcurrentDictionary<int, bool> shut,
        CancellationToken stopping
    )
    {
        try
        {
            return await OneAsync(row, prepared, looks, shut, stopping);
        }
#pragma warning disable CA1031 // A surprise of one message must not hold up the others; it is told on the row and tried again.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return OutcomeTranslation.Faulted(row, exception, maybeSent: true);
        }
    }

    private async Task<RecordedOutcome> OneAsync(
        ClaimedDelivery row,
        Prepared<TMessage> prepared,
        LastLooks looks,
        ConcurrentDictionary<int, bool> shut,
        CancellationToken stopping
    )
    {
        try
        {
            if (stopping.IsCancellationRequested)
            {
                return OutcomeTranslation.Untried(row, "released");
            }
            if (shut.ContainsKey(row.LaneId))
            {
                return OutcomeTranslation.Untried(row, "lane shut");
            }
            if (await sendingSwitch.IsStoppedAsync(stopping))
            {
                return OutcomeTranslation.Untried(row, "sending stopped");
            }
            if (await looks.AtAsync(row, stopping) is { } look)
            {
                if (LastLooks.Verdict(row, look) is { } verdict)
                {
                    return verdict;
                }
                if (look.Consent != row.Consent)
                {
                    var changed = row with { Consent = look.Consent, ConsentChanged = true };
                    prepared = (await composer.PrepareAsync([changed], stopping))[0];
                }
            }
        }
        catch (Exception exception) when (exception is System.Data.Common.DbException or OperationCanceledException)
        {
            // Without an answer nobody is sent anything; the row is tried again.
            return OutcomeTranslation.Untried(row, "released");
        }
        if (prepared.Message is not { } message)
        {
            return prepared.Instead!;
        }
        // Not cancelled by a stop: a message half way out would be sent again.
        var outcome = await channel.SendAsync(message, CancellationToken.None);
        if (outcome.Lane != LaneVerdict.Open)
        {
            // For the rest of this claim too: a road that says wait is not driven into by the rows behind.
            shut[row.LaneId] = true;
            var wait = outcome.Until is { } until ? until - clock.GetCurrentInstant() : BrokenLane;
            await HoldAsync(row.LaneId, wait, outcome.Reason ?? "told to wait");
        }
        return outcome.ToRecorded(row, clock.GetCurrentInstant());
    }

    /// <summary>It stays in flight, and its lease is extended, until the outcome is committed.</summary>
    private async Task EndAsync(RecordedOutcome outcome) => await recorder.AddAsync(outcome, CancellationToken.None);

    private async Task HoldAsync(int laneId, Duration wait, string reason)
    {
        try
        {
            await ledger.HoldLaneAsync(laneId, wait, reason, CancellationToken.None);
        }
        catch (System.Data.Common.DbException)
        {
            // The outcome matters more; the next message on this lane is told the same.
        }
    }

    /// <summary>The next claim is what was sent in half a second, so that an urgent row waits no longer than that.</summary>
    private void Resize(int sent, TimeSpan took)
    {
        var inHalfASecond = sent * 0.5 / Math.Max(took.TotalSeconds, 0.001);
        claimSize = (int)Math.Clamp((claimSize + inHalfASecond) / 2, 1, LargestClaim);
    }
}
