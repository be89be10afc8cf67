using Distributor.Templates.Words;

namespace Distributor.Templates.Telegram;

/// <summary>Direction in a Telegram message, which has no markup for it.</summary>
internal static class Dress
{
    const string RightToLeftMark = "\u200F";
    const char FirstStrongIsolate = '\u2068';
    const char PopIsolate = '\u2069';

    /// <summary>What each line starts with: a line takes the direction of its first strong character.</summary>
    public static string Mark(WordList words) => words.IsRtl ? RightToLeftMark : "";

    /// <summary>A text from outside; one against the line is isolated, so that it does not pull the dots and times beside
    /// it to its side. The server removes embeddings and overrides (U+202A–202E), but keeps isolates.</summary>
    public static Run Outside(string text, WordList words) =>
        words.Against(text) is null ? text : new Run($"{FirstStrongIsolate}{text}{PopIsolate}");
}
