using NodaTime;

namespace Distributor.Delivery;

/// <summary>The states of a delivery as the ledger stores them.</summary>
public enum DeliveryState : short
{
    Planned = 1,
    Deferred = 2,
    Sending = 3,
    Accepted = 4,
    Failed = 5,
    Suppressed = 6,
    Uncertain = 7,
}

/// <summary>What an answer says about the address it was sent to.</summary>
public enum AddressVerdict
{
    Fine,

    /// <summary>Nothing may be sent to it, nor to its chat, for <see cref="Outcome.Wait"/>.</summary>
    Wait,

    /// <summary>Nothing will arrive there any more: no such mailbox, a closed topic of a forum.</summary>
    Gone,

    /// <summary>Like <see cref="Gone"/> for the whole chat, all its topics: blocked, deactivated, thrown out.</summary>
    ChatGone,

    /// <summary>The chat has another id now; <see cref="Outcome.MovedTo"/> names it.</summary>
    Moved,
}

/// <summary>What an answer says about the lane it went through.</summary>
public enum LaneVerdict
{
    Open,

    /// <summary>Nothing may be sent on the lane for <see cref="Outcome.Wait"/>.</summary>
    Wait,

    /// <summary>
    /// The lane is out of order. After a pause that grows with every try one message is let through; when it arrives the lane
    /// is open again.
    /// </summary>
    Closed,
}

/// <summary>
/// What a channel answered for one message: the state of the delivery, why, when to look again, the channel's own id
/// of the message, and what the answer means for the address and the lane. A channel never throws for an expected failure.
/// </summary>
public sealed record Outcome
{
    public required DeliveryState State { get; init; }

    /// <summary>Short words for an admin, without address or content; null when accepted.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// For <see cref="DeliveryState.Deferred"/>: how long, counted from the answer; null leaves the choice to the retry ladder. A length
    /// and no moment: between an answer and its record the clock of a machine may be set, and a wait of seconds became a day.
    /// </summary>
    public Duration? Wait { get; init; }

    /// <summary>Message-ID, Telegram message id or outbox file name.</summary>
    public string? ExternalId { get; init; }

    /// <summary>True for a failed try that counts towards giving up; a wait (429) does not.</summary>
    public bool CountsAsFailure { get; init; }

    /// <summary>
    /// For <see cref="DeliveryState.Deferred"/>: after so many failed tries of this row, this one included, it is failed, and
    /// only then <see cref="Address"/> is believed; null leaves it to the retry ladder.
    /// </summary>
    public int? MostFailures { get; init; }

    /// <summary>The message may have arrived all the same; after the second such answer the row is uncertain.</summary>
    public bool IsAmbiguous { get; init; }

    public AddressVerdict Address { get; init; } = AddressVerdict.Fine;

    public string? MovedTo { get; init; }

    public LaneVerdict Lane { get; init; } = LaneVerdict.Open;

    /// <summary>True when <see cref="Lane"/> speaks of the whole bot or SMTP account, not of the lane of one receiving domain.</summary>
    public bool IsWholeChannel { get; init; }

    public static Outcome Accepted(string externalId) =>
        new() { State = DeliveryState.Accepted, ExternalId = externalId };

    public static Outcome Deferred(string reason, Duration? wait = null) =>
        new()
        {
            State = DeliveryState.Deferred,
            Reason = reason,
            Wait = wait,
            CountsAsFailure = true,
        };

    /// <summary>
    /// The road itself is broken or closed (no connection, login refused): the message waits, however long, and nothing is
    /// counted against it.
    /// </summary>
    public static Outcome Broken(string reason, Duration? wait = null) =>
        new()
        {
            State = DeliveryState.Deferred,
            Reason = reason,
            Wait = wait,
            Lane = wait is null ? LaneVerdict.Closed : LaneVerdict.Wait,
            IsWholeChannel = true,
        };

    /// <summary>
    /// No clear answer: it may have arrived, and the road may be down. The row is tried once more, and the road with one message
    /// at a time until something arrives, or an outage would make every row uncertain.
    /// </summary>
    public static Outcome Unclear(string reason) =>
        Deferred(reason) with
        {
            IsAmbiguous = true,
            Lane = LaneVerdict.Closed,
            IsWholeChannel = true,
        };

    public static Outcome Failed(string reason) => new() { State = DeliveryState.Failed, Reason = reason };
}
