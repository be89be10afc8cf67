using Distributor.Templates.Words;
using NodaTime;

namespace Distributor.Templates.Mail;

/// <summary>"That is all for this morning. Next edition tomorrow at 07:00."</summary>
internal static class Closing
{
    /// <summary>Empty in an alert, which ends nothing.</summary>
    public static string For(PersonalParts reader, LocalDate? today, WordList words) =>
        reader.Cadence is Cadence.Instant or Cadence.Breaking || today is not { } date ? ""
        : reader.NextEdition is { } next ? $"{End(reader.At, words)} {Next(next, date, words)}"
        : End(reader.At, words);

    static string End(LocalTime? at, WordList words) =>
        words[
            at?.Hour switch
            {
                >= 4 and < 12 => "end.morning",
                >= 12 and < 17 => "end.afternoon",
                >= 17 => "end.evening",
                _ => "end.day",
            }
        ];

    static string Next(LocalDateTime next, LocalDate today, WordList words)
    {
        var time = LocalDates.Clock(next.TimeOfDay);
        return Period.DaysBetween(today, next.Date) switch
        {
            0 => WordList.Fill(words["next.today"], ("time", time)),
            1 => WordList.Fill(words["next.tomorrow"], ("time", time)),
            > 1 and < 8 => WordList.Fill(
                words["next.weekday"],
                ("weekday", words[$"onWeekday.{(int)next.DayOfWeek}"]),
                ("time", time)
            ),
            _ => WordList.Fill(words["next.date"], ("date", words.Dates.Day(next.Date)), ("time", time)),
        };
    }
}
