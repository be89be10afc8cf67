using Distributor.Templates.Text;

namespace Distributor.Templates.Mail;

/// <summary>Font stacks and line heights by writing system. Family names are left unquoted (CSS allows it), so that they
/// can stand in a style attribute as they are.</summary>
internal static class Type
{
    const string Georgia = "Georgia,Noto Serif,Times New Roman,Times,serif";
    static readonly int[] Heights = [22, 24, 25, 26, 27, 28, 30, 33, 36, 38, 40];

    const string Naskh = "Noto Naskh Arabic,Geeza Pro,Segoe UI,Tahoma,serif";

    public static string Serif(bool rtl) => rtl ? Naskh : Georgia;

    public static string Sans(bool rtl) =>
        rtl
            ? "-apple-system,Segoe UI,Tahoma,Noto Sans Arabic,Arial,sans-serif"
            : "-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif";

    /// <summary>The stack for a title by its own script, whatever the language of the mail.</summary>
    public static string Title(string title, string? language, bool rtl)
    {
        if (Script.IsCjk(title))
        {
            return language?.Split('-')[0] switch
            {
                "zh" => "Songti SC,SimSun,Noto Serif CJK SC,serif",
                "ko" => "AppleMyungjo,Batang,Noto Serif CJK KR,serif",
                _ => "Hiragino Mincho ProN,Yu Mincho,Noto Serif CJK JP,serif",
            };
        }

        return Script.Direction(title) switch
        {
            "rtl" => Naskh,
            "ltr" => Georgia,
            _ => Serif(rtl),
        };
    }

    /// <summary>Line heights in pixels by name (<c>n22</c>); Arabic script gets 8 % more for its marks above and below.</summary>
    public static IReadOnlyDictionary<string, int> LineHeights(bool rtl) =>
        Heights.ToDictionary(height => $"n{height}", height => rtl ? (int)Math.Round(height * 1.08) : height);
}
