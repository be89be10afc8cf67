using NodaTime;

namespace Distributor.Templates.Words;

/// <summary>The two lines every summary of held alerts begins with, in Telegram and in a mail.</summary>
internal static class HeldWords
{
    /// <param name="quiet">Held in quiet hours; otherwise in an hour with too many.</param>
    public static string Title(bool quiet, WordList words) => words[quiet ? "quiet.title" : "quiet.busy"];

    /// <summary>"5 alerts held, 22:00–07:00".</summary>
    public static string Count(int held, LocalTime from, LocalTime until, WordList words) =>
        WordList.Fill(
            words.Counted("quiet.held", held),
            ("n", $"{held}"),
            ("from", LocalDates.Clock(from)),
            ("until", LocalDates.Clock(until))
        );
}
