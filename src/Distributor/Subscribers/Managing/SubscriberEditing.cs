using Distributor.Articles.Topics;
using Distributor.Channels;
using Distributor.Storage;
using Distributor.Subscribers.Preferences;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Subscribers.Managing;

/// <summary>Changes to a person as a whole: the name, one more address.</summary>
public sealed class SubscriberEditing(Database database, AddressOpening opening, IClock clock)
{
    public const int LongestName = 200;

    /// <param name="name">Null or blank for none.</param>
    /// <returns>False when there is no such person.</returns>
    public async Task<bool> RenameAsync(long id, string? name, string by, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var person = await db.Subscribers.SingleOrDefaultAsync(one => one.Id == id, cancellationToken);
        if (person is null)
        {
            return false;
        }
        var wanted = string.IsNullOrWhiteSpace(name) ? null : name.Trim();
        if (wanted != person.Name)
        {
            person.Name = wanted;
            AddressAudit.Add(db, by, "subscriber.rename", id, null, null, clock.GetCurrentInstant());
            await db.SaveChangesAsync(cancellationToken);
        }
        return true;
    }

    /// <summary>A second mailbox or a chat, with the language, zone and topics of the first address.</summary>
    public async Task<AddressResult> AddAddressAsync(
        long subscriberId,
        NewAddress given,
        string by,
        CancellationToken cancellationToken
    )
    {
        await opening.PrepareAsync(cancellationToken);
        await using var db = database.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var person = await db
            .Subscribers.Include(one => one.Addresses)
                .ThenInclude(address => address.Subscriptions)
            .SingleOrDefaultAsync(one => one.Id == subscriberId, cancellationToken);
        if (person is null || person.Addresses.Exists(address => address.EraseAt is not null))
        {
            return new AddressResult(null, AddressRefusal.NoSuchPerson, given.Channel);
        }
        if (await opening.RefusalAsync(db, given.Channel, given.Value, cancellationToken) is { } refusal)
        {
            return refusal;
        }
        var first = person.Addresses.OrderBy(address => address.Id).FirstOrDefault();
        var topics = first?.Subscriptions.Select(one => one.TopicId).Distinct().ToList() ?? [];
        await opening.OpenAsync(
            db,
            person,
            given,
            new WishChange
            {
                Topics = WantedTopics.Of(
                    topics.Count == 0 ? [Topic.EverythingId] : topics,
                    [given.Channel == ChannelKind.Email ? Cadence.Daily : Cadence.Instant]
                ),
                Language = first?.Language,
                TimeZone = first?.TimeZone,
            },
            by,
            clock.GetCurrentInstant(),
            cancellationToken
        );
        await transaction.CommitAsync(cancellationToken);
        return new AddressResult(subscriberId, null);
    }
}
