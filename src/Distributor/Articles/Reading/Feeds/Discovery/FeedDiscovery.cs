using Distributor.Articles.Reading.Feeds.Fields;
using Distributor.Articles.Reading.Sanitizing;

namespace Distributor.Articles.Reading.Feeds.Discovery;

/// <summary>A feed that a page names, or that may be there.</summary>
/// <param name="Url">Absolute address, http or https.</param>
/// <param name="Title">As the page calls it; null when it does not.</param>
/// <param name="Type">Media type in lower case, such as <c>application/rss+xml</c>.</param>
public sealed record DiscoveredFeed(Uri Url, string? Title, string Type);

/// <summary>Finds the feeds of a site from one of its pages.</summary>
public static class FeedDiscovery
{
    static readonly string[] Types =
    [
        "application/rss+xml",
        "application/atom+xml",
        "application/feed+json",
        "application/rdf+xml",
        "application/json",
    ];

    /// <summary>Where feeds usually are, most usual first.</summary>
    static readonly string[] Paths =
    [
        "feed/",
        "rss/",
        "atom.xml",
        "feed.xml",
        "feed.atom",
        "index.xml",
        "index.rss",
        "rss.xml",
        "rss/feed.xml",
        "feed.json",
    ];

    /// <summary>
    /// The feeds the page links to with <c>link rel="alternate"</c>, in its order and each once. Empty when it names none.
    /// </summary>
    /// <param name="html">The page.</param>
    /// <param name="pageUri">Its final address; a <c>base</c> element on the page is respected.</param>
    public static IReadOnlyList<DiscoveredFeed> Find(string html, Uri pageUri)
    {
        using var document = HtmlPages.Parse(html, out _) ?? HtmlPages.Parse(Head(html), out _);
        if (document is null)
            return [];
        var baseUri = Addresses.Resolve(document.QuerySelector("base[href]")?.GetAttribute("href"), pageUri) ?? pageUri;
        return
        [
            .. document
                .QuerySelectorAll("link[href][type]")
                .Where(link => HasWord(link.GetAttribute("rel"), "alternate"))
                .Select(link =>
                    Feed(link.GetAttribute("href"), link.GetAttribute("title"), link.GetAttribute("type"), baseUri)
                )
                .OfType<DiscoveredFeed>()
                .DistinctBy(feed => feed.Url),
        ];
    }

    /// <summary>Well-known addresses worth a try when the page names no feed: in the folder of the page, then at the root.</summary>
    public static IReadOnlyList<Uri> Guesses(Uri pageUri)
    {
        if (!Addresses.IsWeb(pageUri))
            return [];
        var root = new Uri(pageUri.GetLeftPart(UriPartial.Authority) + "/");
        var folder = pageUri.AbsolutePath.EndsWith('/') ? pageUri : new Uri(pageUri.GetLeftPart(UriPartial.Path) + "/");
        return
        [
            .. ((Uri[])[folder, new Uri(pageUri, "."), root])
                .Distinct()
                .SelectMany(place => Paths.Select(path => new Uri(place, path)))
                .Distinct(),
        ];
    }

    /// <summary>A page that is too much for a parser is read up to its body: there the feeds are named.</summary>
    static string Head(string html) =>
        html.IndexOf("<body", StringComparison.OrdinalIgnoreCase) is >= 0 and var body ? html[..body] : "";

    static DiscoveredFeed? Feed(string? href, string? title, string? type, Uri baseUri)
    {
        var mediaType = (type ?? "").Split(';')[0].Trim().ToLowerInvariant();
        if (!Types.Contains(mediaType) || Addresses.Resolve(AsHttp(href), baseUri) is not { } url)
            return null;
        // application/json is also the type of a site's programming interface; WordPress announces that on every page.
        if (
            mediaType == "application/json"
            && url.AbsolutePath.Contains("/wp-json", StringComparison.OrdinalIgnoreCase)
        )
            return null;
        return new DiscoveredFeed(
            url,
            PlainText.OneLine(title ?? "") is { Length: > 0 } words ? words : null,
            mediaType
        );
    }

    /// <summary>The scheme <c>feed:</c> was once written in front of the address or instead of http.</summary>
    static string? AsHttp(string? href) =>
        href?.Trim() switch
        {
            { } address when address.StartsWith("feed://", StringComparison.OrdinalIgnoreCase) =>
                $"http://{address[7..]}",
            { } address when address.StartsWith("feed:", StringComparison.OrdinalIgnoreCase) => address[5..],
            var address => address,
        };

    static bool HasWord(string? list, string word) =>
        (list ?? "")
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Contains(word, StringComparer.OrdinalIgnoreCase);
}
