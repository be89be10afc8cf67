using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Storage;
using Distributor.Subscribers.Preferences;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Subscribers.Managing;

/// <summary>Gives a person an address on an admin's word: active at once, with that word as the recorded consent.</summary>
public sealed class AddressOpening(ForgottenAddresses forgotten, PreferenceService preferences)
{
    /// <summary>To be called before a transaction is begun.</summary>
    public Task PrepareAsync(CancellationToken cancellationToken) => forgotten.PrepareAsync(cancellationToken);

    /// <returns>Why not; null when it may be given.</returns>
    public async Task<AddressResult?> RefusalAsync(
        DistributorDb db,
        ChannelKind channel,
        string value,
        CancellationToken cancellationToken
    )
    {
        var owner = await db
            .Addresses.Where(a => a.Channel == channel && a.Value == value)
            .Select(a => (long?)a.SubscriberId)
            .SingleOrDefaultAsync(cancellationToken);
        if (owner is not null)
        {
            return new AddressResult(owner, AddressRefusal.Taken, channel);
        }
        var hmac = await forgotten.MarkAsync(channel, value, cancellationToken);
        return await db.ForgottenAddresses.AnyAsync(f => f.Hmac == hmac, cancellationToken)
            ? new AddressResult(null, AddressRefusal.Forgotten, channel)
            : null;
    }

    /// <summary>In the caller's transaction.</summary>
    /// <param name="wishes">Topics, language and zone must be in it.</param>
    public async Task<Address> OpenAsync(
        DistributorDb db,
        Subscriber person,
        NewAddress given,
        WishChange wishes,
        string by,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        var address = new Address
        {
            Subscriber = person,
            Channel = given.Channel,
            Value = given.Value,
            WrittenAs = given.WrittenAs,
            State = AddressState.Active,
            StateSince = now,
            LaneId = ReceivingDomains.LaneOf(given.Channel, given.Value),
            Language = wishes.Language ?? "en",
            TimeZone = wishes.TimeZone ?? "UTC",
            CreatedAt = now,
        };
        db.Addresses.Add(address);
        await db.SaveChangesAsync(cancellationToken);
        db.SubscriptionEvents.Add(
            new SubscriptionEvent
            {
                AddressId = address.Id,
                Action = "confirmed",
                By = by,
                At = now,
            }
        );
        var editor = new WishEditor(address, wishes, await preferences.StartAsync(db, cancellationToken), by, now);
        editor.Apply();
        db.SubscriptionEvents.AddRange(editor.Events);
        AddressAudit.Add(db, by, "subscriber.address", person.Id, null, WishText.Of(address), now);
        await db.SaveChangesAsync(cancellationToken);
        return address;
    }
}
