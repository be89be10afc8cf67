using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Distributor.Articles.Reading.Feeds.Fields;

/// <summary>Finds HTML tags in short texts without parsing them, so that <c>1 &lt; 2</c> and <c>List&lt;T&gt;</c> stay text.</summary>
static partial class HtmlTags
{
    static readonly FrozenSet<string> Names = FrozenSet.ToFrozenSet(
        [
            .. "a abbr acronym address article aside audio b big blockquote body br button center cite code col".Split(
                ' '
            ),
            .. "dd del details dfn div dl dt em embed figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header".Split(
                ' '
            ),
            .. "hr html i iframe img input ins kbd label li link main mark meta nav nobr noscript object ol option p".Split(
                ' '
            ),
            .. "param picture pre q rp rt ruby s samp script section select small source span strike strong style sub".Split(
                ' '
            ),
            .. "summary sup svg table tbody td textarea tfoot th thead time tr tt u ul var video wbr".Split(' '),
        ],
        StringComparer.OrdinalIgnoreCase
    );

    static readonly FrozenSet<string> Blocks = FrozenSet.ToFrozenSet(
        "address article aside blockquote br dd div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre section table td th tr ul".Split(
            ' '
        ),
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>True when there is at least one tag of HTML in it.</summary>
    public static bool HasAny(string text)
    {
        foreach (var tag in Tag().EnumerateMatches(text))
            if (Names.Contains(NameOf(text.AsSpan(tag.Index, tag.Length))))
                return true;
        return false;
    }

    /// <summary>True when some element is opened and closed again: then it was meant as markup, not as a word about markup.</summary>
    public static bool HasPair(string text)
    {
        var opened = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var tag in Tag().EnumerateMatches(text))
        {
            var written = text.AsSpan(tag.Index, tag.Length);
            var name = NameOf(written);
            if (written[1] != '/')
                opened.Add(name);
            else if (opened.Contains(name))
                return true;
        }
        return false;
    }

    /// <summary>Without tags of HTML, comments, and the content of script and style; a block becomes a space.</summary>
    public static string Strip(string text) =>
        Tag()
            .Replace(
                WithoutScripts(text),
                tag =>
                    NameOf(tag.ValueSpan) is var name && Blocks.Contains(name) ? " "
                    : Names.Contains(name) || name.Length == 0 ? ""
                    : tag.Value
            );

    /// <summary>By hand and not by a pattern: an unclosed script would make a pattern look again from every start.</summary>
    static string WithoutScripts(string text)
    {
        foreach (var name in (string[])["script", "style"])
        {
            var start = 0;
            while ((start = text.IndexOf($"<{name}", start, StringComparison.OrdinalIgnoreCase)) >= 0)
            {
                var end = text.IndexOf($"</{name}", start, StringComparison.OrdinalIgnoreCase);
                text = end < 0 ? text[..start] : text.Remove(start, end - start);
                start = Math.Min(start + 1, text.Length);
            }
        }
        return text;
    }

    /// <summary>Empty for a comment.</summary>
    static string NameOf(ReadOnlySpan<char> tag)
    {
        var name = tag[(tag[1] == '/' ? 2 : 1)..];
        var length = 0;
        while (length < name.Length && char.IsAsciiLetterOrDigit(name[length]))
            length++;
        return name[..length].ToString();
    }

    [GeneratedRegex("""<!--[^<>]{0,2000}>|</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*|/)?>""")]
    private static partial Regex Tag();
}
