using Distributor.Articles.Topics;
using Distributor.Digests;
using Distributor.Planning.Summaries;
using Distributor.Storage;
using Distributor.Subscribers;
using Microsoft.EntityFrameworkCore;

namespace Distributor.Delivery.Sending;

/// <summary>
/// A row whose reader changed topics, pause or cadence after it was planned: is it still wanted, and in which edition? A
/// summary has no edition before it is claimed, and asks here too.
/// </summary>
public sealed class StillWanted(Database database, ILedger ledger, DigestPlanner digests, SummaryEditions summaries)
{
    public const string Reason = "no longer wanted";

    /// <returns>The edition to send, or null when the row is no longer wanted.</returns>
    public async Task<long?> EditionOfAsync(ClaimedDelivery row, CancellationToken cancellationToken)
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
            return edition;
        }
        return row.RunKind != RunKind.Alert || await WantsAlertAsync(row, cancellationToken) ? row.EditionId : null;
    }

    private async Task<bool> WantsAlertAsync(ClaimedDelivery row, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        return await (
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
                && (
                    subscription.TopicId == Topic.EverythingId
                    || db.ArticleTopics.Any(topic =>
                        topic.ArticleId == article.Id && topic.TopicId == subscription.TopicId
                    )
                )
            select subscription.AddressId
        ).AnyAsync(cancellationToken);
    }
}
