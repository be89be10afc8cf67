using System.Globalization;
using System.Text;

namespace Distributor.Articles.Topics;

/// <summary>Brings a category and a topic name to the form in which they are compared.</summary>
internal static class TopicWords
{
    private static readonly string[] Fillers = ["news", "section", "desk", "headlines", "stories", "the"];

    /// <summary>Lower case, no accents, no punctuation, single spaces, singular last word; empty when nothing is left.</summary>
    public static string Normalize(string name)
    {
        var words = Plain(name).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var telling = words.Where(word => !Fillers.Contains(word)).ToArray();
        // "News" alone is a name like any other.
        words = telling.Length > 0 ? telling : words;
        if (words.Length > 0)
        {
            words[^1] = Singular(words[^1]);
        }
        return string.Join(' ', words);
    }

    /// <summary>The parts of a category that names several things or a path: <c>News &gt; Foreign</c>.</summary>
    public static IReadOnlyList<string> Parts(string category) =>
        category.Split(
            ['/', '>', '»', '›', '|', ',', ';', '&', '+', '\\', ':', '•', '·'],
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
        );

    private static string Plain(string name)
    {
        var plain = new StringBuilder(name.Length);
        foreach (
            var character in name.Replace("&", " and ", StringComparison.Ordinal).Normalize(NormalizationForm.FormD)
        )
        {
            switch (CharUnicodeInfo.GetUnicodeCategory(character))
            {
                case UnicodeCategory.NonSpacingMark:
                case UnicodeCategory.Format:
                    break;
                case UnicodeCategory.UppercaseLetter
                or UnicodeCategory.LowercaseLetter
                or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter
                or UnicodeCategory.OtherLetter
                or UnicodeCategory.DecimalDigitNumber
                or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.Surrogate:
                    plain.Append(char.ToLowerInvariant(character));
                    break;
                default:
                    plain.Append(' ');
                    break;
            }
        }
        return plain.ToString().Normalize(NormalizationForm.FormC);
    }

    private static string Singular(string word) =>
        word.Length > 3
        && word.EndsWith('s')
        && !word.EndsWith("ss", StringComparison.Ordinal)
        && !word.EndsWith("us", StringComparison.Ordinal)
        && !word.EndsWith("is", StringComparison.Ordinal)
        && !word.EndsWith("ics", StringComparison.Ordinal)
            ? word[..^1]
            : word;
}
