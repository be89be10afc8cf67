using System.Text.RegularExpressions;
using AngleSharp.Dom;
using Distributor.Articles.Reading.Texts;

namespace Distributor.Articles.Reading.Pages;

/// <summary>
/// Six rules that take out of an extracted article what is not its text; developed on one half of a set of news pages
/// and measured on the other, each earns its place. A rule that would leave under 40 % of the text is skipped.
/// </summary>
internal static partial class BlockRules
{
    private const double LeastLeft = 0.4;

    /// <summary>Finds the elements to take out; the title is the one already known of the article.</summary>
    public delegate IEnumerable<IElement> Rule(IElement root, string title);

    public static IReadOnlyList<Rule> All { get; } =
    [Captions, LinkBlocks, Bylines, Promotions, Remarks, TitleRepetitions];

    public static void Apply(IElement root, string title)
    {
        foreach (var rule in All)
        {
            Apply(rule, root, title);
        }
    }

    public static void Apply(Rule rule, IElement root, string title)
    {
        var doomed = rule(root, title).ToHashSet();
        var outermost = doomed.Where(element => !Ancestors(element).Any(doomed.Contains)).ToArray();
        var all = PageBlocks.Line(root).Length;
        if (all - outermost.Sum(element => PageBlocks.Line(element).Length) < all * LeastLeft)
        {
            return;
        }
        foreach (var element in outermost)
        {
            element.Remove();
        }
    }

    /// <summary>1: captions and credits of pictures.</summary>
    public static IEnumerable<IElement> Captions(IElement root, string title) =>
        root.QuerySelectorAll("*")
            .Where(element => element.LocalName == "figcaption" || PageBlocks.IsNamed(element, CaptionWords))
            .Where(element => element.QuerySelector("img, picture, video") is null);

    /// <summary>2: short blocks that are mostly links: navigation, tags, "read this too".</summary>
    public static IEnumerable<IElement> LinkBlocks(IElement root, string title) =>
        PageBlocks.Leaves(root).Where(block => PageBlocks.LinkDensity(block) > 0.8 && PageBlocks.Words(block) <= 30);

    /// <summary>3: who and when, as a block of its own or as a bare time between blocks.</summary>
    public static IEnumerable<IElement> Bylines(IElement root, string title) =>
        PageBlocks
            .Leaves(root)
            .Where(block =>
                PageBlocks.Words(block) <= 20 && BylineText().IsMatch(PageBlocks.Line(block))
                || PageBlocks.Words(block) <= 25 && IsMostlyTime(block)
                || PageBlocks.Words(block) <= 25 && PageBlocks.IsNamed(block, BylineWords)
            )
            .Concat(root.QuerySelectorAll("time").Where(time => PageBlocks.HoldsBlocks(time.ParentElement!)));

    /// <summary>4: boxes about the author, other stories, sharing, newsletters, rights; never a large part of the text.</summary>
    public static IEnumerable<IElement> Promotions(IElement root, string title)
    {
        var all = PageBlocks.Line(root).Length;
        return root.QuerySelectorAll("*")
            .Where(element =>
                PageBlocks.IsNamed(element, PromotionWords) && PageBlocks.Line(element).Length < all * 0.35
            );
    }

    /// <summary>5: blocks that open like a remark of the site: read more, subscribe, ©.</summary>
    public static IEnumerable<IElement> Remarks(IElement root, string title) =>
        PageBlocks
            .Leaves(root)
            .Where(block => PageBlocks.Words(block) <= 45 && Furniture.IsFurniture(PageBlocks.Line(block)));

    /// <summary>6: the title once more.</summary>
    public static IEnumerable<IElement> TitleRepetitions(IElement root, string title) =>
        PageBlocks.Leaves(root).Where(block => Letters(PageBlocks.Line(block)) == Letters(title));

    private static IEnumerable<INode> Ancestors(INode element)
    {
        for (var parent = element.Parent; parent is not null; parent = parent.Parent)
        {
            yield return parent;
        }
    }

    private static bool IsMostlyTime(IElement block) =>
        block.QuerySelectorAll("time").Sum(time => PageBlocks.Line(time).Length) * 2 > PageBlocks.Line(block).Length;

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    private static readonly string[] CaptionWords =
    [
        "caption",
        "captions",
        "credit",
        "credits",
        "wp-caption-text",
        "figcaption",
    ];

    private static readonly string[] BylineWords =
    [
        "byline",
        "dateline",
        "timestamp",
        "pubdate",
        "published",
        "posted",
        "date",
        "meta",
    ];

    private static readonly string[] PromotionWords =
    [
        "bio",
        "related",
        "share",
        "sharing",
        "social",
        "newsletter",
        "subscribe",
        "subscription",
        "signup",
        "copyright",
        "promo",
        "promotion",
        "recommended",
        "recommendations",
        "trending",
        "advert",
        "advertisement",
        "sponsored",
        "cookie",
        "cookies",
        "comments",
        "breadcrumb",
        "breadcrumbs",
        "tags",
        "outbrain",
        "taboola",
        "paywall",
        "toolbar",
    ];

    [GeneratedRegex(
        @"^(?:(?i:by|von|par|por)\s+\p{Lu}[\p{L}\p{M}.'’-]*(?:\s+(?:(?:and|und|et|y)\s+)?\p{Lu}[\p{L}\p{M}.'’-]*){1,6}(?:\s*[|,•·–—-].*)?"
            + @"|(?:(?i:first published|published|last updated|updated|posted|last modified)(?:\s+(?:on|at))?\s*:?\s*)?"
            + @"(?:(?:\p{L}{3,9},?\s+)?\d{1,2}[./ -]\p{L}*\d*[./ -]\d{2,4}|\p{L}{3,9}\.?\s+\d{1,2},?\s+\d{4}|\d{4}-\d{2}-\d{2})"
            + @"(?:[T ,]+(?:at\s+)?\d{1,2}[:.]\d{2}.{0,12})?"
            + @"|\d{1,3}\s+(?i:min|mins|minutes?|hours?|days?)\s+(?i:read|ago))$",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex BylineText();
}
