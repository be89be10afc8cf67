using AngleSharp.Dom;
using Distributor.Articles.Reading.Sanitizing;

namespace Distributor.Articles.Reading.Pages;

/// <summary>Measures of the text blocks of a page.</summary>
internal static class PageBlocks
{
    private const string Blocks =
        "p, div, li, h1, h2, h3, h4, h5, h6, figcaption, blockquote, td, th, dd, dt, pre, address, section, article, aside, header, footer, nav";

    /// <summary>The innermost blocks with words: none of them holds another block.</summary>
    public static IReadOnlyList<IElement> Leaves(IElement root) =>
        [.. root.QuerySelectorAll(Blocks).Where(block => !HoldsBlocks(block) && Words(block) > 0)];

    public static bool HoldsBlocks(IElement element) => element.QuerySelector(Blocks) is not null;

    /// <summary>The innermost element that holds all of the text: extraction leaves boxes in boxes.</summary>
    public static IElement WithoutWrappers(IElement root)
    {
        var inner = root;
        while (
            inner.Children is [{ LocalName: "div" or "article" or "section" or "main" } only]
            && Line(only).Length == Line(inner).Length
        )
        {
            inner = only;
        }
        return inner;
    }

    public static string Line(IElement block) => Paragraphs.OneLine(block.TextContent);

    public static int Words(IElement block) =>
        block.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

    /// <summary>Characters inside links over all characters.</summary>
    public static double LinkDensity(IElement block)
    {
        var all = Line(block).Length;
        return all == 0 ? 0 : block.QuerySelectorAll("a").Sum(link => Line(link).Length) / (double)all;
    }

    /// <summary>True when the element's class or id has one of these words as a word of its own.</summary>
    public static bool IsNamed(IElement element, IReadOnlyCollection<string> words) =>
        $"{element.ClassName} {element.Id}"
            .Split([' ', '-', '_'], StringSplitOptions.RemoveEmptyEntries)
            .Any(word => words.Contains(word, StringComparer.OrdinalIgnoreCase));
}
