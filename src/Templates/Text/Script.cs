using System.Text;

namespace Distributor.Templates.Text;

/// <summary>The few facts about writing systems the layouts need.</summary>
internal static class Script
{
    /// <summary>Direction of the first strong character (UAX #9, rule P2): <c>ltr</c>, <c>rtl</c>, or null when none is strong.</summary>
    public static string? Direction(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsRightToLeft(rune))
            {
                return "rtl";
            }

            if (Rune.IsLetter(rune))
            {
                return "ltr";
            }
        }

        return null;
    }

    /// <summary>True when most letters are Chinese, Japanese or Korean.</summary>
    public static bool IsCjk(string text)
    {
        var wide = 0;
        var letters = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetter(rune))
            {
                letters++;
                wide += Columns(rune) - 1;
            }
        }

        return wide * 2 > letters;
    }

    /// <summary>Columns of a terminal a code point takes: 0 for marks and joiners, 2 for East Asian wide and emoji, else 1.</summary>
    public static int Columns(Rune rune) =>
        rune.Value switch
        {
            0x200B or 0x200C or 0x200D or 0x200E or 0x200F or (>= 0xFE00 and <= 0xFE0F) => 0,
            (>= 0x1100 and <= 0x115F)
            or (>= 0x2E80 and <= 0x303E)
            or (>= 0x3041 and <= 0xA4CF)
            or (>= 0xA960 and <= 0xA97F)
            or (>= 0xAC00 and <= 0xD7A3)
            or (>= 0xF900 and <= 0xFAFF)
            or (>= 0xFE30 and <= 0xFE6F)
            or (>= 0xFF00 and <= 0xFF60)
            or (>= 0xFFE0 and <= 0xFFE6)
            or (>= 0x1F300 and <= 0x1FAFF)
            or (>= 0x20000 and <= 0x3FFFD) => 2,
            _ => Rune.GetUnicodeCategory(rune)
                is System.Globalization.UnicodeCategory.NonSpacingMark
                    or System.Globalization.UnicodeCategory.EnclosingMark
                ? 0
                : 1,
        };

    /// <summary>True when lines may break beside this character without a space: wide scripts, and the scripts of
    /// south-east Asia, which every client breaks by dictionary.</summary>
    public static bool BreaksAnywhere(Rune rune) =>
        Columns(rune) == 2
        || rune.Value is (>= 0x0E00 and <= 0x0EFF) or (>= 0x1000 and <= 0x109F) or (>= 0x1780 and <= 0x17FF);

    static bool IsRightToLeft(Rune rune) =>
        Rune.IsLetter(rune)
        && rune.Value
            is (>= 0x0590 and <= 0x08FF)
                or (>= 0xFB1D and <= 0xFDFF)
                or (>= 0xFE70 and <= 0xFEFF)
                or (>= 0x10800 and <= 0x10FFF)
                or (>= 0x1E800 and <= 0x1EFFF);
}
