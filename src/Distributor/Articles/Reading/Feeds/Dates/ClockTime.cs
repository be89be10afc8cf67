using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace Distributor.Articles.Reading.Feeds.Dates;

/// <summary>A time of day as written, not yet known to exist.</summary>
readonly partial record struct ClockTime(int Hour, int Minute, int Second, long FractionTicks = 0)
{
    /// <summary>24:00 is the end of the day (ISO 8601), and a leap second exists.</summary>
    public bool IsValid => Minute < 60 && Second <= 60 && (Hour < 24 || (Hour == 24 && Minute == 0 && Second == 0));

    public long Ticks =>
        (Hour * NodaConstants.TicksPerHour)
        + (Minute * NodaConstants.TicksPerMinute)
        + (Math.Min(Second, 59) * NodaConstants.TicksPerSecond)
        + FractionTicks;

    /// <summary>From strings of digits, missing ones empty; <paramref name="half"/> is am or pm in any spelling, or empty.</summary>
    public static ClockTime Of(string hour, string minute, string second, string fraction = "", string half = "")
    {
        var hours = Number(hour);
        if (IsAfternoon().IsMatch(half) && hours < 12)
            hours += 12;
        else if (IsMorning().IsMatch(half) && hours == 12)
            hours = 0;
        var ticks = fraction.Length == 0 ? 0 : long.Parse(fraction.PadRight(7, '0')[..7], CultureInfo.InvariantCulture);
        return new ClockTime(hours, Number(minute), Number(second), ticks);
    }

    static int Number(string digits) => digits.Length == 0 ? 0 : int.Parse(digits, CultureInfo.InvariantCulture);

    // Korean, Chinese and Greek writers put it in their own words.
    [GeneratedRegex(@"^(p\.?\s?m|오후|下午|午後|μμ|μ\.μ)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex IsAfternoon();

    [GeneratedRegex(@"^(a\.?\s?m|오전|上午|午前|πμ|π\.μ)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex IsMorning();
}
