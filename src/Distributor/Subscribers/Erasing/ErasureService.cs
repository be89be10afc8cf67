using Distributor.Delivery;
using Distributor.Storage;
using Distributor.Subscribers.Links;
using Distributor.Subscribers.Managing;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Subscribers.Erasing;

/// <summary>
/// Deletes people. What they asked for is gone at once and nothing but the goodbye mail goes to them; when that has gone the
/// addresses themselves follow, and only an HMAC of each stays, so that no import revives it. Longer than most files because it
/// is the one list of everything a deletion touches.
/// </summary>
public sealed class ErasureService(Database database, ILedger ledger, ForgottenAddresses forgotten, IClock clock)
{
    /// <summary>How long the goodbye mail may take; a relay that is down longer than that loses a courtesy, not a deletion.</summary>
    private static readonly Duration Patience = Duration.FromHours(24);

    private static readonly Duration Pause = Duration.FromMinutes(1);

    /// <summary>
    /// The person of this address is to be deleted: all their addresses are unsubscribed, and their topics, hours and name
    /// gone. <see cref="EraseDueAsync"/> does the rest a minute later, or when their last mail has gone.
    /// </summary>
    /// <param name="link">The link it was asked with; it works once.</param>
    /// <returns>False when the link was used before or the address is gone.</returns>
    public async Task<bool> BeginAsync(FreshLink link, CancellationToken cancellationToken)
    {
        List<long> ids;
        await using (var db = database.CreateDbContext())
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            var now = clock.GetCurrentInstant();
            if (!await UsedLinks.UseAsync(db, LinkPurpose.Data, link.Subject, now, cancellationToken))
            {
                return false;
            }
            var subscriberId = await db
                .Addresses.Where(a => a.Id == link.AddressId)
                .Select(a => (long?)a.SubscriberId)
                .SingleOrDefaultAsync(cancellationToken);
            if (subscriberId is not { } person)
            {
                return false;
            }
            ids = await BeginAsync(db, person, "asked to be deleted", now, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        await WithdrawAsync(ids, cancellationToken);
        return true;
    }

    /// <summary>An admin deletes a person, as <see cref="BeginAsync(FreshLink, CancellationToken)"/> does for the person's own wish; no mail says so.</summary>
    /// <param name="by">For the audit.</param>
    /// <returns>False when there is no such person any more.</returns>
    public async Task<bool> BeginAsync(long subscriberId, string by, CancellationToken cancellationToken)
    {
        List<long> ids;
        await using (var db = database.CreateDbContext())
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            var now = clock.GetCurrentInstant();
            ids = await BeginAsync(db, subscriberId, "deleted by " + by, now, cancellationToken);
            if (ids.Count == 0)
            {
                return false;
            }
            AddressAudit.Add(db, by, "subscriber.delete", subscriberId, $"{ids.Count} addresses", null, now);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        await WithdrawAsync(ids, cancellationToken);
        return true;
    }

    private static async Task<List<long>> BeginAsync(
        DistributorDb db,
        long subscriberId,
        string reason,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        var ids = await db
            .Addresses.Where(a => a.SubscriberId == subscriberId)
            .Select(a => a.Id)
            .ToListAsync(cancellationToken);
        await db
            .Addresses.Where(a => ids.Contains(a.Id))
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(a => a.State, AddressState.Unsubscribed)
                        .SetProperty(a => a.StateReason, reason)
                        .SetProperty(a => a.StateSince, now)
                        .SetProperty(a => a.PausedUntil, (Instant?)null)
                        .SetProperty(a => a.EraseAt, now + Pause)
                        .SetProperty(a => a.Consent, a => a.Consent + 1),
                cancellationToken
            );
        await ForgetWishesAsync(db, ids, cancellationToken);
        await db
            .Subscribers.Where(s => s.Id == subscriberId)
            .ExecuteUpdateAsync(
                set => set.SetProperty(s => s.Name, (string?)null).SetProperty(s => s.Attributes, (string?)null),
                cancellationToken
            );
        return ids;
    }

    private async Task WithdrawAsync(List<long> ids, CancellationToken cancellationToken)
    {
        foreach (var id in ids)
        {
            // The claim asks the address anyway, should this never come.
            await ledger.WithdrawAsync(id, "unsubscribed", cancellationToken);
        }
    }

    /// <summary>Erases the addresses whose time has come and whose last mail has gone, or waited long enough.</summary>
    /// <returns>How many.</returns>
    public async Task<int> EraseDueAsync(CancellationToken cancellationToken)
    {
        await forgotten.PrepareAsync(cancellationToken);
        var now = clock.GetCurrentInstant();
        await using var db = database.CreateDbContext();
        var due = await db
            .Addresses.Where(a => a.EraseAt <= now)
            .OrderBy(a => a.EraseAt)
            .Select(a => new { a.Id, EraseAt = a.EraseAt!.Value })
            .Take(1_000)
            .ToListAsync(cancellationToken);
        var erased = 0;
        foreach (var address in due)
        {
            if (address.EraseAt > now - Patience && await HasOpenRowsAsync(db, address.Id, cancellationToken))
            {
                continue;
            }
            await EraseAsync(address.Id, remember: true, cancellationToken);
            erased++;
        }
        return erased;
    }

    /// <summary>
    /// Sign-ups nobody confirmed in time, and the addresses that exist for nothing else. Those are not remembered: somebody else
    /// may have typed them.
    /// </summary>
    /// <returns>How many addresses.</returns>
    public async Task<int> ForgetUnconfirmedAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        await using var db = database.CreateDbContext();
        await db.SignUps.Where(s => s.ConfirmedAt == null && s.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken);
        await db.AddressMoves.Where(m => m.DoneAt == null && m.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken);
        // Only those the pages have made; an admin's pending rows wait for the admin.
        var left = await db
            .Addresses.Where(a =>
                a.State == AddressState.Pending
                && (a.StateReason == PendingReasons.SignUp || a.StateReason == PendingReasons.Move)
                && a.StateSince <= now - PendingReasons.Kept
                && !db.SignUps.Any(s => s.AddressId == a.Id)
                && !db.AddressMoves.Any(m => m.NewAddressId == a.Id)
            )
            .OrderBy(a => a.Id)
            .Select(a => a.Id)
            .Take(1_000)
            .ToListAsync(cancellationToken);
        foreach (var id in left)
        {
            await EraseAsync(id, remember: false, cancellationToken);
        }
        await BounceAgainAsync(db, now, cancellationToken);
        return left.Count;
    }

    /// <summary>Anybody may type an address that had bounced; unless its owner confirms, what was known of it holds again.</summary>
    private static Task<int> BounceAgainAsync(DistributorDb db, Instant now, CancellationToken cancellationToken) =>
        db
            .Addresses.Where(a =>
                a.State == AddressState.Pending
                && a.StateReason == PendingReasons.AfterBounce
                && a.StateSince <= now - PendingReasons.Kept
                && !db.SignUps.Any(s => s.AddressId == a.Id && s.ConfirmedAt == null)
            )
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(a => a.State, AddressState.Bounced)
                        .SetProperty(a => a.StateReason, "bounced; signed up again and not confirmed")
                        .SetProperty(a => a.StateSince, now)
                        .SetProperty(a => a.Consent, a => a.Consent + 1),
                cancellationToken
            );

    /// <summary>Deletes an address and everything about it but its rows of the ledger, which name nobody.</summary>
    public async Task EraseAsync(long addressId, bool remember, CancellationToken cancellationToken)
    {
        await ledger.WithdrawAsync(addressId, "deleted", cancellationToken);
        await using var db = database.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var address = await db.Addresses.AsNoTracking().SingleOrDefaultAsync(a => a.Id == addressId, cancellationToken);
        if (address is null)
        {
            return;
        }
        if (remember)
        {
            var hmac = await forgotten.MarkAsync(address.Channel, address.Value, cancellationToken);
            if (!await db.ForgottenAddresses.AnyAsync(f => f.Hmac == hmac, cancellationToken))
            {
                db.ForgottenAddresses.Add(new ForgottenAddress { Hmac = hmac, At = clock.GetCurrentInstant() });
            }
        }
        await ForgetWishesAsync(db, [addressId], cancellationToken);
        await BlankNoticesAsync(db, addressId, cancellationToken);
        await db.SubscriptionEvents.Where(e => e.AddressId == addressId).ExecuteDeleteAsync(cancellationToken);
        await db.Addresses.Where(a => a.Id == addressId).ExecuteDeleteAsync(cancellationToken);
        await db
            .Subscribers.Where(s =>
                s.Id == address.SubscriberId && !db.Addresses.Any(other => other.SubscriberId == s.Id)
            )
            .ExecuteDeleteAsync(cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task ForgetWishesAsync(DistributorDb db, List<long> ids, CancellationToken cancellationToken)
    {
        await db.Subscriptions.Where(s => ids.Contains(s.AddressId)).ExecuteDeleteAsync(cancellationToken);
        await db.DigestSchedules.Where(s => ids.Contains(s.AddressId)).ExecuteDeleteAsync(cancellationToken);
        await db.SignUps.Where(s => ids.Contains(s.AddressId)).ExecuteDeleteAsync(cancellationToken);
        await db
            .AddressMoves.Where(m => ids.Contains(m.AddressId) || ids.Contains(m.NewAddressId))
            .ExecuteDeleteAsync(cancellationToken);
        await db.TopicMutes.Where(m => ids.Contains(m.AddressId)).ExecuteDeleteAsync(cancellationToken);
        await db.SavedStories.Where(s => ids.Contains(s.AddressId)).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Notices are about one person: what they said goes with the person. Alerts and digests name nobody.</summary>
    private static async Task BlankNoticesAsync(DistributorDb db, long addressId, CancellationToken cancellationToken)
    {
        var editions = await (
            from run in db.Runs
            where run.Kind == RunKind.Notice
            join delivery in db.Deliveries
                on new { run.Day, RunId = run.Id } equals new { delivery.Day, delivery.RunId }
            where delivery.AddressId == addressId && delivery.EditionId != null
            select delivery.EditionId!.Value
        ).ToListAsync(cancellationToken);
        await db
            .Editions.Where(e => editions.Contains(e.Id))
            .ExecuteUpdateAsync(
                set => set.SetProperty(e => e.Contents, "{}").SetProperty(e => e.Rendered, (string?)null),
                cancellationToken
            );
    }

    /// <summary>Rows of notices only: everything else of a person to be deleted has been withdrawn.</summary>
    private static Task<bool> HasOpenRowsAsync(DistributorDb db, long addressId, CancellationToken cancellationToken) =>
        (
            from run in db.Runs
            where run.Kind == RunKind.Notice && run.FinishedAt == null
            join delivery in db.Deliveries
                on new { run.Day, RunId = run.Id } equals new { delivery.Day, delivery.RunId }
            where
                delivery.AddressId == addressId
                && (
                    delivery.State == DeliveryState.Planned
                    || delivery.State == DeliveryState.Sending
                    || delivery.State == DeliveryState.Deferred
                )
            select delivery.RunId
        ).AnyAsync(cancellationToken);
}
