using Distributor.Channels;
using Distributor.Storage;
using Distributor.Subscribers;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Digests;

/// <summary>A schedule as it was read, with its address.</summary>
internal sealed record DueReader(
    long AddressId,
    long SubscriberId,
    ChannelKind Channel,
    string Language,
    string TimeZone,
    AddressState State,
    Cadence Cadence,
    LocalTime LocalTime,
    IsoDayOfWeek Weekday,
    int? MaxStories,
    long Cursor,
    Instant NextAt
)
{
    /// <summary>The reader's own date of this digest, which names the run.</summary>
    public LocalDate Date => NextAt.InZone(Zone).Date;

    public DateTimeZone Zone => TimeZones.Of(TimeZone);

    /// <summary>The schedules due at <paramref name="now"/>, in order of (time, address), after the given one.</summary>
    public static Task<List<DueReader>> DueAsync(
        DistributorDb db,
        Cadence cadence,
        Instant now,
        (Instant NextAt, long AddressId) after,
        int size,
        CancellationToken cancellationToken
    ) =>
        Select(
                db,
                db.DigestSchedules.Where(s =>
                        s.Cadence == cadence
                        && s.NextAt <= now
                        && s.NextAt >= after.NextAt
                        && (s.NextAt > after.NextAt || s.AddressId > after.AddressId)
                    )
                    .OrderBy(s => s.NextAt)
                    .ThenBy(s => s.AddressId)
                    .Take(size)
            )
            .ToListAsync(cancellationToken);

    /// <summary>All schedules of active addresses, in order of addresses and cadences, whatever their time.</summary>
    public static Task<List<DueReader>> AllAsync(
        DistributorDb db,
        (long AddressId, Cadence Cadence) after,
        int size,
        CancellationToken cancellationToken
    ) =>
        Select(
                db,
                db.DigestSchedules.Where(s =>
                        s.AddressId >= after.AddressId && (s.AddressId > after.AddressId || s.Cadence > after.Cadence)
                    )
                    .OrderBy(s => s.AddressId)
                    .ThenBy(s => s.Cadence)
                    .Take(size)
            )
            .ToListAsync(cancellationToken);

    private static IQueryable<DueReader> Select(DistributorDb db, IQueryable<DigestSchedule> schedules) =>
        from s in schedules
        join a in db.Addresses on s.AddressId equals a.Id
        select new DueReader(
            a.Id,
            a.SubscriberId,
            a.Channel,
            a.Language,
            a.TimeZone,
            a.State,
            s.Cadence,
            s.LocalTime,
            s.Weekday,
            s.MaxStories,
            s.Cursor,
            s.NextAt
        );
}
