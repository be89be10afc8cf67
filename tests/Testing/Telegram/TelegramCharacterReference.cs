using System.Globalization;

namespace Distributor.Testing.Telegram;

/// <summary>Character references as Telegram knows them: four names, and numbers.</summary>
static class TelegramCharacterReference
{
    const int LongestNumber = 9;
    const int EndOfUnicode = 0x10FFFF;

    /// <summary>
    /// Reads the reference whose <c>&amp;</c> is at <paramref name="position"/> and moves behind it. Returns 0 and does
    /// not move when it is none: an unknown name is literal text. The value may be a lone surrogate.
    /// </summary>
    public static int Read(string text, ref int position)
    {
        var (value, end) = text.AsSpan(position + 1) is ['#', ..] ? Number(text, position) : Name(text, position);
        if (value != 0)
        {
            // The semicolon is optional.
            position = end < text.Length && text[end] == ';' ? end + 1 : end;
        }

        return value;
    }

    static (int Value, int End) Name(string text, int start)
    {
        var end = start + 1;
        while (end < text.Length && char.IsAsciiLetter(text[end]))
        {
            end++;
        }

        int value = text[(start + 1)..end] switch
        {
            "lt" => '<',
            "gt" => '>',
            "amp" => '&',
            "quot" => '"',
            _ => 0,
        };
        return (value, end);
    }

    static (int Value, int End) Number(string text, int start)
    {
        // A capital X is not a hexadecimal mark here, unlike in HTML.
        var isHex = text.AsSpan(start + 2) is ['x', ..];
        var digits = start + (isHex ? 3 : 2);
        var end = digits;
        while (end < text.Length && (isHex ? char.IsAsciiHexDigit(text[end]) : char.IsAsciiDigit(text[end])))
        {
            end++;
        }

        if (end - start > LongestNumber || end == digits)
        {
            return (0, end);
        }

        var style = isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        var value = int.Parse(text.AsSpan(digits, end - digits), style, CultureInfo.InvariantCulture);
        return (value < EndOfUnicode ? value : 0, end);
    }
}
