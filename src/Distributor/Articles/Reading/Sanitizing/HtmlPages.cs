using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Distributor.Articles.Reading.Sanitizing;

/// <summary>The only door to the HTML parser: bounds first, and once more on the tree it built.</summary>
internal static class HtmlPages
{
    /// <summary>Null when <paramref name="fault"/> says why the document was not parsed.</summary>
    public static IHtmlDocument? Parse(string html, out HtmlFault fault, int maxElements = HtmlBounds.MaxElements)
    {
        fault = HtmlBounds.Check(html, maxElements);
        if (fault != HtmlFault.None)
        {
            return null;
        }
        var document = new HtmlParser(new HtmlParserOptions { IsScripting = false }).ParseDocument(html);
        // The scan before the parser knows no tree; whatever it misjudged is caught here, before quadratic walks begin.
        if (DeeperThan(document.DocumentElement, ReadLimits.MaxDepth + 3))
        {
            fault = HtmlFault.TooDeep;
            return null;
        }
        return document;
    }

    private static bool DeeperThan(INode root, int limit)
    {
        var depth = 0;
        INode? node = root;
        while (node is not null)
        {
            if (node.FirstChild is not null)
            {
                node = node.FirstChild;
                if (++depth > limit)
                {
                    return true;
                }
                continue;
            }
            while (node is not null && node != root && node.NextSibling is null)
            {
                node = node.Parent;
                depth--;
            }
            node = node == root ? null : node?.NextSibling;
        }
        return false;
    }
}
