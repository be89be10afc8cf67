using Distributor.Articles.Reading.Feeds.Fields;
using NodaTime;

namespace Distributor.Articles.Reading.Feeds.Dates;

/// <summary>
/// Reads dates as feeds write them: RFC 822 and all that claims to be, ISO 8601 and all that resembles it, in several
/// languages. Without a zone it is UTC. What cannot be read is no date, never a wrong one.
/// </summary>
public static class FeedDates
{
    /// <summary>The longest real one has about 60 characters; the zone in words behind it may be cut.</summary>
    const int MaxLength = 120;

    /// <summary>An older year is a mistake, such as the year 1 of an empty date.</summary>
    const int EarliestYear = 1900;

    /// <summary>
    /// The instant meant by <paramref name="written"/>, or null. One after <paramref name="now"/> becomes
    /// <paramref name="now"/>: nothing is published in the future, and clocks go wrong.
    /// </summary>
    public static Instant? Parse(string? written, Instant now)
    {
        var text = PlainText.OneLine(written ?? "");
        if (text.Length is < 4 or > MaxLength)
            return null;
        var found = UnixTime(text) ?? IsoDates.Parse(text) ?? WordDates.Parse(text);
        return found is { } instant ? Instant.Min(instant, now) : null;
    }

    /// <summary>Seconds (9 or 10 digits) or milliseconds (12 or 13) since 1970, with or without a fraction.</summary>
    static Instant? UnixTime(string text)
    {
        var whole = text.AsSpan();
        if (text.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && IsDigits(whole[(dot + 1)..]))
            whole = whole[..dot];
        if (!IsDigits(whole))
            return null;
        return whole.Length switch
        {
            9 or 10 => Instant.FromUnixTimeSeconds(Number(whole)),
            12 or 13 => Instant.FromUnixTimeMilliseconds(Number(whole)),
            _ => null,
        };
    }

    static bool IsDigits(ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('0', '9') < 0;

    static long Number(ReadOnlySpan<char> digits) =>
        long.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The instant of a wall clock in a zone; null when there is no such day or hour.</summary>
    internal static Instant? At(int year, int month, int day, ClockTime time, string zone)
    {
        var full = year switch
        {
            // RFC 2822, section 4.3: two digits, and the three of old Perl that counts from 1900.
            < 70 => 2000 + year,
            < 200 => 1900 + year,
            _ => year,
        };
        if (full is < EarliestYear or > 9000 || month is < 1 or > 12 || day < 1 || !time.IsValid)
            return null;
        if (day > CalendarSystem.Iso.GetDaysInMonth(full, month))
            return null;
        var local = new LocalDate(full, month, day).AtMidnight().PlusTicks(time.Ticks);
        return FeedZones.ToInstant(local, zone);
    }
}
