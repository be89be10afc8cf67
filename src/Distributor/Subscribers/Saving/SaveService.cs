using Distributor.Digests;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Subscribers.Saving;

/// <summary>Where a saved story will be read.</summary>
/// <param name="AddressId">The address whose digest brings it, another one of the same person perhaps.</param>
public sealed record SavedFor(long AddressId, Cadence Cadence, Instant NextAt);

/// <summary>
/// Puts a story aside for the next digest. The save takes a sequence number of its own, so the story lies in the window of the
/// next digest planned after it, and in no other.
/// </summary>
public sealed class SaveService(Database database, IClock clock)
{
    /// <summary>What no digest fetched in this time is fetched by none: its address is paused or gone.</summary>
    private static readonly Duration Kept = Duration.FromDays(90);

    /// <summary>Doing it again before the digest changes nothing.</summary>
    /// <param name="addressId">Where it was saved: its own digest comes first, then one of the person's other addresses.</param>
    /// <returns>Null when the person gets no digest; nothing is saved then.</returns>
    public async Task<SavedFor?> SaveAsync(long addressId, long storyId, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var schedule = await (
            from own in db.Addresses
            where own.Id == addressId
            join address in db.Addresses on own.SubscriberId equals address.SubscriberId
            where address.State == AddressState.Active
            join one in db.DigestSchedules on address.Id equals one.AddressId
            where one.NextAt != NextDigest.NotDue
            orderby address.Id == addressId ? 0 : 1, one.Cadence, address.Id
            select one
        )
            .AsNoTracking()
            .FirstOrDefaultAsync(cancellationToken);
        if (schedule is null)
        {
            return null;
        }
        var saved = await db.SavedStories.SingleOrDefaultAsync(
            one => one.AddressId == schedule.AddressId && one.StoryId == storyId,
            cancellationToken
        );
        if (saved is null || saved.AtSequence <= schedule.Cursor)
        {
            // Locks the row till the end: numbers become visible in order.
            await db.ArticleSequences.ExecuteUpdateAsync(
                set => set.SetProperty(sequence => sequence.Value, sequence => sequence.Value + 1),
                cancellationToken
            );
            var number = await db.ArticleSequences.Select(sequence => sequence.Value).SingleAsync(cancellationToken);
            if (saved is null)
            {
                saved = new SavedStory
                {
                    AddressId = schedule.AddressId,
                    StoryId = storyId,
                    AtSequence = number,
                    SavedAt = clock.GetCurrentInstant(),
                };
                db.SavedStories.Add(saved);
            }
            saved.AtSequence = number;
            await db.SaveChangesAsync(cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
        return new SavedFor(schedule.AddressId, schedule.Cadence, schedule.NextAt);
    }

    /// <summary>Takes it back, whichever of the person's digests would bring it. Doing it again changes nothing.</summary>
    public async Task UndoAsync(long addressId, long storyId, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        await db
            .SavedStories.Where(saved =>
                saved.StoryId == storyId
                && db.Addresses.Any(own =>
                    own.Id == addressId
                    && db.Addresses.Any(other => other.Id == saved.AddressId && other.SubscriberId == own.SubscriberId)
                )
            )
            .ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Forgets what lies too long.</summary>
    public async Task<int> ForgetAsync(CancellationToken cancellationToken)
    {
        var before = clock.GetCurrentInstant() - Kept;
        await using var db = database.CreateDbContext();
        return await db.SavedStories.Where(saved => saved.SavedAt < before).ExecuteDeleteAsync(cancellationToken);
    }
}
