using Distributor.Templates.Text;
using Distributor.Templates.Words;

namespace Distributor.Templates.Mail;

/// <summary>"Sent to … because you confirmed …": why this reader has this mail.</summary>
internal static class Reason
{
    public static IReadOnlyList<Run> For(PersonalParts reader, WordList words) =>
        WordList.FillRuns(
            words["reason"],
            ("address", [words.Name(CleanText.Cut(CleanText.Line(reader.Recipient), 254))]),
            ("topics", Rhythm.Topics(reader.Topics, words)),
            ("cadence", Rhythm.When(reader.Cadence, reader.At, reader.Weekday, reader.Place, words))
        );
}
