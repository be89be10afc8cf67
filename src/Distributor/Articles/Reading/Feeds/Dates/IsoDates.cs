using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace Distributor.Articles.Reading.Feeds.Dates;

/// <summary>Dates that begin with the year: ISO 8601, its loose relatives, and the Chinese, Japanese and Korean way.</summary>
static partial class IsoDates
{
    public static Instant? Parse(string text)
    {
        var match = Pattern().Match(text);
        // Four digits below 1000 are the empty date of some database, not the two-digit year that they look like.
        if (!match.Success || Number("year") < 1000)
            return null;
        var time = ClockTime.Of(Group("hour"), Group("minute"), Group("second"), Group("fraction"), Group("half"));
        var zone = text[match.Length..];
        if (match.Groups["dayofyear"].Success)
            return OfDayOfYear(Number("year"), Number("dayofyear"), time, zone);
        return FeedDates.At(Number("year"), NumberOr("month", 1), NumberOr("day", 1), time, zone);

        string Group(string name) => match.Groups[name].Value;
        int Number(string name) => int.Parse(Group(name), CultureInfo.InvariantCulture);
        int NumberOr(string name, int missing) => Group(name).Length == 0 ? missing : Number(name);
    }

    /// <summary>Ordinal dates (ISO 8601, 4.1.3): 2003-335 is the first of December.</summary>
    static Instant? OfDayOfYear(int year, int dayOfYear, ClockTime time, string zone)
    {
        if (year is < 1 or > 9000 || dayOfYear < 1 || dayOfYear > CalendarSystem.Iso.GetDaysInYear(year))
            return null;
        var date = new LocalDate(year, 1, 1).PlusDays(dayOfYear - 1);
        return FeedDates.At(date.Year, date.Month, date.Day, time, zone);
    }

    // One program writes months of three digits (2021-002-15). The day needs no separator only when the month has none.
    [GeneratedRegex(
        """
            ^(?<year>\d{4})
            (?: (?<month>\d{2})(?<day>\d{2})(?=$|[T\s]|\d{4,6}(?!\d))
              | -(?<dayofyear>\d{3})(?=$|[T\s])
              | \s?[-/.年년]\s?(?<month>0?\d{1,2})(?: \s?[-/.月월]\s?(?<day>\d{1,2})[日일.]? )?(?!\d|[-/.])
              | (?=$) )
            (?: (?: T\s?|,?\s*(?:at\s)?(?:\(\w{1,3}\)\s?|[a-z]{2,3}\s)?|\s?-\s )
                (?<half>오전|오후|上午|下午|午前|午後)?\s?
                (?<hour>\d{1,2})(?: [:.]?(?<minute>\d{2})(?: [:.]?(?<second>\d{2})(?: [.,:](?<fraction>\d{1,9}) )? )? )?
                (?: \s?(?<half>[ap]\.?m\b\.?) )?
            )?
            """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Pattern();
}
