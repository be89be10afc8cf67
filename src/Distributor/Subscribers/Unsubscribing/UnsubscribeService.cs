using Distributor.Delivery;
using Distributor.Digests;
using Distributor.Storage;
using Distributor.Subscribers.Managing;
using Distributor.Subscribers.Preferences;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Subscribers.Unsubscribing;

/// <summary>
/// Ends and restores everything an address receives. Topics and hours stay, so that an undo brings them back; a digest
/// restored later says what came meanwhile, because its cursor stays too.
/// </summary>
public sealed class UnsubscribeService(Database database, ILedger ledger, IClock clock)
{
    /// <summary>Doing it again changes nothing. An address that bounced stays bounced: it gets nothing either way.</summary>
    /// <param name="by"><c>reader</c>, <c>mail client</c>, <c>bot</c> or <c>admin:…</c>.</param>
    /// <returns>False when there is no such address any more.</returns>
    public Task<bool> UnsubscribeAsync(long addressId, string by, CancellationToken cancellationToken) =>
        UnsubscribeAsync(addressId, by, null, cancellationToken);

    /// <param name="note">Why, in an admin's words; shown with the state.</param>
    /// <inheritdoc cref="UnsubscribeAsync(long, string, CancellationToken)"/>
    public async Task<bool> UnsubscribeAsync(
        long addressId,
        string by,
        string? note,
        CancellationToken cancellationToken
    )
    {
        var reason = "unsubscribed by " + by + (note is null ? "" : ": " + note);
        await using (var db = database.CreateDbContext())
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            var now = clock.GetCurrentInstant();
            // One statement, so that two clicks at once are one unsubscription.
            var changed = await db
                .Addresses.Where(address =>
                    address.Id == addressId
                    && address.State != AddressState.Unsubscribed
                    && address.State != AddressState.Bounced
                )
                .ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(address => address.State, AddressState.Unsubscribed)
                            .SetProperty(address => address.StateReason, reason)
                            .SetProperty(address => address.StateSince, now)
                            .SetProperty(address => address.PausedUntil, (Instant?)null)
                            .SetProperty(address => address.Consent, address => address.Consent + 1),
                    cancellationToken
                );
            if (changed == 0)
            {
                var known = await db
                    .Addresses.Where(address => address.Id == addressId)
                    .Select(address => (AddressState?)address.State)
                    .SingleOrDefaultAsync(cancellationToken);
                if (known == AddressState.Bounced && !await HasSaidSoAsync(db, addressId, cancellationToken))
                {
                    // For when the chat comes back: it must not bring back who wants nothing.
                    Record(db, addressId, "unsubscribed", by, now);
                    await db.SaveChangesAsync(cancellationToken);
                }
                await transaction.CommitAsync(cancellationToken);
                // Again, should the first time have been cut off between the state and the rows.
                await ledger.WithdrawAsync(addressId, "unsubscribed", cancellationToken);
                return known is not null;
            }
            await db
                .DigestSchedules.Where(schedule => schedule.AddressId == addressId)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(schedule => schedule.NextAt, NextDigest.NotDue),
                    cancellationToken
                );
            Record(db, addressId, "unsubscribed", by, now);
            if (AddressAudit.IsAudited(by))
            {
                var address = await db.Addresses.AsNoTracking().SingleAsync(a => a.Id == addressId, cancellationToken);
                var after = $"{AddressAudit.Name(address)}: unsubscribed{(note is null ? "" : $" ({note})")}";
                AddressAudit.Add(db, by, "subscriber.unsubscribe", address.SubscriberId, null, after, now);
            }
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        // The ledger's own transaction. It may come late or, after a crash, not at all: the address says already that it
        // wants nothing, and the claim asks the address, so no waiting row goes out in between.
        await ledger.WithdrawAsync(addressId, "unsubscribed", cancellationToken);
        return true;
    }

    /// <summary>
    /// Takes an unsubscription back. Who had confirmed is active again with the same topics and hours, who had not is
    /// pending again; messages withdrawn meanwhile stay withdrawn.
    /// </summary>
    /// <returns>False when the address is not unsubscribed, or asked to be deleted.</returns>
    public async Task<bool> UndoAsync(long addressId, string by, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await PreferenceService.LockAsync(db, addressId, cancellationToken);
        var address = await db
            .Addresses.Include(one => one.Schedules)
            .SingleOrDefaultAsync(one => one.Id == addressId, cancellationToken);
        if (address is not { State: AddressState.Unsubscribed, EraseAt: null })
        {
            return false;
        }
        var now = clock.GetCurrentInstant();
        // Only who was active can have paused; an import may say so of somebody new.
        var hadConfirmed = await db.SubscriptionEvents.AnyAsync(
            happened =>
                happened.AddressId == addressId
                && (happened.Action == "confirmed" || happened.Action == "imported" || happened.Action == "paused"),
            cancellationToken
        );
        address.State = hadConfirmed ? AddressState.Active : AddressState.Pending;
        address.StateReason = null;
        address.StateSince = now;
        address.Consent++;
        if (hadConfirmed)
        {
            foreach (var schedule in address.Schedules)
            {
                schedule.NextAt = NextDigest.After(now, schedule, TimeZones.Of(address.TimeZone));
            }
        }
        Record(db, addressId, "subscribed", by, now);
        AddressAudit.Add(
            db,
            by,
            "subscriber.resubscribe",
            address.SubscriberId,
            $"{AddressAudit.Name(address)}: unsubscribed",
            $"{AddressAudit.Name(address)}: {address.State.ToWord()}",
            now
        );
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>An admin or a program unsubscribed it, not its owner: they may also take it back.</summary>
    public static bool WasByAdmin(Address address) => WasByAdmin(address.State, address.StateReason);

    /// <inheritdoc cref="WasByAdmin(Address)"/>
    public static bool WasByAdmin(AddressState state, string? reason) =>
        state == AddressState.Unsubscribed
        && reason is not null
        && (
            reason.StartsWith("unsubscribed by admin:", StringComparison.Ordinal)
            || reason.StartsWith("unsubscribed by api:", StringComparison.Ordinal)
        );

    /// <summary>The last word about the whole address, but for what the outside says of it, is an unsubscription.</summary>
    private static async Task<bool> HasSaidSoAsync(
        DistributorDb db,
        long addressId,
        CancellationToken cancellationToken
    ) =>
        await db
            .SubscriptionEvents.Where(happened =>
                happened.AddressId == addressId && happened.TopicId == null && happened.Action != "bounced"
            )
            .OrderByDescending(happened => happened.Id)
            .Select(happened => happened.Action)
            .FirstOrDefaultAsync(cancellationToken) == "unsubscribed";

    private static void Record(DistributorDb db, long addressId, string action, string by, Instant now) =>
        db.SubscriptionEvents.Add(
            new SubscriptionEvent
            {
                AddressId = addressId,
                Action = action,
                By = by,
                At = now,
            }
        );
}
