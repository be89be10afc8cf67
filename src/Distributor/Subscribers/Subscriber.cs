using Distributor.Channels;
using NodaTime;

namespace Distributor.Subscribers;

/// <summary>A person (or a group or channel of Telegram) with one or more addresses.</summary>
public sealed class Subscriber
{
    public long Id { get; init; }
    public string? Name { get; set; }

    /// <summary>Columns of an import we do not know, as a JSON object; null when there are none.</summary>
    public string? Attributes { get; set; }
    public required Instant CreatedAt { get; init; }
    public List<Address> Addresses { get; init; } = [];
}

/// <summary>
/// May it receive? Only <see cref="Active"/> gets alerts and digests; notices, which answer what somebody has just asked for, go to
/// all but <see cref="Bounced"/>.
/// </summary>
public enum AddressState
{
    Pending,
    Active,
    Paused,
    Unsubscribed,

    /// <summary>The mailbox refuses for good, or the chat blocked the bot, was deleted or threw it out.</summary>
    Bounced,
}

/// <summary>
/// One e-mail address or one chat. Language and zone stand here, not on the person, because a chat and a mailbox may
/// want different ones and because planning reads addresses alone.
/// </summary>
public sealed class Address
{
    public long Id { get; init; }
    public long SubscriberId { get; init; }
    public Subscriber? Subscriber { get; init; }
    public required ChannelKind Channel { get; init; }

    /// <summary>Unique per channel: lower-case e-mail address, or chat id, or <c>chat/thread</c>.</summary>
    public required string Value { get; set; }

    /// <summary>The chat of a Telegram address, the same for all topics of a forum; computed from <see cref="Value"/>, null for mail.</summary>
    public long? ChatId { get; init; }

    /// <summary>The e-mail address as the person wrote it (the local part may be case-sensitive, RFC 5321 section 2.4).</summary>
    public string? WrittenAs { get; set; }
    public AddressState State { get; set; }

    /// <summary>Why it is in this state, in words for an admin.</summary>
    public string? StateReason { get; set; }
    public required Instant StateSince { get; set; }
    public required int LaneId { get; set; }

    /// <summary>Raised by every change of topics, cadence, pause or state; a planned row with another number is looked at again.</summary>
    public int Consent { get; set; }

    /// <summary>One of the languages our words exist in.</summary>
    public required string Language { get; set; }

    /// <summary>IANA zone id.</summary>
    public required string TimeZone { get; set; }

    /// <summary>Quiet hours in local time; both null when there are none. They hold back alerts only.</summary>
    public LocalTime? QuietStart { get; set; }
    public LocalTime? QuietEnd { get; set; }

    /// <summary>The current or next quiet hours as two instants, so that a claim needs no calendar.</summary>
    public Instant? QuietFrom { get; set; }
    public Instant? QuietUntil { get; set; }

    /// <summary>A paused address becomes active again at this time; null: until told.</summary>
    public Instant? PausedUntil { get; set; }

    /// <summary>
    /// Asked to be deleted: unsubscribed at once, and erased after this time, when the goodbye mail has gone. Null for all others.
    /// </summary>
    public Instant? EraseAt { get; set; }

    /// <summary>Nothing to its chat before this: spacing of messages and waits, in the database's clock.</summary>
    public Instant? NextAt { get; set; }
    public required Instant CreatedAt { get; init; }
    public List<Subscription> Subscriptions { get; init; } = [];
    public List<DigestSchedule> Schedules { get; init; } = [];
}
