using AngleSharp.Dom;
using Distributor.Articles.Reading.Sanitizing;

namespace Distributor.Articles.Reading.Pages;

/// <summary>The title of the article without the name of the site that templates hang on to it.</summary>
internal static class PageTitle
{
    private static readonly string[] Separators = [" | ", " - ", " – ", " — ", " · ", " • ", " » ", " :: "];

    public static string? Choose(IDocument page, string? headline, MetaTags meta)
    {
        var headings = page.QuerySelectorAll("h1").Select(Line).Where(line => line.Length > 0).ToArray();
        return new[]
        {
            headline,
            meta["og:title", "twitter:title", "dc.title"],
            headings.Length == 1 ? headings[0] : null,
            page.Title,
            headings.FirstOrDefault(),
        }
            .OfType<string>()
            .Select(title => WithoutSite(Paragraphs.OneLine(HtmlText.Plain(title)), meta["og:site_name"], headings))
            .FirstOrDefault(title => title.Length > 0);
    }

    /// <summary>Cuts behind the last separator when that is the site's name, or when a heading of the page is what stands before it.</summary>
    private static string WithoutSite(string title, string? site, IReadOnlyList<string> headings)
    {
        foreach (var separator in Separators)
        {
            var cut = title.LastIndexOf(separator, StringComparison.Ordinal);
            if (cut <= 0)
            {
                continue;
            }
            var front = title[..cut].Trim();
            var isSite =
                site is not null
                && title[(cut + separator.Length)..].Trim().Equals(site.Trim(), StringComparison.OrdinalIgnoreCase);
            if (isSite || headings.Any(heading => heading.Equals(front, StringComparison.OrdinalIgnoreCase)))
            {
                return front;
            }
        }
        return title;
    }

    private static string Line(IElement heading) => Paragraphs.OneLine(heading.TextContent);
}
