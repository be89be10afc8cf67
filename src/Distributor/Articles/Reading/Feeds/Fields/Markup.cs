using System.Net;
using System.Text;
using Distributor.Articles.Reading.Feeds.Xml;

namespace Distributor.Articles.Reading.Feeds.Fields;

/// <summary>Writes the inside of an element as HTML again: XHTML content, and descriptions nobody escaped.</summary>
static class Markup
{
    static readonly string[] AddressAttributes = ["href", "src", "cite", "poster", "data", "action"];

    static readonly string[] Voids =
    [
        "br",
        "hr",
        "img",
        "wbr",
        "input",
        "source",
        "track",
        "col",
        "area",
        "embed",
        "param",
    ];

    public static string Of(FeedElement element)
    {
        var html = new StringBuilder();
        var todo = new Stack<(FeedNode Node, string? Text)>();
        Push(todo, element);
        while (todo.TryPop(out var next))
        {
            if (next.Text is not null)
                html.Append(next.Text);
            else if (next.Node.Element is not { } child)
                html.Append(Text(next.Node.Text));
            else
            {
                Start(html, child, element.Base);
                if (!Voids.Contains(child.Name))
                    todo.Push((default, $"</{child.Name}>"));
                Push(todo, child);
            }
        }
        return html.ToString().Trim();
    }

    /// <summary>The one div that RFC 4287, section 3.1.1.3, puts around XHTML is no part of the content.</summary>
    public static FeedElement WithoutOuterDiv(FeedElement element)
    {
        var meaningful = element
            .Nodes.Where(n => n.Element is not null || !string.IsNullOrWhiteSpace(n.Text))
            .Take(2)
            .ToArray();
        return meaningful is [{ Element: { Name: "div" } div }] ? div : element;
    }

    static void Push(Stack<(FeedNode, string?)> todo, FeedElement element)
    {
        for (var i = element.Nodes.Count - 1; i >= 0; i--)
            todo.Push((element.Nodes[i], null));
    }

    /// <summary>Text beside real elements that holds tags itself was escaped twice or stood in CDATA; it is HTML as it is.</summary>
    static string Text(string text) => HtmlTags.HasAny(text) ? text : WebUtility.HtmlEncode(text);

    static void Start(StringBuilder html, FeedElement element, Uri? outerBase)
    {
        html.Append('<').Append(element.Name);
        foreach (var attribute in element.Attributes)
        {
            if (attribute.Vocabulary != Vocabulary.Rss)
                continue;
            // xml:base inside the content is unknown to HTML, so such addresses are resolved here.
            var resolved =
                element.Base != outerBase && AddressAttributes.Contains(attribute.Name)
                    ? Addresses.Resolve(attribute.Value, element.Base)?.AbsoluteUri
                    : null;
            html.Append(' ').Append(attribute.Name).Append("=\"");
            html.Append(WebUtility.HtmlEncode(resolved ?? attribute.Value)).Append('"');
        }
        html.Append('>');
    }
}
