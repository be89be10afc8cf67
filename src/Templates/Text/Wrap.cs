using System.Buffers;
using System.Globalization;
using System.Text;

namespace Distributor.Templates.Text;

/// <summary>Wraps plain text to columns; wide characters count two.</summary>
internal static class Wrap
{
    /// <summary>Old terminals and quoting leave 72 of 80 columns.</summary>
    public const int Columns = 72;

    /// <summary>Latin and Cyrillic letters and signs of print: each stands alone and takes one column.</summary>
    static readonly SearchValues<char> Simple = SearchValues.Create([
        .. Enumerable.Range(0x20, 0x5F).Select(code => (char)code),
        .. Enumerable.Range(0xA0, 0xD).Select(code => (char)code),
        .. Enumerable.Range(0xAE, 0xA1).Select(code => (char)code),
        .. Enumerable.Range(0x400, 0x80).Select(code => (char)code),
        .. Enumerable.Range(0x2010, 0x18).Select(code => (char)code),
    ]);

    /// <summary>Lines joined by LF, none wider than <see cref="Columns"/>; breaks at spaces, in wide text anywhere, in an
    /// endless word where it must.</summary>
    public static string Lines(string text) =>
        text.AsSpan().ContainsAnyExcept(Simple) ? AnyLines(text) : SimpleLines(text);

    /// <summary>As <see cref="Lines"/>, for letters of any script.</summary>
    internal static string AnyLines(string text)
    {
        var wrapped = new StringBuilder(text.Length + 8);
        var width = 0;
        foreach (var word in Words(text))
        {
            var columns = Width(word.TrimEnd(' '));
            if (width > 0 && width + columns > Columns)
            {
                EndLine(wrapped);
                width = 0;
            }

            wrapped.Append(word);
            width += Width(word);
        }

        return wrapped.ToString().TrimEnd(' ');
    }

    /// <summary>The same without looking for graphemes: what the foot of nearly every mail is wrapped with, reader by reader.</summary>
    static string SimpleLines(string text)
    {
        var wrapped = new StringBuilder(text.Length + 8);
        var rest = text.AsSpan();
        var width = 0;
        while (rest.Length > 0)
        {
            var word = FirstWord(rest);
            var columns = word.TrimEnd(' ').Length;
            if (width > 0 && width + columns > Columns)
            {
                EndLine(wrapped);
                width = 0;
            }

            wrapped.Append(word);
            width += word.Length;
            rest = rest[word.Length..];
        }

        return wrapped.ToString().TrimEnd(' ');
    }

    /// <summary>Up to the next word, its blanks included; no more than fit on a line.</summary>
    static ReadOnlySpan<char> FirstWord(ReadOnlySpan<char> text)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] != ' ' && (text[i - 1] == ' ' || i + 1 > Columns))
            {
                return text[..i];
            }
        }

        return text;
    }

    public static int Width(string text)
    {
        var width = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            width += Script.Columns(rune);
        }

        return width;
    }

    static void EndLine(StringBuilder wrapped)
    {
        while (wrapped.Length > 0 && wrapped[^1] == ' ')
        {
            wrapped.Length--;
        }

        wrapped.Append('\n');
    }

    /// <summary>Pieces that must not be divided, each with the space after it.</summary>
    static IEnumerable<string> Words(string text)
    {
        var piece = new StringBuilder();
        var width = 0;
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            var columns = Width(element);
            var breaksBefore = piece.Length > 0 && piece[^1] == ' ' && element != " ";
            var wide = columns == 2 && Script.BreaksAnywhere(Rune.GetRuneAt(element, 0));
            if (breaksBefore || (piece.Length > 0 && (wide || width + columns > Columns) && element != " "))
            {
                yield return piece.ToString();
                piece.Clear();
                width = 0;
            }

            piece.Append(element);
            width += columns;
        }

        if (piece.Length > 0)
        {
            yield return piece.ToString();
        }
    }
}
