namespace Distributor.Articles.Reading.Feeds.Xml;

/// <summary>
/// The namespaces feeds speak, whatever prefix they gave them. Matched exactly: a <c>description</c> of a foreign
/// namespace must never win over the one of the feed.
/// </summary>
enum Vocabulary
{
    /// <summary>No namespace, or one of the many that RSS 0.9x, 1.0 and 2.0 were given.</summary>
    Rss,
    Atom,
    Content,
    DublinCore,
    Media,
    ITunes,
    Feedburner,
    Xhtml,
    Rdf,
    Xml,
    Foreign,
}

static class Vocabularies
{
    public static Vocabulary OfUri(string uri)
    {
        var key = uri.Trim().TrimEnd('/', '#').ToLowerInvariant();
        key = key.StartsWith("https:", StringComparison.Ordinal) ? string.Concat("http:", key.AsSpan(6)) : key;
        return key switch
        {
            "" => Vocabulary.Rss,
            "http://purl.org/rss/1.0" or "http://purl.org/net/rss1.1" => Vocabulary.Rss,
            "http://my.netscape.com/rdf/simple/0.9" or "http://channel.netscape.com/rdf/simple/0.9" => Vocabulary.Rss,
            "http://my.netscape.com/publish/formats/rss-0.91.dtd" or "http://my.netscape.com/rdf/simple" =>
                Vocabulary.Rss,
            "http://backend.userland.com/rss" or "http://backend.userland.com/rss2" => Vocabulary.Rss,
            "http://backend.userland.com/rss091" or "http://backend.userland.com/rss092" => Vocabulary.Rss,
            "http://blogs.law.harvard.edu/tech/rss" or "http://cyber.law.harvard.edu/rss" => Vocabulary.Rss,
            "http://www.w3.org/2005/atom" or "http://purl.org/atom/ns" => Vocabulary.Atom,
            "http://purl.org/rss/1.0/modules/content" => Vocabulary.Content,
            "http://purl.org/dc/elements/1.1" or "http://purl.org/dc/elements/1.0" => Vocabulary.DublinCore,
            "http://purl.org/dc/terms" or "http://purl.org/dc" => Vocabulary.DublinCore,
            "http://search.yahoo.com/mrss" or "http://tools.search.yahoo.com/mrss" => Vocabulary.Media,
            "http://video.search.yahoo.com/mrss" or "http://api.search.yahoo.com/mrss" => Vocabulary.Media,
            "http://search.yahoo.com/rss" or "http://www.rssboard.org/media-rss" => Vocabulary.Media,
            "http://www.itunes.com/dtds/podcast-1.0.dtd" => Vocabulary.ITunes,
            "http://rssnamespace.org/feedburner/ext/1.0" => Vocabulary.Feedburner,
            "http://www.w3.org/1999/xhtml" => Vocabulary.Xhtml,
            "http://www.w3.org/1999/02/22-rdf-syntax-ns" => Vocabulary.Rdf,
            "http://www.w3.org/xml/1998/namespace" => Vocabulary.Xml,
            _ => Vocabulary.Foreign,
        };
    }

    /// <summary>What a prefix means that no one declared: its usual meaning.</summary>
    public static Vocabulary OfPrefix(string prefix) =>
        prefix.ToLowerInvariant() switch
        {
            "" or "rss" => Vocabulary.Rss,
            "atom" or "a10" or "atom10" or "atom03" => Vocabulary.Atom,
            "content" => Vocabulary.Content,
            "dc" or "dcterms" => Vocabulary.DublinCore,
            "media" => Vocabulary.Media,
            "itunes" => Vocabulary.ITunes,
            "feedburner" => Vocabulary.Feedburner,
            "xhtml" or "html" => Vocabulary.Xhtml,
            "rdf" => Vocabulary.Rdf,
            "xml" => Vocabulary.Xml,
            _ => Vocabulary.Foreign,
        };
}
