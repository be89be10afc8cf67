using System.Buffers;

namespace Distributor.Articles.Reading.Feeds.Xml;

/// <summary>Which characters make a name, and which have no place in text at all.</summary>
static class XmlNames
{
    /// <summary>XML 1.0, section 2.2: everything below space except tab and line ends, and two that are no characters.</summary>
    static readonly SearchValues<char> Controls = SearchValues.Create([
        .. Enumerable.Range(0, 0x20).Select(c => (char)c).Except(['\t', '\n', '\r']),
        '\uFFFE',
        '\uFFFF',
    ]);

    public static bool IsStart(char c) => char.IsAsciiLetter(c) || c == '_' || (c >= '\u00C0' && char.IsLetter(c));

    public static bool IsPart(char c) => IsStart(c) || char.IsAsciiDigit(c) || c is ':' or '-' or '.' or '\u00B7';

    public static string WithoutControls(ReadOnlySpan<char> text)
    {
        if (text.IndexOfAny(Controls) < 0)
            return text.ToString();
        var kept = new char[text.Length];
        var length = 0;
        foreach (var c in text)
            if (!Controls.Contains(c))
                kept[length++] = c;
        return new string(kept, 0, length);
    }
}
