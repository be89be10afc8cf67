using System.Globalization;
using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Digests;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Subscribers.Bouncing;

/// <summary>
/// A group that became a supergroup has another chat id (Bot API <c>migrate_to_chat_id</c>). Its addresses get the new id; where
/// that is known already the two become one.
/// </summary>
public sealed class ChatMigration(Database database, ILedger ledger, IClock clock)
{
    /// <summary>All in one transaction; doing it again changes nothing.</summary>
    /// <param name="addressId">An address of the chat under its old id.</param>
    /// <param name="newChatId">The id it has now, decimal.</param>
    /// <returns>The address that now stands for <paramref name="addressId"/>: itself, or the one it was merged into.</returns>
    public async Task<long> MoveAsync(long addressId, string newChatId, CancellationToken cancellationToken)
    {
        var chat = long.Parse(newChatId, CultureInfo.InvariantCulture);
        var merged = new Dictionary<long, long>();
        await using (var db = database.CreateDbContext())
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            var old = await db
                .Addresses.Where(a => a.Id == addressId)
                .Select(a => a.ChatId)
                .SingleAsync(cancellationToken);
            if (old == chat)
            {
                return addressId;
            }
            var addresses = await db
                .Addresses.Include(a => a.Subscriptions)
                .Where(a => a.Channel == ChannelKind.Telegram && a.ChatId == old)
                .ToListAsync(cancellationToken);
            foreach (var address in addresses)
            {
                var thread = ChatAddress.TryParse(address.Value, out var before) ? before.Value.ThreadId : null;
                var value = new ChatAddress(chat, thread).Value;
                var known = await db
                    .Addresses.Include(a => a.Subscriptions)
                    .SingleOrDefaultAsync(
                        a => a.Channel == ChannelKind.Telegram && a.Value == value,
                        cancellationToken
                    );
                if (known is null)
                {
                    address.Value = value;
                }
                else
                {
                    Merge(db, address, known);
                    merged[address.Id] = known.Id;
                }
            }
            await db.SaveChangesAsync(cancellationToken);
            var gone = merged.Keys.ToList();
            await db
                .DigestSchedules.Where(schedule => gone.Contains(schedule.AddressId))
                .ExecuteUpdateAsync(
                    set => set.SetProperty(schedule => schedule.NextAt, NextDigest.NotDue),
                    cancellationToken
                );
            await transaction.CommitAsync(cancellationToken);
        }
        foreach (var address in merged.Keys)
        {
            await ledger.WithdrawAsync(address, "merged", cancellationToken);
        }
        return merged.GetValueOrDefault(addressId, addressId);
    }

    /// <summary>What the old one had asked for, the new one has too; the old one's history stays with it.</summary>
    private void Merge(DistributorDb db, Address old, Address known)
    {
        var now = clock.GetCurrentInstant();
        foreach (var wanted in old.Subscriptions)
        {
            if (!known.Subscriptions.Exists(s => s.TopicId == wanted.TopicId && s.Cadence == wanted.Cadence))
            {
                known.Subscriptions.Add(
                    new Subscription
                    {
                        TopicId = wanted.TopicId,
                        Cadence = wanted.Cadence,
                        CreatedAt = wanted.CreatedAt,
                    }
                );
            }
        }
        known.Consent++;
        old.State = AddressState.Bounced;
        old.StateReason = "merged with the chat's new id";
        old.StateSince = now;
        old.Consent++;
        db.SubscriptionEvents.Add(
            new SubscriptionEvent
            {
                AddressId = old.Id,
                Action = "merged",
                By = "delivery",
                At = now,
            }
        );
    }
}
