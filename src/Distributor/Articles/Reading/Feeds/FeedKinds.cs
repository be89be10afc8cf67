using Distributor.Articles.Reading.Feeds.Xml;

namespace Distributor.Articles.Reading.Feeds;

/// <summary>What a text is, seen from its first tags.</summary>
static class FeedKinds
{
    /// <summary>Comments and style sheets may stand before the root, but not more than this.</summary>
    const int HeadLength = 8_192;

    public static bool LooksLikeXmlFeed(string text) =>
        FirstName(text) is "rss" or "rdf" or "feed" or "channel" or "entry";

    public static bool LooksLikePage(string text) =>
        FirstName(text) is "html" or "head" or "body" or "title" or "meta" or "link" or "script" or "div" or "p"
        || text.AsSpan(0, Math.Min(text.Length, HeadLength))
            .Contains("<!doctype html", StringComparison.OrdinalIgnoreCase);

    /// <summary>Name of the first element in lower case, without prefix; empty when there is none.</summary>
    static string FirstName(string text)
    {
        var tokens = new XmlTokenizer(text[..Math.Min(text.Length, HeadLength)]);
        var token = tokens.Next();
        while (token.Kind is XmlTokenKind.Text or XmlTokenKind.End)
            token = tokens.Next();
        var name = token.Value.ToLowerInvariant();
        return name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..];
    }
}
