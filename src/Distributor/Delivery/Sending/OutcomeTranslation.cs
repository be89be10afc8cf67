using Distributor.Channels;
using NodaTime;

namespace Distributor.Delivery.Sending;

/// <summary>What a channel answered, in the ledger's terms.</summary>
internal static class OutcomeTranslation
{
    /// <summary>A row that is put off without a time on a road that is open; at once again would be a loop.</summary>
    private static readonly Duration AMoment = Duration.FromSeconds(1);

    /// <param name="isSpaced">The lane has a limit, so chats have one too; the outbox has none.</param>
    public static RecordedOutcome ToRecorded(this Outcome outcome, ClaimedDelivery row, bool isSpaced)
    {
        var delay = outcome.State == DeliveryState.Deferred ? DelayOf(outcome, row) : null;
        var givenUp =
            outcome is { State: DeliveryState.Deferred, CountsAsFailure: true }
            && (delay is null || row.Failures + 1 >= outcome.MostFailures);
        return new RecordedOutcome(
            row.Claimed,
            !givenUp ? outcome.State
                : outcome.IsAmbiguous ? DeliveryState.Uncertain
                : DeliveryState.Failed,
            givenUp ? $"given up: {outcome.Reason}" : outcome.Reason,
            outcome.ExternalId,
            givenUp ? null : delay,
            outcome.CountsAsFailure || outcome.State == DeliveryState.Failed,
            outcome.IsAmbiguous,
            ChatWait(outcome, row, isSpaced)
        );
    }

    /// <summary>The row goes back as it was, to be claimed again at once: nothing was tried.</summary>
    public static RecordedOutcome Untried(ClaimedDelivery row, string reason) =>
        Unsent(row, DeliveryState.Deferred, reason) with
        {
            Delay = Duration.Zero,
        };

    /// <summary>The row waits until somebody releases its run.</summary>
    public static RecordedOutcome Held(ClaimedDelivery row, string reason) =>
        Unsent(row, DeliveryState.Deferred, reason);

    public static RecordedOutcome Suppressed(ClaimedDelivery row, string reason) =>
        Unsent(row, DeliveryState.Suppressed, reason);

    public static RecordedOutcome Failed(ClaimedDelivery row, string reason) =>
        Unsent(row, DeliveryState.Failed, reason) with
        {
            Failed = true,
        };

    /// <summary>A fault of ours: tried again like a failed try, and given up like one.</summary>
    /// <param name="maybeSent">The message may have gone out before the fault.</param>
    public static RecordedOutcome Faulted(ClaimedDelivery row, Exception exception, bool maybeSent)
    {
        var reason = $"fault: {exception.GetType().Name}";
        var delay = RetryLadder.After(row.Failures);
        var last = maybeSent ? DeliveryState.Uncertain : DeliveryState.Failed;
        return Unsent(row, delay is null ? last : DeliveryState.Deferred, reason) with
        {
            Delay = delay,
            Failed = true,
            Ambiguous = maybeSent,
            ChatWait = row.ChatPause,
        };
    }

    private static RecordedOutcome Unsent(ClaimedDelivery row, DeliveryState state, string reason) =>
        new(
            row.Claimed,
            state,
            reason,
            null,
            null,
            Failed: false,
            Ambiguous: false,
            row.Channel == ChannelKind.Telegram ? Duration.Zero : null
        );

    private static Duration? DelayOf(Outcome outcome, ClaimedDelivery row) =>
        outcome.Wait is { } wait ? wait
        : outcome.CountsAsFailure ? RetryLadder.After(row.Failures)
        : outcome.Lane == LaneVerdict.Open ? AMoment
        : Duration.Zero;

    private static Duration? ChatWait(Outcome outcome, ClaimedDelivery row, bool isSpaced) =>
        row.ChatPause is not { } pause ? null
        : outcome is { Address: AddressVerdict.Wait, Wait: { } wait } ? Duration.Max(pause, wait)
        : isSpaced ? pause
        : Duration.Zero;
}
