using Distributor.Channels;
using Distributor.Storage;
using Distributor.Telemetry;
using NodaTime;

namespace Distributor.Delivery.Sending;

/// <summary>The last step of one message: may it still go, through the channel, and what does the answer mean.</summary>
internal sealed class Dispatch<TMessage>(
    ILedger ledger,
    IChannel<TMessage> channel,
    IMessageComposer<TMessage> composer,
    SendingSwitch sendingSwitch,
    LaneVerdicts laneVerdicts,
    AddressVerdicts addressVerdicts,
    SentForReal sentForReal,
    SendingTelemetry telemetry,
    TimeProvider time
)
    where TMessage : class
{
    private readonly LaneWatch watch = new(ledger, time);
    private readonly RateWindow window = new(time);

    /// <param name="one">Its slot has come, and a way is free for it.</param>
    /// <param name="stopping">Heeded until the message leaves, not after.</param>
    public async Task<RecordedOutcome> SendAsync(Leaving<TMessage> one, CancellationToken stopping)
    {
        var row = one.Row;
        var prepared = one.Prepared;
        try
        {
            if (await InsteadAsync(one, stopping) is { } instead)
            {
                return instead;
            }
            if (await one.Looks.AtAsync(row, stopping) is { } look)
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
        catch (Exception exception) when (DatabaseFault.Is(exception) || exception is OperationCanceledException)
        {
            // Without an answer nobody is sent anything; the row is tried again.
            return OutcomeTranslation.Untried(row, "released");
        }
        if (prepared.Message is not { } message)
        {
            return prepared.Instead!;
        }
        return await OnTheWayAsync(one, message, stopping);
    }

    /// <summary>Why the message does not go now, or null.</summary>
    private async ValueTask<RecordedOutcome?> InsteadAsync(Leaving<TMessage> one, CancellationToken stopping) =>
        stopping.IsCancellationRequested ? OutcomeTranslation.Untried(one.Row, "released")
        : await watch.IsShutAsync(one.LaneKey, one.Row.LaneId, stopping)
            ? OutcomeTranslation.Untried(one.Row, "lane shut")
        : await sendingSwitch.IsStoppedAsync(stopping) ? OutcomeTranslation.Untried(one.Row, "sending stopped")
        : null;

    private async Task<RecordedOutcome> OnTheWayAsync(
        Leaving<TMessage> one,
        TMessage message,
        CancellationToken stopping
    )
    {
        if (!channel.IsReal || one.Lane.Spacing <= Duration.Zero)
        {
            return await JudgeAsync(one, await CallAsync(one.LaneKey, message));
        }
        RateWindow.Pass pass;
        try
        {
            pass = await window.EnterAsync(one.Lane.Spacing, stopping);
        }
        catch (OperationCanceledException)
        {
            return OutcomeTranslation.Untried(one.Row, "released");
        }
        Outcome outcome;
        using (pass)
        {
            // It may have waited for most of a second: what was told meanwhile counts.
            if (await InsteadAsync(one, stopping) is { } instead)
            {
                return instead;
            }
            outcome = await CallAsync(one.LaneKey, message);
        }
        return await JudgeAsync(one, outcome);
    }

    private async Task<Outcome> CallAsync(string laneKey, TMessage message)
    {
        var began = time.GetTimestamp();
        // Not cancelled by a stop: a message half way out would be sent again.
        var outcome = await channel.SendAsync(message, CancellationToken.None);
        telemetry.Called(laneKey, outcome, time.GetElapsedTime(began));
        return outcome;
    }

    private async Task<RecordedOutcome> JudgeAsync(Leaving<TMessage> one, Outcome outcome)
    {
        try
        {
            if (outcome.State == DeliveryState.Accepted && channel.IsReal)
            {
                await sentForReal.NoteAsync(one.Row.Channel, CancellationToken.None);
            }
            if (await laneVerdicts.ApplyAsync(one.Lane, outcome, CancellationToken.None) is { } shut)
            {
                // For the rest of the claim too: a road that says wait is not driven into by the rows behind.
                watch.Shut(shut, shut == one.Lane.ChannelId);
            }
        }
        catch (Exception exception) when (DatabaseFault.Is(exception))
        {
            // The outcome matters more; the next message on this lane is told the same.
        }
        var recorded = outcome.ToRecorded(one.Row, isSpaced: one.Lane.Spacing > Duration.Zero);
        return await addressVerdicts.ApplyAsync(one.Row, outcome, recorded, CancellationToken.None);
    }
}
