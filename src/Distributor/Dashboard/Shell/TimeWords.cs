using System.Globalization;
using NodaTime;

namespace Distributor.Dashboard.Shell;

/// <summary>Times as people say them; within the hour by distance, within a day by the clock, then by date.</summary>
public static class TimeWords
{
    public static string Say(Instant at, Instant now, DateTimeZone zone)
    {
        var minutes = (int)Math.Round((now - at).TotalMinutes);
        if ((now - at).TotalSeconds is > -60 and < 60)
        {
            return at <= now ? "just now" : "in a moment";
        }
        if (Math.Abs(minutes) < 60)
        {
            return minutes > 0 ? $"{minutes} min ago" : $"in {-minutes} min";
        }
        var (then, today) = (at.InZone(zone).LocalDateTime, now.InZone(zone).Date);
        var clock = then.ToString("HH:mm", CultureInfo.InvariantCulture);
        return Period.DaysBetween(today, then.Date) switch
        {
            0 => $"today {clock}",
            -1 => $"yesterday {clock}",
            1 => $"tomorrow {clock}",
            _ when then.Year == today.Year => then.ToString("d MMM", CultureInfo.InvariantCulture),
            _ => then.ToString("d MMM yyyy", CultureInfo.InvariantCulture),
        };
    }

    /// <summary>By the clock, for after "since" and "at": <c>14:05</c>, <c>yesterday 14:05</c>, <c>14 Nov</c>.</summary>
    public static string SayClock(Instant at, Instant now, DateTimeZone zone)
    {
        var words = Say(at, now, zone);
        var then = at.InZone(zone).LocalDateTime;
        return
            then.Date == now.InZone(zone).Date
            || words.EndsWith(" ago", StringComparison.Ordinal)
            || words == "just now"
            ? then.ToString("HH:mm", CultureInfo.InvariantCulture)
            : words;
    }

    /// <summary>To the second, with its zone: <c>Mon 23 Nov 2026 14:05:09 Europe/Madrid (+01)</c>.</summary>
    public static string Exact(Instant at, DateTimeZone zone) =>
        at.InZone(zone).ToString("ddd d MMM uuuu HH:mm:ss z '('o<g>')'", CultureInfo.InvariantCulture);
}
