using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Subscribers;

/// <summary>Keeps the two instants of every address's quiet hours current: by the minute, and when the zone data has changed.</summary>
public sealed class QuietPeriods(Database database, IClock clock)
{
    private const int SliceSize = 5_000;

    /// <summary>Moves the periods that are over to the next day. Those that are not are never read.</summary>
    /// <returns>How many moved.</returns>
    public async Task<int> MoveAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var moved = 0;
        while (true)
        {
            await using var db = database.CreateDbContext();
            var over = await Clock(Over(db, now)).ToListAsync(cancellationToken);
            var written = await WriteAsync(db, over, now, cancellationToken);
            moved += written;
            // A slice of which nothing moved is somebody else's work of this moment; the next minute looks again.
            if (over.Count < SliceSize || written == 0)
            {
                return moved;
            }
        }
    }

    /// <summary>Computes all periods anew: a government has changed the clocks.</summary>
    /// <returns>How many are others now.</returns>
    public async Task<int> RecomputeAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var after = 0L;
        var moved = 0;
        while (true)
        {
            await using var db = database.CreateDbContext();
            var slice = await Clock(
                    db.Addresses.Where(a => a.Id > after && a.QuietUntil != null).OrderBy(a => a.Id).Take(SliceSize)
                )
                .ToListAsync(cancellationToken);
            if (slice.Count == 0)
            {
                return moved;
            }
            after = slice[^1].Id;
            moved += await WriteAsync(db, slice, now, cancellationToken);
        }
    }

    /// <summary>Walks the index on the end of quiet hours, and no further than what is over.</summary>
    internal static IQueryable<Address> Over(DistributorDb db, Instant now) =>
        db.Addresses.Where(a => a.QuietUntil != null && a.QuietUntil <= now).OrderBy(a => a.QuietUntil).Take(SliceSize);

    private static IQueryable<ClockFace> Clock(IQueryable<Address> addresses) =>
        addresses.Select(a => new ClockFace(a.Id, a.QuietStart, a.QuietEnd, a.TimeZone, a.QuietFrom, a.QuietUntil));

    /// <summary>One update for all addresses that share hours and zone; they are few against the addresses.</summary>
    private static async Task<int> WriteAsync(
        DistributorDb db,
        List<ClockFace> addresses,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        var moved = 0;
        foreach (var alike in addresses.GroupBy(a => (a.Start, a.End, a.TimeZone, a.From, a.Until)))
        {
            var (start, end, zone, from, until) = alike.Key;
            var period =
                start is { } begins && end is { } ends
                    ? QuietHours.At(now, begins, ends, TimeZones.Of(zone))
                    : (QuietPeriod?)null;
            if (period?.From == from && period?.Until == until)
            {
                continue;
            }
            var ids = alike.Select(a => a.Id).ToList();
            var (newFrom, newUntil) = (period?.From, period?.Until);
            // Whoever changed the quiet hours since they were read has written the instants too.
            moved += await db
                .Addresses.Where(a =>
                    ids.Contains(a.Id)
                    && a.QuietUntil == until
                    && a.QuietStart == start
                    && a.QuietEnd == end
                    && a.TimeZone == zone
                )
                .ExecuteUpdateAsync(
                    set => set.SetProperty(a => a.QuietFrom, newFrom).SetProperty(a => a.QuietUntil, newUntil),
                    cancellationToken
                );
        }
        return moved;
    }

    private sealed record ClockFace(
        long Id,
        LocalTime? Start,
        LocalTime? End,
        string TimeZone,
        Instant? From,
        Instant? Until
    );
}
