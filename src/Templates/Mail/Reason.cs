using Distributor.Templates.Words;

namespace Distributor.Templates.Mail;

/// <summary>"Sent to … because you confirmed …": why this reader has this mail.</summary>
internal static class Reason
{
    /// <param name="address">The reader's, or what stands for it.</param>
    public static IReadOnlyList<Run> For(PersonalParts reader, Run address, WordList words) =>
        WordList.FillRuns(
            words["reason"],
            ("address", [address]),
            ("topics", Rhythm.Topics(reader.Topics, words)),
            ("cadence", Rhythm.When(reader.Cadence, reader.At, reader.Weekday, reader.Place, words))
        );
}
