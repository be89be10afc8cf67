using System.Text;
using AngleSharp.Dom;

namespace Distributor.Articles.Reading.Sanitizing;

/// <summary>The text of a tree of bounded depth: one line per block, list item or line break.</summary>
internal static class BlockText
{
    public static string Of(INode root) => string.Join('\n', LinesOf(root));

    public static IReadOnlyList<string> LinesOf(INode root)
    {
        var text = new StringBuilder();
        Append(root, text);
        return Paragraphs.Split(text.ToString());
    }

    private static void Append(INode node, StringBuilder text)
    {
        if (node is IText words)
        {
            // Line ends of the source are spaces to a browser, save in <pre>.
            text.Append(words.ParentElement?.Closest("pre") is null ? words.Data.ReplaceLineEndings(" ") : words.Data);
            return;
        }
        var name = (node as IElement)?.LocalName;
        if (name is "script" or "style" or "template" or "video" or "audio" or "rp")
        {
            return;
        }
        var breaks = name is not null && IsBlock(name);
        Break(breaks, text);
        foreach (var child in node.ChildNodes)
        {
            Append(child, text);
        }
        Break(breaks, text);
        if (name is "td" or "th")
        {
            text.Append(' ');
        }
    }

    private static void Break(bool breaks, StringBuilder text)
    {
        if (breaks)
        {
            text.Append('\n');
        }
    }

    private static bool IsBlock(string name) =>
        name
            is "p"
                or "div"
                or "br"
                or "hr"
                or "h1"
                or "h2"
                or "h3"
                or "h4"
                or "h5"
                or "h6"
                or "ul"
                or "ol"
                or "li"
                or "dl"
                or "dt"
                or "dd"
                or "blockquote"
                or "pre"
                or "address"
                or "section"
                or "article"
                or "aside"
                or "header"
                or "footer"
                or "main"
                or "nav"
                or "table"
                or "caption"
                or "tr"
                or "figure"
                or "figcaption"
                or "details"
                or "summary";
}
