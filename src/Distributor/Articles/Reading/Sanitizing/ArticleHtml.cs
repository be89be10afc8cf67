using System.Globalization;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Ganss.Xss;

namespace Distributor.Articles.Reading.Sanitizing;

/// <summary>
/// Sanitises with HtmlSanitizer and an allow list, makes links absolute, and writes the text of the article beside it.
/// A document too deep or too large for an HTML parser keeps its words and loses its markup.
/// </summary>
public sealed class ArticleHtml : IArticleHtml
{
    private const int MostRounds = 6;

    private readonly HtmlSanitizer _sanitizer = CreateSanitizer();

    public CleanHtml Clean(string html, Uri? baseUri)
    {
        var document = ParseFragment(html) ?? ParseFragment(TagStripper.ToParagraphs(html));
        if (document?.Body is not IHtmlElement body)
        {
            return new CleanHtml("", "", []);
        }
        _sanitizer.SanitizeDom(document, body, baseUri?.AbsoluteUri ?? "");
        RemoveTrackingPixels(body);
        DropAddressesWithoutScheme(body);
        MarkLinks(body);
        body = Settle(body);
        var images = body.QuerySelectorAll("img[src]")
            .Select(image => new Uri(image.GetAttribute("src")!, UriKind.Absolute))
            .Distinct()
            .ToArray();
        return new CleanHtml(Serialize(body), BlockText.Of(body), images);
    }

    /// <summary>
    /// Unwrapping can leave a tree that HTML cannot spell, such as a paragraph in a paragraph; it is written and parsed
    /// again until the tree is the one every reader of the HTML will build.
    /// </summary>
    private static IHtmlElement Settle(IHtmlElement body)
    {
        var html = Serialize(body);
        for (var round = 0; round < MostRounds; round++)
        {
            if (ParseFragment(html)?.Body is not { } next)
            {
                break;
            }
            var again = Serialize(next);
            if (again == html)
            {
                return next;
            }
            html = again;
        }
        return ParseFragment(Paragraphs.ToHtml(BlockText.LinesOf(body)))!.Body!;
    }

    /// <summary>In standards mode, as the pages and mails that show it will be.</summary>
    private static IHtmlDocument? ParseFragment(string html) => HtmlPages.Parse("<!DOCTYPE html>" + html, out _);

    private static HtmlSanitizer CreateSanitizer()
    {
        // Without KeepChildNodes the words inside <font>, <center> and custom tags would be lost with their tags.
        var sanitizer = new HtmlSanitizer(AllowedHtml.Options()) { KeepChildNodes = true };
        sanitizer.RemovingTag += (_, removing) =>
        {
            if (AllowedHtml.EmptiedTags.Contains(removing.Tag.LocalName))
            {
                removing.Tag.TextContent = "";
            }
        };
        return sanitizer;
    }

    /// <summary>Pictures of one pixel count readers; they show nothing.</summary>
    private static void RemoveTrackingPixels(IElement body)
    {
        foreach (var image in body.QuerySelectorAll("img").Where(IsPixel).ToArray())
        {
            image.Remove();
        }

        static bool IsPixel(IElement image) => IsTiny(image, "width") && IsTiny(image, "height");

        static bool IsTiny(IElement image, string side) =>
            int.TryParse(image.GetAttribute(side), NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            && size <= 1;
    }

    /// <summary>Without a base a relative address leads nowhere, or worse: to our own site.</summary>
    private static void DropAddressesWithoutScheme(IElement body)
    {
        foreach (var attribute in (string[])["href", "src", "cite", "poster", "srcset"])
        {
            foreach (var element in body.QuerySelectorAll($"[{attribute}]").ToArray())
            {
                if (!IsAbsolute(element.GetAttribute(attribute)!))
                {
                    element.RemoveAttribute(attribute);
                }
            }
        }

        static bool IsAbsolute(string address) =>
            Uri.TryCreate(address.Trim().Split(' ', ',')[0], UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https" or "mailto";
    }

    private static string Serialize(IElement body) =>
        string.Concat(body.ChildNodes.Select(node => node.ToHtml(HtmlFormatter.Instance))).Trim();

    private static void MarkLinks(IElement body)
    {
        foreach (var link in body.QuerySelectorAll("a[href]"))
        {
            link.SetAttribute("rel", "nofollow noopener");
        }
    }
}
