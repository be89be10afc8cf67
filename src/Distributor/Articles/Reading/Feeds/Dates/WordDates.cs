using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace Distributor.Articles.Reading.Feeds.Dates;

/// <summary>
/// Dates in any other order: RFC 822 with all its variations, month names in several languages, d.m.y and m/d/y. The time and
/// what follows it (the zone) are taken out first; what is left is a day, a month and a year in an order their shape shows.
/// </summary>
static partial class WordDates
{
    /// <summary>Null unless exactly one day, month and year are found.</summary>
    public static Instant? Parse(string text)
    {
        var time = Time().Match(text);
        var clock = time.Success
            ? ClockTime.Of(Part("hour"), Part("minute"), Part("second"), Part("fraction"), Part("half"))
            : default;
        var before = time.Success ? text[..time.Index] : text;
        var after = time.Success ? text[(time.Index + time.Length)..] : "";
        // ctime() puts the year behind the time and perhaps behind the zone: Mon Jan 2 15:04:05 MST 2006.
        var (date, zone) =
            time.Success && !AnyDigit().IsMatch(before) ? (after, ZoneAtEnd(after))
            : TrailingYear().Match(after) is { Success: true } year && !FourDigits().IsMatch(before)
                ? ($"{before} {year.Groups["year"].Value}", after[..year.Index])
            : (before, time.Success ? after : ZoneAtEnd(before));
        return Day(date) is var (y, m, d) ? FeedDates.At(y, m, d, clock, zone) : null;

        string Part(string name) => time.Groups[name].Value;
    }

    static (int Year, int Month, int Day)? Day(string date)
    {
        var numbers = Numbers().Matches(date);
        // The last one that is a month: mar is Tuesday in French, Spanish and Italian.
        var month = Words().Matches(date).Select(word => MonthNames.Find(word.Value)).LastOrDefault(found => found > 0);
        if (month > 0)
            return WithName(numbers, month);
        return Numeric().Match(date) is { Success: true } numeric ? WithoutName(numeric) : null;
    }

    /// <summary>2 January 2006, January 2nd, 2006 or 2006 January 2: the year is the number that can be no day, else the last.</summary>
    static (int Year, int Month, int Day)? WithName(MatchCollection numbers, int month)
    {
        if (numbers.Count < 2)
            return null;
        var (first, second) = (Number(numbers[0].Groups[1].Value), Number(numbers[1].Groups[1].Value));
        return first > 31 ? (first, month, second) : (second, month, first);
    }

    /// <summary>
    /// With dots and dashes Europe's order, with slashes America's; a number over 12 shows the day whatever the sign.
    /// </summary>
    static (int Year, int Month, int Day) WithoutName(Match match)
    {
        var (first, second) = (Number(match.Groups["first"].Value), Number(match.Groups["second"].Value));
        var year = Number(match.Groups["year"].Value);
        var monthFirst = match.Groups["sign"].Value == "/" ? first <= 12 : second > 12;
        return monthFirst ? (year, first, second) : (year, second, first);
    }

    static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    /// <summary>A date without a time may name a zone all the same; it is the last word.</summary>
    static string ZoneAtEnd(string text) => LastWord().Match(text).Value;

    [GeneratedRegex(
        """
            (?<!\d)(?: (?<half>오전|오후|上午|下午)\s? )?
            (?: (?<hour>\d{1,2})\s?(?:[:h]|:\s)\s?(?<minute>\d{2})(?: [:.]\s?(?<second>\d{1,2})(?: [.,:](?<fraction>\d{1,9}) )? )?
                (?: \s?(?<half>[ap]\.?\s?m\b\.?|[πμ]\.?μ\.?) )?
              | (?<hour>\d{1,2})\s?(?<half>[ap]\.?m\b\.?) )
            """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Time();

    [GeneratedRegex(@"(?:^|[\s)])(?<year>\d{4})\s*$")]
    private static partial Regex TrailingYear();

    [GeneratedRegex(@"\d{4}")]
    private static partial Regex FourDigits();

    [GeneratedRegex(@"\d")]
    private static partial Regex AnyDigit();

    [GeneratedRegex(@"(?<!\d)(\d{1,4})(?!\d)")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"[\p{L}\p{M}]{3,}")]
    private static partial Regex Words();

    [GeneratedRegex(
        @"(?<!\d)(?<first>\d{1,2})(?<sign>[./-])\s?(?<second>\d{1,2})\k<sign>\s?(?<year>\d{4}|\d{2})(?!\d)"
    )]
    private static partial Regex Numeric();

    [GeneratedRegex(@"(?<=\s)(?:[A-Z]{1,5}|[+\-]\d{2}:?\d{2})$")]
    private static partial Regex LastWord();
}
