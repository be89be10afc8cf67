using System.Globalization;
using System.Text;

namespace Distributor.Templates.Text;

/// <summary>Makes one harmless line out of whatever a feed wrote.</summary>
public static class CleanText
{
    /// <summary>
    /// White space and control characters (so CR and LF too) become single spaces. Removed are: the noncharacters our
    /// placeholders are made of, lone surrogates, U+200B and U+FEFF (we set our own breaks), and the embeddings, overrides
    /// and isolates of UAX #9, which unclosed would turn the rest of the line around. ZWJ, ZWNJ and variation selectors
    /// stay: emoji, Persian and Indic scripts need them.
    /// </summary>
    public static string Line(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var clean = new StringBuilder(text.Length);
        var space = false;
        foreach (var rune in text.EnumerateRunes())
        {
            // EnumerateRunes reports a lone surrogate as U+FFFD.
            if (IsRemoved(rune))
            {
                continue;
            }

            // A no-break space of the author keeps its meaning.
            if (rune.Value is not (0xA0 or 0x202F) && (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune)))
            {
                space = clean.Length > 0;
                continue;
            }

            if (space)
            {
                clean.Append(' ');
                space = false;
            }

            clean.Append(rune);
        }

        return clean.ToString();
    }

    /// <summary>At most <paramref name="max"/> code points, cut between words where one ends near the limit, else between
    /// graphemes; an ellipsis marks the cut. A word boundary that leaves fewer than <paramref name="least"/> is not used.
    /// </summary>
    public static string Cut(string line, int max, int least = 0)
    {
        if (line.Length <= max || Length(line) <= max)
        {
            return line;
        }

        var cut = 0;
        var word = 0;
        var runes = 0;
        var graphemes = StringInfo.GetTextElementEnumerator(line);
        while (graphemes.MoveNext())
        {
            var grapheme = graphemes.GetTextElement();
            if (grapheme == " ")
            {
                word = cut;
            }

            runes += Length(grapheme);
            if (runes > max - 1)
            {
                break;
            }

            cut = graphemes.ElementIndex + grapheme.Length;
        }

        // A word boundary is worth up to a third of the text; a text without spaces is cut where it must be.
        var end = word > cut * 2 / 3 && Length(line[..word]) > least ? word : cut;
        return line[..end].TrimEnd(' ', ',', ';', ':', '.', '–', '—', '-', '،') + "…";
    }

    /// <summary>Length in code points, the unit of the Bot API's limits.</summary>
    public static int Length(string text)
    {
        var length = text.Length;
        foreach (var character in text)
        {
            if (char.IsLowSurrogate(character))
            {
                length--;
            }
        }

        return length;
    }

    static bool IsRemoved(Rune rune) =>
        rune.Value
            is 0xFFFD
                or 0x200B
                or 0xFEFF
                or (>= 0x202A and <= 0x202E)
                or (>= 0x2066 and <= 0x2069)
                or (>= 0xFDD0 and <= 0xFDEF)
        || (rune.Value & 0xFFFE) == 0xFFFE;
}
