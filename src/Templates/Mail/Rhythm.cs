using Distributor.Templates.Text;
using Distributor.Templates.Words;
using NodaTime;

namespace Distributor.Templates.Mail;

/// <summary>What comes and when, in words: "Coast, Power and Stage", "every day at 07:00 (Lisbon)".</summary>
internal static class Rhythm
{
    const int TopicsNamed = 6;

    /// <summary>The first six by name, the others counted; none means all.</summary>
    public static IReadOnlyList<Run> Topics(IReadOnlyList<string> topics, WordList words)
    {
        List<Run> names = [.. topics.Select(topic => words.Name(CleanText.Cut(CleanText.Line(topic), 60)))];
        if (names.Count == 0)
        {
            return [words["allTopics"]];
        }

        if (names.Count <= TopicsNamed)
        {
            return words.Join(names);
        }

        var more = names.Count - TopicsNamed;
        return WordList.FillRuns(
            words.Counted("andTopics", more),
            ("topics", words.Row(names[..TopicsNamed])),
            ("n", [$"{more}"])
        );
    }

    /// <param name="weekday">Of a weekly digest; null is Monday.</param>
    public static IReadOnlyList<Run> When(
        Cadence cadence,
        LocalTime? at,
        IsoDayOfWeek? weekday,
        string? place,
        WordList words
    )
    {
        var often = Often(cadence, at, weekday, words);
        return cadence is Cadence.Daily or Cadence.Weekly && !string.IsNullOrEmpty(place)
            ? WordList.FillRuns(
                words["place"],
                ("cadence", [often]),
                ("place", [words.Name(CleanText.Cut(CleanText.Line(place), 60))])
            )
            : [often];
    }

    static string Often(Cadence cadence, LocalTime? at, IsoDayOfWeek? weekday, WordList words) =>
        (cadence, at) switch
        {
            (Cadence.Daily, { } time) => WordList.Fill(words["cadenceAt.daily"], ("time", LocalDates.Clock(time))),
            (Cadence.Weekly, { } time) => WordList.Fill(
                words["cadenceAt.weekly"],
                ("weekday", words[$"everyWeekday.{(int)(weekday ?? IsoDayOfWeek.Monday)}"]),
                ("time", LocalDates.Clock(time))
            ),
            (Cadence.Daily, _) => words["cadence.daily"],
            (Cadence.Weekly, _) => words["cadence.weekly"],
            (Cadence.Breaking, _) => words["cadence.breaking"],
            _ => words["cadence.instant"],
        };
}
