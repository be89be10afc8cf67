using NodaTime;

namespace Distributor.Delivery;

/// <summary>
/// The ledger's verbs, once for each provider. Every verb is one transaction in which rows and counts change together, so
/// at every commit rows written = planned + sending + deferred + accepted + failed + suppressed + uncertain. Leases and
/// due times are in the database's clock.
/// </summary>
public interface ILedger
{
    /// <summary>
    /// Writes the rows of the next slice of addresses an alert run concerns, and moves the run's <c>planned_after</c>.
    /// Addresses whose channel and language have no edition of the run get none. Rows already there stay as they are.
    /// With a cap, addresses that had enough get a <c>suppressed</c> row (<c>in summary</c>) and, in the same transaction, a row
    /// of the summary run; those in quiet hours are not counted, their alerts wait anyway.
    /// </summary>
    /// <returns>How many rows are new, and whether there may be more addresses.</returns>
    Task<PlannedSlice> PlanAlertSliceAsync(AlertSlice slice, CancellationToken cancellationToken);

    /// <summary>
    /// Writes digest rows of one run (with a window; <c>suppressed</c> "nothing new" where there is no edition) and moves the
    /// schedules. A schedule changed since it was read is left alone and planned again later; where the row exists already,
    /// only the time of the next digest moves.
    /// </summary>
    /// <returns>How many rows are new.</returns>
    Task<int> PlanDigestsAsync(long runId, IReadOnlyList<PlannedDigest> digests, CancellationToken cancellationToken);

    /// <summary>
    /// Writes the edits of the next slice of chats an alert has reached, with the id of the message to change: <c>suppressed</c>
    /// "nothing changed" where the chat shows the words already, "no message to edit" where there is no single numeric id. Alerts
    /// not accepted yet and addresses not active get none. Rows already there stay as they are.
    /// </summary>
    /// <returns>How many rows are new, and whether there may be more addresses.</returns>
    Task<PlannedSlice> PlanEditSliceAsync(EditSlice slice, CancellationToken cancellationToken);

    /// <summary>Writes one row for one address of a run, for what a migrated chat still waits for.</summary>
    Task<int> PlanOneAsync(long runId, long addressId, long editionId, CancellationToken cancellationToken);

    /// <summary>Writes one row more for one address of a run of notices, whatever it has in that run already.</summary>
    /// <returns>1, or 0 when another notice to the address was planned in this moment, or run or address are gone.</returns>
    Task<int> PlanNoticeAsync(long runId, long addressId, long editionId, CancellationToken cancellationToken);

    /// <summary>What waits for the end of an address's quiet hours is due now: they have changed, and the claim decides anew.</summary>
    Task<int> WakeQuietAsync(long addressId, CancellationToken cancellationToken);

    /// <summary>Which of the addresses have more than <paramref name="most"/> alerts waiting for the end of quiet hours.</summary>
    Task<IReadOnlyList<long>> WaitingAlertsAsync(
        IReadOnlyList<long> addressIds,
        int most,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// For each address with more than <paramref name="most"/> alerts waiting for the end of quiet hours: suppresses them
    /// (<c>in summary</c>, the external id names the row that tells them) and writes that row of the summary run. A summary not
    /// yet claimed takes in more; one that was is left alone, and so are the alerts. Rows a claimer holds are left alone.
    /// </summary>
    /// <returns>How many alerts are suppressed now.</returns>
    Task<int> SummariseAsync(
        long summaryRunId,
        IReadOnlyList<SummarisedAddress> addresses,
        int most,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Takes due rows of the given lanes, highest priority first, and decides each: <c>sending</c> with a lease of 45 s,
    /// <c>deferred</c> (quiet hours, held run) or <c>suppressed</c>. Two claimers never get the same row.
    /// </summary>
    /// <remarks>
    /// Slots are reserved in the lane and the lane it belongs to. Of one chat at most one row is taken, and none while another is
    /// on the way, whoever holds it; the others are looked at again later.
    /// </remarks>
    /// <param name="lanes">Lanes that may send now.</param>
    /// <param name="limit">At most this many rows are looked at, 1–500.</param>
    /// <param name="slot">The claimer's own counter rows, so that instances do not wait for each other.</param>
    /// <returns>The rows that are now <c>sending</c>, and how many rows were looked at in all.</returns>
    Task<Claim> ClaimAsync(IReadOnlyList<ReadyLane> lanes, int limit, short slot, CancellationToken cancellationToken);

    /// <summary>
    /// Records a group of outcomes. An outcome whose attempt is not the row's, or whose row is not <c>sending</c>, changes
    /// nothing and leaves a <c>stale</c> event; failed, deferred and uncertain ones leave an event too.
    /// </summary>
    /// <returns>How many rows changed.</returns>
    Task<int> RecordAsync(IReadOnlyList<RecordedOutcome> outcomes, short slot, CancellationToken cancellationToken);

    /// <summary>Extends the leases of rows still on the wire to 45 s from now; rows of another attempt are left alone.</summary>
    Task<int> ExtendAsync(IReadOnlyList<ClaimedKey> keys, CancellationToken cancellationToken);

    /// <summary>What has become of claimed rows' addresses and runs, for a last look before sending.</summary>
    Task<IReadOnlyDictionary<DeliveryKey, LastLook>> LookAgainAsync(
        IReadOnlyList<DeliveryKey> keys,
        CancellationToken cancellationToken
    );

    /// <summary>Suppresses everything that waits for one address; rows being sent are told by their last look.</summary>
    Task<int> WithdrawAsync(long addressId, string reason, CancellationToken cancellationToken);

    /// <summary>Makes held rows of a run due again.</summary>
    Task<int> ReleaseAsync(long runId, CancellationToken cancellationToken);

    /// <summary>Suppresses (<c>cancelled</c>) what waits among the next slice of rows of a cancelled run; of another run, nothing.</summary>
    /// <param name="after">Only addresses with a greater id; 0 at first.</param>
    Task<PlannedSlice> CancelSliceAsync(long runId, long after, int size, CancellationToken cancellationToken);

    /// <summary>
    /// Suppresses (<c>retracted</c>) what waits among the next slice of rows of an alert whose article was retracted; of another
    /// run, nothing.
    /// </summary>
    Task<PlannedSlice> RetractSliceAsync(long runId, long after, int size, CancellationToken cancellationToken);

    /// <summary>
    /// Makes the next slice of rows suppressed as <c>retracted</c> planned and due again, when the article is no longer retracted, and
    /// opens the run if it was done. Rows of addresses that may not receive stay as they are.
    /// </summary>
    Task<PlannedSlice> RestoreSliceAsync(long runId, long after, int size, CancellationToken cancellationToken);

    /// <summary>
    /// Makes the next slice of failed rows of a run planned and due again, with a clean count of failures, and opens the run if it
    /// was done. Rows of addresses that may not receive, and of cancelled runs, stay as they are.
    /// </summary>
    /// <param name="onlyAddress">Only the rows of this address; null: of all.</param>
    Task<PlannedSlice> RetrySliceAsync(
        long runId,
        long? onlyAddress,
        long after,
        int size,
        CancellationToken cancellationToken
    );

    /// <summary>Names the edition a claimed digest row goes out with after its reader changed topics.</summary>
    Task<int> ReassignAsync(ClaimedKey key, long editionId, int consent, CancellationToken cancellationToken);

    /// <summary>The lanes of a channel that are not closed, and when each may send.</summary>
    Task<IReadOnlyList<ReadyLane>> ReadyLanesAsync(string channelLaneKey, CancellationToken cancellationToken);

    /// <summary>The lanes of a channel that were told to wait or are out of order, with all lanes under them.</summary>
    Task<IReadOnlyList<int>> HeldLanesAsync(string channelLaneKey, CancellationToken cancellationToken);

    /// <summary>Nothing leaves on the lane for this long; an earlier, longer wait stays.</summary>
    Task HoldLaneAsync(int laneId, Duration wait, string reason, CancellationToken cancellationToken);

    /// <summary>The lane is out of order: after a pause that grows each time, one message is let through.</summary>
    /// <param name="seen">The breakdowns known when the message was claimed; of many at once only the first counts.</param>
    /// <returns>True when this was that first one.</returns>
    Task<bool> BreakLaneAsync(int laneId, string reason, int seen, CancellationToken cancellationToken);

    /// <summary>A message arrived: the lane is in order again.</summary>
    /// <returns>True when it was not before.</returns>
    Task<bool> MendLaneAsync(int laneId, CancellationToken cancellationToken);

    /// <summary>Counts per state, summed over writers; states without rows are 0.</summary>
    Task<RunTotals> CountAsync(long runId, CancellationToken cancellationToken);

    /// <summary>The earliest due time among a run's open rows, null when none is due at any time.</summary>
    Task<Instant?> NextDueAsync(long runId, CancellationToken cancellationToken);

    /// <summary>Marks a run done when it is planned and none of its rows is open.</summary>
    /// <returns>True when the run is finished now.</returns>
    Task<bool> FinishAsync(long runId, CancellationToken cancellationToken);

    /// <summary>Over all unfinished runs: rows due now, and the earliest due time.</summary>
    Task<DueSummary> DueAsync(CancellationToken cancellationToken);
}
