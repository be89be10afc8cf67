using Distributor.Articles.Topics;
using Distributor.Digests;
using Distributor.Planning.Summaries;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Subscribers.Saving;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Delivery.Sending;

/// <summary>
/// A row whose reader changed topics, pause or cadence after it was planned: is it still wanted, and in which edition? A
/// summary has no edition before it is claimed, and asks here too.
/// </summary>
public sealed class StillWanted(
    Database database,
    ILedger ledger,
    DigestPlanner digests,
    SummaryEditions summaries,
    IClock clock
)
{
    public const string Reason = "no longer wanted";
    public const string Muted = "muted";

    /// <returns>The edition to send, or why the row is not wanted.</returns>
    public async Task<(long? EditionId, string Reason)> EditionOfAsync(
        ClaimedDelivery row,
        CancellationToken cancellationToken
    )
    {
        if (row.RunKind is RunKind.Digest or RunKind.Summary)
        {
            var edition =
                row.RunKind == RunKind.Digest
                    ? await digests.ChooseAgainAsync(row, cancellationToken)
                    : await summaries.ChooseAsync(row, cancellationToken);
            if (edition is { } id && id != row.EditionId)
            {
                await ledger.ReassignAsync(row.Claimed, id, row.Consent, cancellationToken);
            }
            return (edition, Reason);
        }
        return row.RunKind == RunKind.Alert && await AgainstAlertAsync(row, cancellationToken) is { } against
            ? (null, against)
            : (row.EditionId, Reason);
    }

    /// <returns>Null when the alert is wanted.</returns>
    private async Task<string?> AgainstAlertAsync(ClaimedDelivery row, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var topics = await (
            from run in db.Runs
            where run.Id == row.Key.RunId
            join topic in db.ArticleTopics on run.ArticleId equals topic.ArticleId
            select topic.TopicId
        ).ToListAsync(cancellationToken);
        var followed = await (
            from run in db.Runs
            where run.Id == row.Key.RunId
            join article in db.Articles on run.ArticleId equals article.Id
            from subscription in db.Subscriptions
            where
                subscription.AddressId == row.Key.AddressId
                && (
                    subscription.Cadence == Cadence.Instant
                    || (subscription.Cadence == Cadence.Breaking && article.Breaking)
                )
            select subscription.TopicId
        ).ToListAsync(cancellationToken);
        if (!followed.Contains(Topic.EverythingId) && !topics.Exists(followed.Contains))
        {
            return Reason;
        }
        var muted = await MutedTopics.OfAsync(db, row.Key.AddressId, clock.GetCurrentInstant(), cancellationToken);
        return muted.Silences(topics, followed) ? Muted : null;
    }
}
