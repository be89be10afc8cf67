using Distributor.Articles.Reading.Feeds.Xml;

namespace Distributor.Articles.Reading.Feeds.Fields;

/// <summary>The address of an item, its id, and what is attached to it.</summary>
static class ItemLinks
{
    /// <summary>
    /// The address people should be sent to. FeedBurner puts its counting address into link and keeps the true one in
    /// origLink; a guid serves when it is a permalink.
    /// </summary>
    public static Uri? Url(FeedElement item) =>
        OriginalLink(item) ?? AlternateLink(item) ?? PlainLink(item) ?? PermalinkGuid(item);

    /// <summary>The address of the site behind a feed.</summary>
    public static Uri? Site(FeedElement feed) => PlainLink(feed) ?? AlternateLink(feed);

    /// <summary>As written, without the space around it: RSS guid, Atom id, RDF about.</summary>
    public static string? Guid(FeedElement item) =>
        new[]
        {
            item.First(Vocabulary.Rss, "guid")?.Text(),
            item.First(Vocabulary.Atom, "id")?.Text(),
            item.First(Vocabulary.Rss, "id")?.Text(),
            item.Attribute(Vocabulary.Rdf, "about"),
        }.FirstOrDefault(id => !string.IsNullOrEmpty(id));

    public static IReadOnlyList<Enclosure> Enclosures(FeedElement item) =>
        [
            .. item.All(Vocabulary.Rss, "enclosure")
                .Select(e => Enclosure(e, e.Attribute("url") ?? e.Attribute("href") ?? e.Text()))
                .Concat(
                    AtomLinks(item).Where(l => Rel(l) == "enclosure").Select(l => Enclosure(l, l.Attribute("href")))
                )
                .OfType<Enclosure>()
                .DistinctBy(e => e.Url),
        ];

    static Uri? OriginalLink(FeedElement item) =>
        item.First(Vocabulary.Feedburner, "origlink") is { } link ? Addresses.Resolve(link.Text(), link.Base) : null;

    /// <summary>RFC 4287, section 4.2.7.2: a link without rel is an alternate. Of several, the page before other formats.</summary>
    static Uri? AlternateLink(FeedElement item) =>
        AtomLinks(item)
            .Where(l => Rel(l) == "alternate")
            .OrderBy(l => IsPage(l.Attribute("type")) ? 0 : 1)
            .Select(l => Addresses.Resolve(l.Attribute("href") ?? l.Text(), l.Base))
            .FirstOrDefault(u => u is not null);

    static Uri? PlainLink(FeedElement item) =>
        item.All(Vocabulary.Rss, "link")
            .Where(l => Rel(l) == "alternate")
            .Select(l => Addresses.Resolve(l.Text() is { Length: > 0 } text ? text : l.Attribute("href"), l.Base))
            .FirstOrDefault(u => u is not null);

    /// <summary>
    /// isPermaLink is true unless said otherwise, but many guids are numbers and tags all the same: it must look like an
    /// address too, and is never resolved against anything.
    /// </summary>
    static Uri? PermalinkGuid(FeedElement item)
    {
        if (item.First(Vocabulary.Rss, "guid") is not { } guid)
            // The id of an Atom entry is an address by accident only, but better than none.
            return Guid(item) is { } id ? Addresses.Resolve(id, null) : null;
        var isPermalink = !string.Equals(guid.Attribute("ispermalink"), "false", StringComparison.OrdinalIgnoreCase);
        return isPermalink ? Addresses.Resolve(guid.Text(), null) : null;
    }

    static IEnumerable<FeedElement> AtomLinks(FeedElement item) => item.All(Vocabulary.Atom, "link");

    static string Rel(FeedElement link) =>
        (link.Attribute("rel") ?? "alternate").ToLowerInvariant() switch
        {
            // The registered relations may be written in full (RFC 4287, section 4.2.7.2).
            var rel when rel.StartsWith("http://www.iana.org/assignments/relation/", StringComparison.Ordinal) => rel[
                41..
            ],
            var rel => rel,
        };

    static bool IsPage(string? type) =>
        type is null
        || type.StartsWith("text/html", StringComparison.OrdinalIgnoreCase)
        || type.StartsWith("application/xhtml", StringComparison.OrdinalIgnoreCase);

    static Enclosure? Enclosure(FeedElement element, string? written) =>
        Addresses.Resolve(written, element.Base) is { } url
            ? new Enclosure(
                url,
                element.Attribute("type"),
                long.TryParse(element.Attribute("length"), out var bytes) && bytes > 0 ? bytes : null
            )
            : null;
}
