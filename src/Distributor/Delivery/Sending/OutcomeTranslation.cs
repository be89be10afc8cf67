using NodaTime;

namespace Distributor.Delivery.Sending;

/// <summary>What a channel answered, in the ledger's terms.</summary>
internal static class OutcomeTranslation
{
    public static RecordedOutcome ToRecorded(this Outcome outcome, ClaimedDelivery row, Instant now)
    {
        var delay = outcome.State == DeliveryState.Deferred ? DelayOf(outcome, row, now) : null;
        var givenUp =
            outcome is { State: DeliveryState.Deferred, CountsAsFailure: true }
            && (delay is null || row.Failures + 1 >= outcome.MostFailures);
        return new RecordedOutcome(
            row.Claimed,
            givenUp ? DeliveryState.Failed : outcome.State,
            givenUp ? $"given up: {outcome.Reason}" : outcome.Reason,
            outcome.ExternalId,
            givenUp ? null : delay,
            outcome.CountsAsFailure || outcome.State == DeliveryState.Failed,
            outcome.IsAmbiguous
        );
    }

    /// <summary>The row goes back as it was, to be claimed again at once: nothing was tried.</summary>
    public static RecordedOutcome Untried(ClaimedDelivery row, string reason) =>
        new(row.Claimed, DeliveryState.Deferred, reason, null, Duration.Zero, Failed: false, Ambiguous: false);

    /// <summary>The row waits until somebody releases its run.</summary>
    public static RecordedOutcome Held(ClaimedDelivery row, string reason) =>
        new(row.Claimed, DeliveryState.Deferred, reason, null, null, Failed: false, Ambiguous: false);

    public static RecordedOutcome Suppressed(ClaimedDelivery row, string reason) =>
        new(row.Claimed, DeliveryState.Suppressed, reason, null, null, Failed: false, Ambiguous: false);

    public static RecordedOutcome Failed(ClaimedDelivery row, string reason) =>
        new(row.Claimed, DeliveryState.Failed, reason, null, null, Failed: true, Ambiguous: false);

    /// <summary>A fault of ours: tried again like a failed try, and given up like one.</summary>
    /// <param name="maybeSent">The message may have gone out before the fault.</param>
    public static RecordedOutcome Faulted(ClaimedDelivery row, Exception exception, bool maybeSent)
    {
        var reason = $"fault: {exception.GetType().Name}";
        return RetryLadder.After(row.Failures) is { } delay
            ? new(row.Claimed, DeliveryState.Deferred, reason, null, delay, Failed: true, Ambiguous: maybeSent)
            : new(row.Claimed, DeliveryState.Failed, reason, null, null, Failed: true, Ambiguous: false);
    }

    private static Duration? DelayOf(Outcome outcome, ClaimedDelivery row, Instant now) =>
        outcome.Until is { } until ? Duration.Max(Duration.Zero, until - now)
        : outcome.CountsAsFailure ? RetryLadder.After(row.Failures)
        : Duration.Zero;
}
