using NodaTime;

namespace Distributor.Subscribers;

/// <summary>One time of quiet, from its first instant up to, and without, its end.</summary>
public readonly record struct QuietPeriod(Instant From, Instant Until);

/// <summary>
/// The one place that turns quiet hours on a clock face into instants. Whoever changes an address's quiet hours or zone
/// calls <see cref="Apply"/>.
/// </summary>
public static class QuietHours
{
    /// <summary>
    /// The quiet period that <paramref name="now"/> lies in, or else the next one. It begins and ends when the clock of the
    /// zone first reaches the hour: an hour the clock jumps over is reached at the jump, one it shows twice the first time.
    /// So a period never ends before it begins, and no two overlap.
    /// </summary>
    /// <param name="end">Before <paramref name="start"/>: on the next day.</param>
    /// <returns>Null when both are the same hour: no quiet at all.</returns>
    public static QuietPeriod? At(Instant now, LocalTime start, LocalTime end, DateTimeZone zone)
    {
        if (start == end)
        {
            return null;
        }
        // Two days back: a period of yesterday lasts until today, and a day may be missing from a calendar.
        for (var date = now.InZone(zone).Date.PlusDays(-2); ; date = date.PlusDays(1))
        {
            var from = Reached(date + start, zone);
            var until = Reached((start < end ? date : date.PlusDays(1)) + end, zone);
            // Both hours in one gap: that day has no quiet.
            if (until > now && until > from)
            {
                return new QuietPeriod(from, until);
            }
        }
    }

    /// <summary>Writes the address's current or next period from its quiet hours and zone; clears it when there are none.</summary>
    public static void Apply(Address address, Instant now)
    {
        var period = address is { QuietStart: { } start, QuietEnd: { } end }
            ? At(now, start, end, TimeZones.Of(address.TimeZone))
            : null;
        address.QuietFrom = period?.From;
        address.QuietUntil = period?.Until;
    }

    private static Instant Reached(LocalDateTime local, DateTimeZone zone)
    {
        var mapping = zone.MapLocal(local);
        return mapping.Count > 0 ? mapping.First().ToInstant() : mapping.LateInterval.Start;
    }
}
