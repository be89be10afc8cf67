using System.Text.RegularExpressions;

namespace Distributor.Articles.Reading.Feeds.Fields;

/// <summary>Languages as feeds write them, made BCP 47.</summary>
static partial class LanguageTags
{
    /// <summary><c>en_us</c> becomes <c>en-US</c>; null for <c>English</c>, <c>und</c> and anything else that is no tag.</summary>
    public static string? Of(string? written)
    {
        var tag = (written ?? "").Trim().Split(',', ';')[0].Trim().Replace('_', '-');
        if (!Shape().IsMatch(tag) || tag.StartsWith("und", StringComparison.OrdinalIgnoreCase))
            return null;
        var parts = tag.Split('-');
        return string.Join('-', parts.Select(Case));
    }

    /// <summary>RFC 5646, section 2.1.1: language lower, Script capitalised, REGION upper.</summary>
    static string Case(string part, int index) =>
        (index, part.Length) switch
        {
            (0, _) => part.ToLowerInvariant(),
            (_, 2) => part.ToUpperInvariant(),
            (_, 4) when char.IsAsciiLetter(part[0]) => string.Concat(
                part[..1].ToUpperInvariant(),
                part[1..].ToLowerInvariant()
            ),
            _ => part.ToLowerInvariant(),
        };

    [GeneratedRegex("^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$")]
    private static partial Regex Shape();
}
