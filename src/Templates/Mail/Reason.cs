using Distributor.Templates.Text;
using Distributor.Templates.Words;

namespace Distributor.Templates.Mail;

/// <summary>"Sent to … because you confirmed …": why this reader has this mail.</summary>
internal static class Reason
{
    const int TopicsNamed = 6;

    public static IReadOnlyList<Run> For(PersonalParts reader, WordList words) =>
        WordList.FillRuns(
            words["reason"],
            ("address", [words.Name(CleanText.Cut(CleanText.Line(reader.Recipient), 254))]),
            ("topics", Topics(reader, words)),
            ("cadence", Place(reader, words))
        );

    static IReadOnlyList<Run> Topics(PersonalParts reader, WordList words)
    {
        List<Run> names = [.. reader.Topics.Select(topic => words.Name(CleanText.Cut(CleanText.Line(topic), 60)))];
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

    static IReadOnlyList<Run> Place(PersonalParts reader, WordList words)
    {
        var cadence = Cadence(reader, words);
        return reader is { Cadence: Templates.Cadence.Daily or Templates.Cadence.Weekly, Place: { Length: > 0 } place }
            ? WordList.FillRuns(
                words["place"],
                ("cadence", [cadence]),
                ("place", [words.Name(CleanText.Cut(CleanText.Line(place), 60))])
            )
            : [cadence];
    }

    static string Cadence(PersonalParts reader, WordList words) =>
        (reader.Cadence, reader.At) switch
        {
            (Templates.Cadence.Daily, { } at) => WordList.Fill(
                words["cadenceAt.daily"],
                ("time", LocalDates.Clock(at))
            ),
            // The weekly digest comes on Monday (design, "The ledger is the truth").
            (Templates.Cadence.Weekly, { } at) => WordList.Fill(
                words["cadenceAt.weekly"],
                ("weekday", words["everyWeekday.1"]),
                ("time", LocalDates.Clock(at))
            ),
            (Templates.Cadence.Daily, _) => words["cadence.daily"],
            (Templates.Cadence.Weekly, _) => words["cadence.weekly"],
            (Templates.Cadence.Breaking, _) => words["cadence.breaking"],
            _ => words["cadence.instant"],
        };
}
