using System.Text.RegularExpressions;

namespace Distributor.Articles.Reading.Feeds.Fields;

/// <summary>
/// How deep HTML nests, counted without a parser: building the tree of 40,000 nested elements takes an HTML parser
/// seconds, of 200,000 for ever.
/// </summary>
static partial class HtmlDepth
{
    /// <summary>True when it would nest deeper than <see cref="ReadLimits.MaxDepth"/>; elements without end tag do not count.</summary>
    public static bool IsTooDeep(string html)
    {
        var depth = 0;
        foreach (var tag in Tag().EnumerateMatches(html))
        {
            var written = html.AsSpan(tag.Index, tag.Length);
            if (written[1] == '/')
                depth = Math.Max(0, depth - 1);
            else if (!written.EndsWith("/") && !NoEndTag().IsMatch(written) && ++depth > ReadLimits.MaxDepth)
                return true;
        }
        return false;
    }

    [GeneratedRegex("</?[A-Za-z][A-Za-z0-9]*")]
    private static partial Regex Tag();

    /// <summary>Void elements, and those a parser closes by itself before the next of their kind.</summary>
    [GeneratedRegex(
        "^<(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|p|li|dt|dd|tr|td|th|option)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex NoEndTag();
}
