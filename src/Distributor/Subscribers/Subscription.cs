using NodaTime;

namespace Distributor.Subscribers;

/// <summary>When a topic's articles reach an address; stored as a number.</summary>
public enum Cadence : short
{
    /// <summary>Every article at once.</summary>
    Instant = 1,

    /// <summary>Only breaking articles, at once.</summary>
    Breaking = 2,
    Daily = 3,
    Weekly = 4,
}

/// <summary>(address, topic, cadence).</summary>
public sealed class Subscription
{
    public long AddressId { get; init; }
    public required int TopicId { get; init; }
    public required Cadence Cadence { get; init; }
    public required Instant CreatedAt { get; init; }
}

/// <summary>
/// What was agreed to or withdrawn, when, by whom and under which words: the proof of consent. Only ever appended.
/// </summary>
public sealed class SubscriptionEvent
{
    public long Id { get; init; }
    public required long AddressId { get; init; }

    /// <summary>Null when it concerns the whole address.</summary>
    public int? TopicId { get; init; }
    public Cadence? Cadence { get; init; }

    /// <summary><c>subscribed</c>, <c>unsubscribed</c>, <c>paused</c>, <c>resumed</c>, <c>confirmed</c>, <c>imported</c>, <c>bounced</c>.</summary>
    public required string Action { get; init; }

    /// <summary>Who did it: <c>reader</c>, <c>mail client</c>, <c>import</c>, <c>admin:…</c>, <c>bot</c>.</summary>
    public required string By { get; init; }

    /// <summary>Version of the words shown when consent was given; null where none were shown.</summary>
    public string? TextVersion { get; init; }
    public required Instant At { get; init; }
}

/// <summary>When an address's next digest of one cadence is due, and up to which article it has been told.</summary>
public sealed class DigestSchedule
{
    public long AddressId { get; init; }

    /// <summary><see cref="Cadence.Daily"/> or <see cref="Cadence.Weekly"/>.</summary>
    public required Cadence Cadence { get; init; }
    public required LocalTime LocalTime { get; set; }

    /// <summary>The day of a weekly digest; a daily one does not look at it.</summary>
    public IsoDayOfWeek Weekday { get; set; } = IsoDayOfWeek.Monday;

    /// <summary>Most stories of one digest; null: as many as the site's own (<c>Digest:MaxArticles</c>).</summary>
    public int? MaxStories { get; set; }

    /// <summary>The last sequence number a digest's window reached.</summary>
    public required long Cursor { get; set; }
    public required Instant NextAt { get; set; }
}

/// <summary>What remains of a deleted address: an HMAC under a key that is never changed, so that no import revives it.</summary>
public sealed class ForgottenAddress
{
    public required string Hmac { get; init; }
    public required Instant At { get; init; }
}
