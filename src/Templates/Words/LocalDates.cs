using NodaTime;
using NodaTime.Text;

namespace Distributor.Templates.Words;

/// <summary>Dates and times as one language writes them; digits are Latin in all, times are HH:mm.</summary>
public sealed class LocalDates(WordList words)
{
    static readonly LocalTimePattern Time = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    readonly LocalDatePattern full = LocalDatePattern.Create(words["date.full"], words.Culture);
    readonly LocalDatePattern weekday = LocalDatePattern.Create("ddd", words.Culture);
    readonly LocalDatePattern day = LocalDatePattern.Create("d MMM", words.Culture);

    /// <summary>"Monday 23 November 2026", its first letter a capital because it opens a line.</summary>
    public string Full(LocalDate date)
    {
        var text = full.Format(date);
        return words.Culture.TextInfo.ToUpper(text[0]) + text[1..];
    }

    /// <summary>The same inside a sentence.</summary>
    public string Within(LocalDate date) => full.Format(date);

    /// <summary>"23 Nov".</summary>
    public string Day(LocalDate date) => day.Format(date);

    /// <summary>"07:00".</summary>
    public static string Clock(LocalTime time) => Time.Format(time);

    /// <summary>"06:40" on the day itself, "Sun 22:10" in the week before it, else "3 Nov 22:10".</summary>
    public string When(LocalDateTime when, LocalDate? today)
    {
        var clock = Clock(when.TimeOfDay);
        var days = today is { } date ? Period.DaysBetween(when.Date, date) : 0;
        return days switch
        {
            0 => clock,
            > 0 and < 7 => $"{weekday.Format(when.Date)} {clock}",
            _ => $"{day.Format(when.Date)} {clock}",
        };
    }
}
