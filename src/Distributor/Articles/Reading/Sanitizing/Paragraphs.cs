using System.Net;
using System.Text;

namespace Distributor.Articles.Reading.Sanitizing;

/// <summary>Plain text as a list of lines without stray white space, and such a list as HTML.</summary>
internal static class Paragraphs
{
    /// <summary>One entry per line that has words.</summary>
    public static IReadOnlyList<string> Split(string text) =>
        [.. text.Split('\n').Select(OneLine).Where(line => line.Length > 0)];

    public static string ToHtml(IEnumerable<string> paragraphs) =>
        string.Join('\n', paragraphs.Select(paragraph => $"<p>{WebUtility.HtmlEncode(paragraph)}</p>"));

    /// <summary>
    /// White space and control characters collapsed to single spaces; soft hyphens go, because plain text is not
    /// hyphenated by anybody.
    /// </summary>
    public static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (char.IsWhiteSpace(character) || char.IsControl(character))
            {
                if (line.Length > 0 && line[^1] != ' ')
                {
                    line.Append(' ');
                }
            }
            else if (character is not ('\u00AD' or '\u200B' or '\uFEFF'))
            {
                line.Append(character);
            }
        }
        return line.ToString().TrimEnd();
    }
}
