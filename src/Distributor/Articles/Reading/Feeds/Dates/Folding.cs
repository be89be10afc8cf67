using System.Globalization;
using System.Text;

namespace Distributor.Articles.Reading.Feeds.Dates;

static class Folding
{
    /// <summary>In lower case and without accents, so that <c>février</c>, <c>Fevrier</c> and <c>FÉVRIER</c> are one word.</summary>
    public static string WithoutAccents(string word)
    {
        var result = new StringBuilder(word.Length);
        foreach (var c in word.Normalize(NormalizationForm.FormD))
            if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
                result.Append(char.ToLowerInvariant(c));
        return result.ToString();
    }
}
