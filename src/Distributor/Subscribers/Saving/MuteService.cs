using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Subscribers.Saving;

/// <summary>
/// Mutes a topic for one address, and ends it early. Each raises the address's consent number, so that rows planned before are
/// looked at again when they are claimed.
/// </summary>
public sealed class MuteService(Database database, IClock clock)
{
    /// <summary>Muted again means until this time; doing it twice changes nothing.</summary>
    public async Task MuteAsync(long addressId, int topicId, Instant until, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var mute = await db.TopicMutes.SingleOrDefaultAsync(
            one => one.AddressId == addressId && one.TopicId == topicId,
            cancellationToken
        );
        if (mute is null)
        {
            mute = new TopicMute
            {
                AddressId = addressId,
                TopicId = topicId,
                Until = until,
                CreatedAt = clock.GetCurrentInstant(),
            };
            db.TopicMutes.Add(mute);
        }
        mute.Until = until;
        await db.SaveChangesAsync(cancellationToken);
        await RaiseConsentAsync(db, addressId, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Doing it again changes nothing.</summary>
    public async Task UnmuteAsync(long addressId, int topicId, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var gone = await db
            .TopicMutes.Where(mute => mute.AddressId == addressId && mute.TopicId == topicId)
            .ExecuteDeleteAsync(cancellationToken);
        if (gone > 0)
        {
            await RaiseConsentAsync(db, addressId, cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Forgets what is over.</summary>
    public async Task<int> ForgetAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        await using var db = database.CreateDbContext();
        return await db.TopicMutes.Where(mute => mute.Until <= now).ExecuteDeleteAsync(cancellationToken);
    }

    private static Task<int> RaiseConsentAsync(DistributorDb db, long addressId, CancellationToken cancellationToken) =>
        db
            .Addresses.Where(address => address.Id == addressId)
            .ExecuteUpdateAsync(
                set => set.SetProperty(address => address.Consent, address => address.Consent + 1),
                cancellationToken
            );
}
