using System.Globalization;
using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Digests;
using Distributor.Storage;
using Distributor.Subscribers.Saving;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Subscribers.Bouncing;

/// <summary>
/// A group that became a supergroup has another chat id (Bot API <c>migrate_to_chat_id</c>). Its addresses get the new id; where
/// that is known already the two become one.
/// </summary>
public sealed class ChatMigration(Database database, ILedger ledger, IClock clock)
{
    /// <summary>
    /// Doing it again changes nothing. What waits for an address that becomes one with another is planned for that one before the
    /// move is written, so that a kill in between loses nothing.
    /// </summary>
    /// <param name="addressId">An address of the chat under its old id.</param>
    /// <param name="newChatId">The id it has now, decimal; what follows a slash is a forum topic and left alone.</param>
    /// <returns>The address that now stands for <paramref name="addressId"/>: itself, or the one it was merged into.</returns>
    public async Task<long> MoveAsync(long addressId, string newChatId, CancellationToken cancellationToken)
    {
        var chat = long.Parse(newChatId.Split('/')[0], CultureInfo.InvariantCulture);
        await using var db = database.CreateDbContext();
        var old = await db.Addresses.Where(a => a.Id == addressId).Select(a => a.ChatId).SingleAsync(cancellationToken);
        if (old == chat)
        {
            return addressId;
        }
        var addresses = await db
            .Addresses.Include(a => a.Subscriptions)
            .Include(a => a.Schedules)
            .Where(a => a.Channel == ChannelKind.Telegram && a.ChatId == old)
            .ToListAsync(cancellationToken);
        var known = (
            await db
                .Addresses.Include(a => a.Subscriptions)
                .Include(a => a.Schedules)
                .Where(a => a.Channel == ChannelKind.Telegram && a.ChatId == chat)
                .ToListAsync(cancellationToken)
        ).ToDictionary(a => a.Value);
        var merged = new Dictionary<long, long>();
        foreach (var address in addresses)
        {
            var thread = ChatAddress.TryParse(address.Value, out var before) ? before.Value.ThreadId : null;
            var value = new ChatAddress(chat, thread).Value;
            if (known.TryGetValue(value, out var other))
            {
                await HandOverAsync(address.Id, other.Id, digests: false, cancellationToken);
                Merge(db, address, other);
                merged[address.Id] = other.Id;
            }
            else
            {
                address.Value = value;
            }
        }
        await db.SaveChangesAsync(cancellationToken);
        foreach (var (from, to) in merged)
        {
            await TakeAlongAsync(db, from, to, cancellationToken);
            // After the move: a digest planned under an older consent number would be chosen anew.
            await HandOverAsync(from, to, digests: true, cancellationToken);
            await ledger.WithdrawAsync(from, "merged", cancellationToken);
        }
        return merged.GetValueOrDefault(addressId, addressId);
    }

    /// <summary>Plans for one address what waits for, or is just being sent to, the other; what it has already it does not get twice.</summary>
    private async Task HandOverAsync(long old, long known, bool digests, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var waiting = await (
            from row in db.Deliveries
            join run in db.Runs on row.RunId equals run.Id
            where
                row.AddressId == old
                && row.EditionId != null
                && (
                    row.State == DeliveryState.Planned
                    || row.State == DeliveryState.Deferred
                    || row.State == DeliveryState.Sending
                )
                && run.Kind != RunKind.Edit
                && (run.Kind == RunKind.Digest) == digests
            select new { row.RunId, EditionId = row.EditionId!.Value }
        ).ToListAsync(cancellationToken);
        foreach (var row in waiting)
        {
            await ledger.PlanOneAsync(row.RunId, known, row.EditionId, cancellationToken);
        }
    }

    /// <summary>Mutes and saved stories; where both have one, the new one's stays.</summary>
    private static async Task TakeAlongAsync(
        DistributorDb db,
        long old,
        long known,
        CancellationToken cancellationToken
    )
    {
        var mutes = await db
            .TopicMutes.AsNoTracking()
            .Where(mute => mute.AddressId == old)
            .Where(mute => !db.TopicMutes.Any(other => other.AddressId == known && other.TopicId == mute.TopicId))
            .ToListAsync(cancellationToken);
        foreach (var mute in mutes)
        {
            db.TopicMutes.Add(
                new TopicMute
                {
                    AddressId = known,
                    TopicId = mute.TopicId,
                    Until = mute.Until,
                    CreatedAt = mute.CreatedAt,
                }
            );
        }
        var stories = await db
            .SavedStories.AsNoTracking()
            .Where(saved => saved.AddressId == old)
            .Where(saved => !db.SavedStories.Any(other => other.AddressId == known && other.StoryId == saved.StoryId))
            .ToListAsync(cancellationToken);
        foreach (var saved in stories)
        {
            db.SavedStories.Add(
                new SavedStory
                {
                    AddressId = known,
                    StoryId = saved.StoryId,
                    AtSequence = saved.AtSequence,
                    SavedAt = saved.SavedAt,
                }
            );
        }
        await db.SaveChangesAsync(cancellationToken);
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
        foreach (var schedule in old.Schedules)
        {
            if (!known.Schedules.Exists(s => s.Cadence == schedule.Cadence))
            {
                known.Schedules.Add(
                    new DigestSchedule
                    {
                        Cadence = schedule.Cadence,
                        LocalTime = schedule.LocalTime,
                        Weekday = schedule.Weekday,
                        MaxStories = schedule.MaxStories,
                        Cursor = schedule.Cursor,
                        NextAt = schedule.NextAt,
                    }
                );
            }
            schedule.NextAt = NextDigest.NotDue;
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
