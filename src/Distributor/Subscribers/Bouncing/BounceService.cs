using Distributor.Delivery;
using Distributor.Digests;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Subscribers.Bouncing;

/// <summary>
/// Takes addresses out of service that the outside says are gone. The row stays, with the reason and the time; topics and hours
/// stay too, for when the chat comes back.
/// </summary>
public sealed class BounceService(Database database, ILedger ledger, IClock clock)
{
    private const string By = "delivery";

    /// <summary>Doing it again changes nothing. Who is unsubscribed stays so: it gets nothing either way.</summary>
    /// <param name="isWholeChat">Every forum topic of the address's chat too.</param>
    /// <param name="reason">In words for an admin.</param>
    public async Task GoneAsync(long addressId, bool isWholeChat, string reason, CancellationToken cancellationToken)
    {
        foreach (var id in await AddressesAsync(addressId, isWholeChat, cancellationToken))
        {
            await OneAsync(id, reason, cancellationToken);
        }
    }

    private async Task<List<long>> AddressesAsync(long addressId, bool isWholeChat, CancellationToken cancellationToken)
    {
        if (!isWholeChat)
        {
            return [addressId];
        }
        await using var db = database.CreateDbContext();
        return await (
            from own in db.Addresses
            where own.Id == addressId
            from other in db.Addresses
            where other.Id == own.Id || (own.ChatId != null && other.ChatId == own.ChatId)
            select other.Id
        ).ToListAsync(cancellationToken);
    }

    private async Task OneAsync(long addressId, string reason, CancellationToken cancellationToken)
    {
        await using (var db = database.CreateDbContext())
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            var now = clock.GetCurrentInstant();
            var changed = await db
                .Addresses.Where(address =>
                    address.Id == addressId
                    && address.State != AddressState.Unsubscribed
                    && address.State != AddressState.Bounced
                )
                .ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(address => address.State, AddressState.Bounced)
                            .SetProperty(address => address.StateReason, reason)
                            .SetProperty(address => address.StateSince, now)
                            .SetProperty(address => address.Consent, address => address.Consent + 1),
                    cancellationToken
                );
            if (changed > 0)
            {
                await db
                    .DigestSchedules.Where(schedule => schedule.AddressId == addressId)
                    .ExecuteUpdateAsync(
                        set => set.SetProperty(schedule => schedule.NextAt, NextDigest.NotDue),
                        cancellationToken
                    );
                db.SubscriptionEvents.Add(
                    new SubscriptionEvent
                    {
                        AddressId = addressId,
                        Action = "bounced",
                        By = By,
                        At = now,
                    }
                );
                await db.SaveChangesAsync(cancellationToken);
            }
            await transaction.CommitAsync(cancellationToken);
        }
        // The ledger's own transaction; should it never come, the claim asks the address anyway.
        await ledger.WithdrawAsync(addressId, "bounced", cancellationToken);
    }
}
