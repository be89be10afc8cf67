using Distributor.Storage;
using Distributor.Subscribers;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Dashboard.Overview;

/// <summary>Digests that are planned next.</summary>
/// <param name="Readers">At most <see cref="DigestForecast.CountedReaders"/>; one more means "more than that".</param>
/// <param name="Zones">Their zones in words, the commonest first, with the local time there.</param>
public sealed record NextDigests(Instant At, int Readers, IReadOnlyList<(string Place, LocalTime Time)> Zones);

/// <summary>The next times at which digests go out, found by skipping through the index of schedules: nothing counts the table.</summary>
public sealed class DigestForecast(Database database)
{
    public const int CountedReaders = 1_000;
    private const int ZonesShown = 4;

    /// <summary>A week has every weekly digest; schedules of who pauses or left lie far beyond.</summary>
    private static readonly Duration Ahead = Duration.FromDays(8);

    public async Task<List<NextDigests>> ReadAsync(Instant after, int count, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var next = new List<NextDigests>();
        var last = after;
        var end = after + Ahead;
        while (next.Count < count)
        {
            var found = await db
                .DigestSchedules.Where(schedule => schedule.NextAt > last && schedule.NextAt < end)
                .OrderBy(schedule => schedule.NextAt)
                .Select(schedule => (Instant?)schedule.NextAt)
                .FirstOrDefaultAsync(cancellationToken);
            if (found is not { } at)
            {
                break;
            }
            var zones = await db
                .DigestSchedules.Where(schedule => schedule.NextAt == at)
                .OrderBy(schedule => schedule.AddressId)
                .Take(CountedReaders + 1)
                .Join(
                    db.Addresses,
                    schedule => schedule.AddressId,
                    address => address.Id,
                    (_, address) => address.TimeZone
                )
                .GroupBy(zone => zone)
                .Select(group => new { Zone = group.Key, Readers = group.Count() })
                .OrderByDescending(group => group.Readers)
                .ToListAsync(cancellationToken);
            next.Add(
                new NextDigests(
                    at,
                    zones.Sum(zone => zone.Readers),
                    [
                        .. zones
                            .Take(ZonesShown)
                            .Select(zone =>
                                (
                                    TimeZonePlaces.Of(zone.Zone) ?? zone.Zone,
                                    at.InZone(TimeZones.Of(zone.Zone)).TimeOfDay
                                )
                            ),
                    ]
                )
            );
            last = at;
        }
        return next;
    }
}
