using System.Collections.Frozen;
using Ganss.Xss;

namespace Distributor.Articles.Reading.Sanitizing;

/// <summary>What an article may be made of. Everything else loses its tag, and dangerous elements their content too.</summary>
internal static class AllowedHtml
{
    private static readonly string[] Tags =
    [
        .. Words("p div span br hr h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre address"),
        .. Words("section article aside header footer main nav"),
        .. Words("table caption colgroup col thead tbody tfoot tr th td"),
        .. Words("a b strong i em u s del ins sub sup small mark abbr cite q code kbd samp var dfn bdi bdo wbr time"),
        .. Words("img figure figcaption picture source video audio track details summary ruby rt rp"),
    ];

    private static readonly string[] Attributes =
    [
        .. Words("href src srcset sizes alt title width height cite datetime"),
        .. Words("colspan rowspan scope lang dir start type poster controls"),
    ];

    private static readonly string[] Emptied =
    [
        .. Words("script style iframe frame frameset noframes object embed applet param noscript template"),
        .. Words("svg math title xmp plaintext noembed listing"),
        .. Words("input select option optgroup textarea button datalist output meter progress"),
    ];

    /// <summary>Options for a sanitiser without style, class, id or data: addresses.</summary>
    public static HtmlSanitizerOptions Options() =>
        new()
        {
            AllowedTags = Set(Tags),
            AllowedAttributes = Set(Attributes),
            AllowedSchemes = Set(["http", "https", "mailto"]),
            UriAttributes = Set(["href", "src", "cite", "poster"]),
            // A list of addresses, each looked at on its own; as one address only its first entry would be.
            UriListAttributes = Set(["srcset"]),
            AllowedCssProperties = Set([]),
            AllowedClasses = Set([]),
            AllowDataAttributes = false,
        };

    /// <summary>Elements whose content is code, a form control or another language, never words of the article.</summary>
    public static FrozenSet<string> EmptiedTags { get; } = Emptied.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static string[] Words(string words) => words.Split(' ');

    private static HashSet<string> Set(string[] words) => new(words, StringComparer.OrdinalIgnoreCase);
}
