using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Distributor.Articles.Reading.Feeds.Fields;

/// <summary>
/// How deep HTML nests, counted without a parser: building the tree of 40,000 nested elements takes an HTML parser
/// seconds, of 200,000 for ever. Where the rules of the HTML standard are too many to follow, it counts too much rather
/// than too little.
/// </summary>
static partial class HtmlDepth
{
    /// <summary>Void elements, and those a parser closes by itself before the next of their kind.</summary>
    static readonly FrozenSet<string> Unnested = FrozenSet.ToFrozenSet(
        "area base br col embed hr img input link meta param source track wbr p li dt dd tr td th option".Split(' '),
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>
    /// Elements whose end tag closes all that is open in them. Any other end tag (of <c>span</c>, <c>b</c>) does nothing
    /// while one of these is open inside its element (HTML standard, 13.2.6.4.7), so it must not be counted.
    /// </summary>
    static readonly FrozenSet<string> Blocks = FrozenSet.ToFrozenSet(
        (
            "address article aside blockquote body button center details dialog dir div dl fieldset figcaption figure footer form "
            + "h1 h2 h3 h4 h5 h6 header hgroup html listing main menu nav ol pre search section select summary table tbody ul"
        ).Split(' '),
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>True when it would nest deeper than <see cref="ReadLimits.MaxDepth"/>.</summary>
    public static bool IsTooDeep(string html)
    {
        var open = new List<string>();
        foreach (var tag in Tag().EnumerateMatches(html))
        {
            var written = html.AsSpan(tag.Index, tag.Length);
            if (written[1] == '/')
                Close(open, written[2..]);
            else if (written[1..].ToString() is var name && !Unnested.Contains(name))
                open.Add(name);
            if (open.Count > ReadLimits.MaxDepth)
                return true;
        }
        return false;
    }

    static void Close(List<string> open, ReadOnlySpan<char> name)
    {
        for (var i = open.Count - 1; i >= 0; i--)
        {
            if (name.Equals(open[i], StringComparison.OrdinalIgnoreCase))
            {
                open.RemoveRange(i, open.Count - i);
                return;
            }
            // A table is a wall for end tags of both kinds.
            if (
                open[i].Equals("table", StringComparison.OrdinalIgnoreCase)
                || (Blocks.Contains(open[i]) && !IsBlock(name))
            )
                return;
        }
    }

    static bool IsBlock(ReadOnlySpan<char> name) => Blocks.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name);

    [GeneratedRegex("</?[A-Za-z][A-Za-z0-9]*")]
    private static partial Regex Tag();
}
