using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Distributor.Templates.Tests.Support;

/// <summary>A mail as a document, and questions about it.</summary>
internal static class Html
{
    public static IHtmlDocument Parse(string html) => new HtmlParser().ParseDocument(html);

    /// <summary>Value of one property of a style attribute, or null.</summary>
    public static string? Style(this IElement element, string property) =>
        (element.GetAttribute("style") ?? "")
            .Split(';')
            .Select(declaration => declaration.Split(':', 2))
            .Where(pair => pair.Length == 2 && pair[0] == property)
            .Select(pair => pair[1])
            .LastOrDefault();

    /// <summary>Texts a reader sees, each with the element it is in.</summary>
    public static IEnumerable<(string Text, IElement Parent)> VisibleTexts(this IHtmlDocument document) =>
        document
            .Body!.Descendants<IText>()
            .Where(text => text.Text.Trim(' ', '\n', '\u00A0').Length > 0)
            .Where(text => text.ParentElement!.Style("display") != "none")
            .Select(text => (text.Text, text.ParentElement!));

    /// <summary>The style the text inherits: the nearest element that says it.</summary>
    public static string? Inherited(this IElement element, string property)
    {
        for (var at = element; at is not null; at = at.ParentElement)
        {
            if (at.Style(property) is { } value)
            {
                return value;
            }
        }

        return null;
    }
}
