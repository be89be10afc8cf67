using Distributor.Channels;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Subscribers.Moving;

/// <summary>The change itself, once both ends have said yes.</summary>
public sealed class MovedEnds(ForgottenAddresses forgotten)
{
    private static readonly Duration GoodbyeTime = Duration.FromMinutes(1);

    /// <summary>
    /// The reader's address, with its history, takes the new value; the row of the new end takes the old one, to be told and then
    /// erased. So the links in all mails of the past stay the reader's.
    /// </summary>
    /// <returns>The new address as written; null, and nothing changed, when somebody reads us there by now or either end is deleted.</returns>
    public async Task<string?> SwapAsync(
        DistributorDb db,
        AddressMove move,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        var old = await db.Addresses.SingleAsync(a => a.Id == move.AddressId, cancellationToken);
        var there = await db.Addresses.SingleAsync(a => a.Id == move.NewAddressId, cancellationToken);
        if (!IsFree(there) || old.EraseAt is not null)
        {
            return null;
        }
        move.DoneAt = now;
        var (oldValue, oldWritten, oldLane) = (old.Value, old.WrittenAs, old.LaneId);
        var (newValue, newWritten, newLane) = (there.Value, there.WrittenAs, there.LaneId);
        // Values are unique: for a moment one of them is nobody's.
        there.Value = "moving:" + there.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await db.SaveChangesAsync(cancellationToken);
        (old.Value, old.WrittenAs, old.LaneId) = (newValue, newWritten, newLane);
        old.Consent++;
        if (old.State == AddressState.Bounced)
        {
            (old.State, old.StateReason, old.StateSince) = (AddressState.Active, null, now);
        }
        await db.SaveChangesAsync(cancellationToken);
        (there.Value, there.WrittenAs, there.LaneId) = (oldValue, oldWritten, oldLane);
        there.State = AddressState.Unsubscribed;
        there.StateReason = "moved to another address";
        there.StateSince = now;
        there.EraseAt = now + GoodbyeTime;
        db.SubscriptionEvents.Add(
            new SubscriptionEvent
            {
                AddressId = old.Id,
                Action = "moved",
                By = "reader",
                At = now,
            }
        );
        var hmac = await forgotten.MarkAsync(ChannelKind.Email, newValue, cancellationToken);
        await db.ForgottenAddresses.Where(f => f.Hmac == hmac).ExecuteDeleteAsync(cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await CloseLinksAsync(db, move, cancellationToken);
        return newWritten ?? newValue;
    }

    /// <summary>Nobody reads us there: it is new, was never confirmed, or has left.</summary>
    public static bool IsFree(Address address) =>
        address is { State: AddressState.Pending or AddressState.Unsubscribed, EraseAt: null };

    /// <summary>
    /// The rows have changed mailboxes: what was mailed before to one of them, and is still open, must not work for the other.
    /// </summary>
    private static async Task CloseLinksAsync(DistributorDb db, AddressMove move, CancellationToken cancellationToken)
    {
        long[] ends = [move.AddressId, move.NewAddressId];
        await db
            .AddressMoves.Where(m =>
                m.Id != move.Id && m.DoneAt == null && (ends.Contains(m.AddressId) || ends.Contains(m.NewAddressId))
            )
            .ExecuteDeleteAsync(cancellationToken);
        await db
            .SignUps.Where(s => s.ConfirmedAt == null && ends.Contains(s.AddressId))
            .ExecuteDeleteAsync(cancellationToken);
    }
}
