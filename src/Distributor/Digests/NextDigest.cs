using Distributor.Subscribers;
using NodaTime;
using NodaTime.TimeZones;

namespace Distributor.Digests;

/// <summary>
/// When a reader's next digest comes: one on every day their calendar has, at the hour they chose. A reader's day is a
/// date of their zone, so the walk goes over dates and asks for each when its digest is due.
/// </summary>
public static class NextDigest
{
    /// <summary>The time of schedules nobody waits for: their address is unsubscribed, bounced, paused or not confirmed.</summary>
    public static readonly Instant NotDue = Instant.FromUtc(9999, 12, 31, 0, 0);

    /// <summary>The first digest strictly after <paramref name="now"/>.</summary>
    /// <param name="cadence"><see cref="Cadence.Daily"/> or <see cref="Cadence.Weekly"/>.</param>
    /// <param name="weekday">The day of a weekly digest.</param>
    /// <exception cref="ArgumentOutOfRangeException">The cadence has no digest.</exception>
    public static Instant After(
        Instant now,
        LocalTime time,
        DateTimeZone zone,
        Cadence cadence,
        IsoDayOfWeek weekday = IsoDayOfWeek.Monday
    )
    {
        if (cadence is not (Cadence.Daily or Cadence.Weekly))
        {
            throw new ArgumentOutOfRangeException(nameof(cadence), cadence, "Only daily and weekly have digests.");
        }
        for (var date = now.InZone(zone).Date; ; date = date.PlusDays(1))
        {
            if (cadence == Cadence.Weekly && date.DayOfWeek != weekday)
            {
                continue;
            }
            if (On(date, time, zone) is { } due && due > now)
            {
                return due;
            }
        }
    }

    /// <summary>The first digest of a schedule after <paramref name="now"/>.</summary>
    public static Instant After(Instant now, DigestSchedule schedule, DateTimeZone zone) =>
        After(now, schedule.LocalTime, zone, schedule.Cadence, schedule.Weekday);

    /// <summary>
    /// The digest of one date. A time the clock jumps over moves forward by the jump, a time it shows twice is taken the
    /// first time. The answer always lies on <paramref name="date"/>; null when the zone has no such date (Samoa went
    /// from 29 to 31 December 2011).
    /// </summary>
    public static Instant? On(LocalDate date, LocalTime time, DateTimeZone zone)
    {
        var local = date + time;
        var mapping = zone.MapLocal(local);
        if (mapping.Count > 0)
        {
            return mapping.First().ToInstant();
        }
        // A jump over midnight would move the digest into the next day, which has one of its own: then the first or the
        // last minute this date has is taken instead.
        Instant[] candidates =
        [
            zone.ResolveLocal(local, Resolvers.LenientResolver).ToInstant(),
            mapping.LateInterval.Start,
            mapping.EarlyInterval.End - Duration.FromMinutes(1),
        ];
        return candidates
            .Where(candidate => candidate.InZone(zone).Date == date)
            .Select(candidate => (Instant?)candidate)
            .FirstOrDefault();
    }
}
