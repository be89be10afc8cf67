using Distributor.Channels;
using Distributor.Digests;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Subscribers.Bouncing;

/// <summary>
/// Puts addresses into service again whose chat is back: the bot was unblocked, added again, or started by its person. Topics
/// and hours are as they were; a digest says what came meanwhile, as its cursor stayed.
/// </summary>
public sealed class ChatComesBack(Database database, IClock clock)
{
    private const string By = "bot";

    /// <summary>
    /// The chat takes messages again. Who had unsubscribed or paused, before or meanwhile, is unsubscribed or paused again; who
    /// was never out of service stays as they are.
    /// </summary>
    /// <returns>How many addresses of the chat are active now that were not.</returns>
    public async Task<int> ReturnedAsync(long chatId, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var ids = await db
            .Addresses.Where(address =>
                address.Channel == ChannelKind.Telegram
                && address.ChatId == chatId
                && address.State == AddressState.Bounced
            )
            .Select(address => address.Id)
            .ToListAsync(cancellationToken);
        var active = 0;
        foreach (var id in ids)
        {
            active += await ChangeAsync(id, asked: false, cancellationToken) ? 1 : 0;
        }
        return active;
    }

    /// <summary>Somebody who may asked for messages again (<c>/start</c>): whatever it was, it is active now.</summary>
    /// <returns>False when it was active already.</returns>
    public Task<bool> StartedAsync(long addressId, CancellationToken cancellationToken) =>
        ChangeAsync(addressId, asked: true, cancellationToken);

    private async Task<bool> ChangeAsync(long addressId, bool asked, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Locks the row: of two that come back at once the second finds it done.
        await db
            .Addresses.Where(address => address.Id == addressId)
            .ExecuteUpdateAsync(
                set => set.SetProperty(address => address.Consent, address => address.Consent),
                cancellationToken
            );
        var address = await db
            .Addresses.Include(one => one.Schedules)
            .SingleOrDefaultAsync(one => one.Id == addressId, cancellationToken);
        if (address is null or { State: AddressState.Active } || (!asked && address.State != AddressState.Bounced))
        {
            return false;
        }
        var now = clock.GetCurrentInstant();
        var state = asked ? AddressState.Active : await BeforeAsync(db, address, now, cancellationToken);
        address.State = state;
        address.StateSince = now;
        address.StateReason = state == AddressState.Active ? null : "the chat is back";
        address.Consent++;
        if (asked)
        {
            address.PausedUntil = null;
        }
        foreach (var schedule in address.Schedules)
        {
            schedule.NextAt =
                state == AddressState.Active
                    ? NextDigest.After(now, schedule, TimeZones.Of(address.TimeZone))
                    : NextDigest.NotDue;
        }
        db.SubscriptionEvents.Add(Event(addressId, asked ? "confirmed" : "returned", now));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return state == AddressState.Active;
    }

    /// <summary>What the proof says of the whole address that is out of service: its last word counts.</summary>
    internal static async Task<AddressState> BeforeAsync(
        DistributorDb db,
        Address address,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        var said = await db
            .SubscriptionEvents.Where(happened => happened.AddressId == address.Id && happened.TopicId == null)
            .OrderBy(happened => happened.Id)
            .Select(happened => happened.Action)
            .ToListAsync(cancellationToken);
        var hadConfirmed = await db.SubscriptionEvents.AnyAsync(
            happened =>
                happened.AddressId == address.Id && (happened.Action == "confirmed" || happened.Action == "imported"),
            cancellationToken
        );
        return said.FindLast(action =>
            action is "unsubscribed" or "paused" or "resumed" or "confirmed" or "subscribed"
        ) switch
        {
            "unsubscribed" => AddressState.Unsubscribed,
            "paused" when address.PausedUntil is null || address.PausedUntil > now => AddressState.Paused,
            _ => hadConfirmed ? AddressState.Active : AddressState.Pending,
        };
    }

    private static SubscriptionEvent Event(long addressId, string action, Instant now) =>
        new()
        {
            AddressId = addressId,
            Action = action,
            By = By,
            At = now,
        };
}
