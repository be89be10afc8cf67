using Distributor.Channels;
using Distributor.Subscribers;
using NodaTime;

namespace Distributor.Delivery;

/// <summary>Names one row of the ledger.</summary>
public readonly record struct DeliveryKey(LocalDate Day, long RunId, long AddressId, short Part)
{
    /// <summary><c>run-address-part</c>, the id the outside knows.</summary>
    public string Id => FormattableString.Invariant($"{RunId}-{AddressId}-{Part}");
}

/// <summary>A row together with the attempt that a claimer holds; the fence against late answers.</summary>
public readonly record struct ClaimedKey(DeliveryKey Key, short Attempt);

/// <summary>What an alert run's next slice is made of.</summary>
/// <param name="TopicIds">The article's topics and <c>*</c>.</param>
/// <param name="Cadences"><c>instant</c>, and <c>breaking</c> when the article is.</param>
/// <param name="After">Only addresses with a greater id.</param>
public sealed record AlertSlice(
    long RunId,
    IReadOnlyList<int> TopicIds,
    IReadOnlyList<Cadence> Cadences,
    long After,
    int Size = 10_000
)
{
    /// <summary>Set while so many alerts go out that addresses may have had enough for the hour; null otherwise.</summary>
    public AlertCap? Cap { get; init; }
}

/// <summary>The brake on alerts: what is above it becomes one summary for each address.</summary>
/// <param name="Most">Alerts an address gets by themselves within an hour.</param>
/// <param name="SummaryRunId">The run whose rows tell what was left out.</param>
/// <param name="DueAt">When they are sent.</param>
/// <param name="RunIds">The alert runs of the last hour, breaking ones left out.</param>
/// <param name="FirstDay">Of those runs, and</param>
/// <param name="LastDay">of those runs.</param>
public sealed record AlertCap(
    int Most,
    long SummaryRunId,
    Instant DueAt,
    IReadOnlyList<long> RunIds,
    LocalDate FirstDay,
    LocalDate LastDay
);

/// <summary>What an edit run's next slice is made of.</summary>
/// <param name="AlertDay">The day of the alert run.</param>
/// <param name="Editions">The editions the alert went out in, and what replaces each.</param>
/// <param name="Same">Editions of the story, of the alert or of an earlier edit, that read like the one that replaces them.</param>
/// <param name="After">Only addresses with a greater id.</param>
public sealed record EditSlice(
    long RunId,
    LocalDate AlertDay,
    long AlertRunId,
    IReadOnlyList<EditedEdition> Editions,
    IReadOnlyList<long> Same,
    long After,
    int Size = 10_000
);

/// <param name="AlertId">The edition readers were alerted with.</param>
/// <param name="EditId">The edition that takes its place.</param>
public readonly record struct EditedEdition(long AlertId, long EditId);

/// <summary>An address whose waiting alerts become one summary.</summary>
/// <param name="DueAt">The end of its quiet hours.</param>
public readonly record struct SummarisedAddress(long AddressId, Instant DueAt);

/// <param name="Last">The greatest address id looked at; null when there were none left.</param>
public sealed record PlannedSlice(int Written, long? Last);

/// <summary>One reader's digest.</summary>
/// <param name="EditionId">Null when there is nothing new.</param>
/// <param name="ReadNextAt">The schedule's time as it was read; another value now means that the reader changed it.</param>
/// <param name="NextAt">The next digest after this one; equal to <paramref name="ReadNextAt"/> for <c>digest --now</c>.</param>
public sealed record PlannedDigest(
    long AddressId,
    Cadence Cadence,
    long? EditionId,
    long WindowFrom,
    long WindowTo,
    Instant ReadNextAt,
    Instant NextAt
);

/// <param name="Looked">Rows looked at; equal to the limit when more may be due.</param>
public sealed record Claim(IReadOnlyList<ClaimedDelivery> Rows, int Looked);

/// <summary>A row that is now <c>sending</c>, with what its message needs to know of the address.</summary>
public sealed record ClaimedDelivery
{
    public required DeliveryKey Key { get; init; }
    public required short Attempt { get; init; }
    public required short Failures { get; init; }
    public required int LaneId { get; init; }
    public required short Priority { get; init; }
    public required long? EditionId { get; init; }
    public required long? WindowFrom { get; init; }
    public required long? WindowTo { get; init; }

    /// <summary>An earlier try may have arrived.</summary>
    public required bool MaybeDuplicate { get; init; }

    /// <summary>The channel's id of what was sent before: of the parts already sent, or null.</summary>
    public string? ExternalId { get; init; }

    /// <summary>The address's consent number now.</summary>
    public required int Consent { get; init; }

    /// <summary>It is not the one the row was planned with: look the topics up again.</summary>
    public required bool ConsentChanged { get; init; }
    public required RunKind RunKind { get; init; }

    /// <summary><see cref="Run.Key"/> of its run, such as <c>weekly:2026-11-23</c>.</summary>
    public required string RunKey { get; init; }
    public required ChannelKind Channel { get; init; }
    public required string AddressValue { get; init; }
    public required string? WrittenAs { get; init; }
    public required string Language { get; init; }
    public required string TimeZone { get; init; }
    public required string? Name { get; init; }
    public required long SubscriberId { get; init; }

    /// <summary>Its slot: the message leaves this long after the claim, not before.</summary>
    public Duration LeaveIn { get; init; }

    /// <summary>How long it had been due when it was claimed.</summary>
    public Duration DueFor { get; init; }

    /// <summary>Answers without certainty so far; one more makes it <c>uncertain</c>.</summary>
    public short Ambiguous { get; init; }

    /// <summary>Between two messages to one chat: 1 s, in groups and channels 3 s (Bot API: 20 a minute); null for mail.</summary>
    public Duration? ChatPause =>
        Channel != ChannelKind.Telegram ? null
        : AddressValue.StartsWith('-') ? Duration.FromSeconds(3)
        : Duration.FromSeconds(1);

    public ClaimedKey Claimed => new(Key, Attempt);
}

/// <summary>An outcome as the ledger takes it.</summary>
/// <param name="Delay">For <c>deferred</c>: due again after this; null holds the row.</param>
/// <param name="Failed">Counts towards giving up.</param>
/// <param name="Ambiguous">It may have arrived; the second such answer makes the row <c>uncertain</c>.</param>
/// <param name="ChatWait">Telegram: the next message to the chat not before this; null for mail.</param>
public sealed record RecordedOutcome(
    ClaimedKey Claimed,
    DeliveryState State,
    string? Reason,
    string? ExternalId,
    Duration? Delay,
    bool Failed,
    bool Ambiguous,
    Duration? ChatWait = null
);

/// <summary>What a last look before sending finds.</summary>
public sealed record LastLook(AddressState AddressState, int Consent, RunState RunState);

/// <summary>The rows of a run by state. They add up to all rows ever written for it.</summary>
public sealed record RunTotals(
    long Planned,
    long Sending,
    long Deferred,
    long Accepted,
    long Failed,
    long Suppressed,
    long Uncertain
)
{
    public long Open => Planned + Sending + Deferred;
    public long All => Open + Accepted + Failed + Suppressed + Uncertain;

    public static RunTotals Of(Func<DeliveryState, long> count) =>
        new(
            count(DeliveryState.Planned),
            count(DeliveryState.Sending),
            count(DeliveryState.Deferred),
            count(DeliveryState.Accepted),
            count(DeliveryState.Failed),
            count(DeliveryState.Suppressed),
            count(DeliveryState.Uncertain)
        );
}

/// <param name="Now">Rows due now, counted up to a thousand.</param>
/// <param name="Next">The earliest due time, in the past when rows are due.</param>
public sealed record DueSummary(int Now, Instant? Next);
