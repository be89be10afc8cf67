using Distributor.Templates.Text;
using Distributor.Templates.Words;

namespace Distributor.Templates;

/// <summary>"Headline changed 07:20. Before: …".</summary>
internal static class Corrections
{
    public static IReadOnlyList<Run> Runs(HeadlineCorrection correction, WordList words, Func<string, Run> dress) =>
        WordList.FillRuns(
            words["corrected"],
            ("time", [LocalDates.Clock(correction.At)]),
            ("title", [dress(CleanText.Cut(CleanText.Line(correction.Before), 240)) with { Struck = true }])
        );
}
