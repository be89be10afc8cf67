using Distributor.Storage;
using Distributor.Subscribers;
using Microsoft.EntityFrameworkCore;

namespace Distributor.Digests;

/// <summary>
/// The stories that readers put aside for their next digest. Each lies in the window of one digest, however often that is
/// planned; who has a daily and a weekly one finds it in the daily.
/// </summary>
internal sealed class SavedForDigests
{
    private readonly ILookup<long, (long Story, long At)> saved;
    private readonly HashSet<long> daily;

    private SavedForDigests(ILookup<long, (long Story, long At)> saved, HashSet<long> daily)
    {
        this.saved = saved;
        this.daily = daily;
    }

    /// <summary>All of them, whoever saved them.</summary>
    public IReadOnlyCollection<long> Stories =>
        saved.SelectMany(address => address.Select(one => one.Story)).ToHashSet();

    public IReadOnlySet<long> Of(long addressId, Cadence cadence, long windowFrom, long windowTo) =>
        cadence == Cadence.Weekly && daily.Contains(addressId)
            ? new HashSet<long>()
            : saved[addressId]
                .Where(one => one.At > windowFrom && one.At <= windowTo)
                .Select(one => one.Story)
                .ToHashSet();

    public static async Task<SavedForDigests> ReadAsync(
        DistributorDb db,
        IReadOnlyCollection<long> addressIds,
        CancellationToken cancellationToken
    )
    {
        var saved = await db
            .SavedStories.Where(one => addressIds.Contains(one.AddressId))
            .Select(one => new
            {
                one.AddressId,
                one.StoryId,
                one.AtSequence,
            })
            .ToListAsync(cancellationToken);
        var savers = saved.Select(one => one.AddressId).Distinct().ToList();
        var daily =
            savers.Count == 0
                ? []
                : await db
                    .DigestSchedules.Where(schedule =>
                        schedule.Cadence == Cadence.Daily
                        && schedule.NextAt != NextDigest.NotDue
                        && savers.Contains(schedule.AddressId)
                    )
                    .Select(schedule => schedule.AddressId)
                    .ToListAsync(cancellationToken);
        return new SavedForDigests(
            saved.ToLookup(one => one.AddressId, one => (one.StoryId, one.AtSequence)),
            [.. daily]
        );
    }
}
