using System.Globalization;
using System.Text;

namespace Distributor.Channels.Telegram.Texts;

/// <summary>Character references as the Bot API knows them: four names, and numbers; everything else is literal.</summary>
static class Escaping
{
    const int LongestNumber = 9;
    const int EndOfUnicode = 0x10FFFF;
    const char Replacement = '\uFFFD';

    public static string Attribute(string value) =>
        new StringBuilder(value)
            .Replace("&", "&amp;")
            .Replace("<", "&lt;")
            .Replace(">", "&gt;")
            .Replace("\"", "&quot;")
            .ToString();

    public static void AppendText(StringBuilder html, ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            _ = character switch
            {
                '&' => html.Append("&amp;"),
                '<' => html.Append("&lt;"),
                '>' => html.Append("&gt;"),
                _ => html.Append(character),
            };
        }
    }

    public static string Decode(string value)
    {
        if (!value.Contains('&', StringComparison.Ordinal))
        {
            return value;
        }
        var decoded = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; )
        {
            decoded.Append(Next(value, ref i));
        }
        return decoded.ToString();
    }

    /// <summary>The character or reference at <paramref name="position"/>, and moves behind it.</summary>
    public static string Next(string html, ref int position)
    {
        if (html[position] == '&')
        {
            var (code, end) = html.AsSpan(position + 1) is ['#', ..] ? Number(html, position) : Name(html, position);
            if (code != 0)
            {
                // The semicolon is optional.
                position = end < html.Length && html[end] == ';' ? end + 1 : end;
                return Rune.IsValid(code) ? new Rune(code).ToString() : Replacement.ToString();
            }
        }
        return html[position++].ToString();
    }

    /// <summary>Half a character becomes U+FFFD, as it would on the wire.</summary>
    public static string WithoutLoneSurrogates(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return string.Concat(text.EnumerateRunes().Select(rune => rune.ToString()));
            }
        }
        return text;
    }

    static (int Code, int End) Name(string html, int start)
    {
        var end = start + 1;
        while (end < html.Length && char.IsAsciiLetter(html[end]))
        {
            end++;
        }
        int code = html[(start + 1)..end] switch
        {
            "lt" => '<',
            "gt" => '>',
            "amp" => '&',
            "quot" => '"',
            _ => 0,
        };
        return (code, end);
    }

    static (int Code, int End) Number(string html, int start)
    {
        var isHex = html.AsSpan(start + 2) is ['x', ..];
        var digits = start + (isHex ? 3 : 2);
        var end = digits;
        while (end < html.Length && (isHex ? char.IsAsciiHexDigit(html[end]) : char.IsAsciiDigit(html[end])))
        {
            end++;
        }
        if (end == digits || end - start > LongestNumber)
        {
            return (0, end);
        }
        var style = isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        var code = int.Parse(html.AsSpan(digits, end - digits), style, CultureInfo.InvariantCulture);
        return (code < EndOfUnicode ? code : 0, end);
    }
}
