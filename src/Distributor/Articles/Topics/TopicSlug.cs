using System.Globalization;
using System.Text;

namespace Distributor.Articles.Topics;

/// <summary>The form of a topic's name that goes into addresses of pages.</summary>
internal static class TopicSlug
{
    private const int LongestName = 80;

    /// <summary>One line without surplus blanks, at most 80 characters.</summary>
    public static string Tidy(string name)
    {
        var tidy = string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (tidy.Length <= LongestName)
        {
            return tidy;
        }
        // Not between the halves of a surrogate pair.
        return tidy[..(char.IsHighSurrogate(tidy[LongestName - 1]) ? LongestName - 1 : LongestName)].TrimEnd();
    }

    /// <param name="isTaken">Another topic has it; then a number is added.</param>
    public static string Of(string name, Func<string, bool> isTaken)
    {
        var slug = Plain(name);
        slug = slug.Length == 0 ? "topic" : slug;
        var free = slug;
        for (var number = 2; isTaken(free); number++)
        {
            free = string.Create(CultureInfo.InvariantCulture, $"{slug}-{number}");
        }
        return free;
    }

    /// <summary>Letters of every script stay, since most scripts have no Latin spelling that all would choose.</summary>
    private static string Plain(string name)
    {
        var slug = new StringBuilder(name.Length);
        foreach (var rune in name.Normalize(NormalizationForm.FormD).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                slug.Append(Rune.ToLowerInvariant(rune).ToString());
            }
            else if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.SpacingCombiningMark)
            {
                slug.Append(rune.ToString());
            }
            else if (
                Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark
                && slug.Length > 0
                && slug[^1] != '-'
            )
            {
                slug.Append('-');
            }
        }
        return slug.ToString().TrimEnd('-').Normalize(NormalizationForm.FormC);
    }
}
