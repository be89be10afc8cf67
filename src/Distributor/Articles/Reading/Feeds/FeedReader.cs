using Distributor.Articles.Reading.Charsets;
using Distributor.Articles.Reading.Feeds.Fields;
using Distributor.Articles.Reading.Feeds.Json;
using Distributor.Articles.Reading.Feeds.Xml;
using NodaTime;

namespace Distributor.Articles.Reading.Feeds;

/// <summary>
/// Reads RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, and JSON Feed. Forgiving: it takes what can be understood, whatever is
/// wrong around it, in time that grows with the length of the input and nothing else.
/// </summary>
public sealed class FeedReader(IArticleHtml cleaner, IClock clock)
{
    /// <summary>As much of a document as shows its kind.</summary>
    const int HeadBytes = 16 * 1024;

    /// <summary>True when the content, whatever the transport calls it, begins like a feed.</summary>
    public static bool LooksLikeFeed(RawDocument document)
    {
        var head = document with { Bytes = document.Bytes[..Math.Min(document.Bytes.Length, HeadBytes)] };
        var text = CharsetStep.Decode(head);
        return FeedKinds.LooksLikeXmlFeed(text) || JsonFeedReader.LooksLikeJsonFeed(text);
    }

    /// <summary>
    /// All items that can be an article, in the order of the feed; the others as skipped, with the reason. What is no feed
    /// at all comes back with <see cref="ReadResult.Error"/> set. Never throws because of the input. A guid that appears
    /// twice stays as written in both: what that means is for the store to decide.
    /// </summary>
    public ReadResult Read(RawDocument document)
    {
        if (FeedFaults.OfBytes(document) is { } unreadable)
            return ReadResult.Unreadable(InputKind.Feed, unreadable);
        var text = CharsetStep.Decode(document);
        var body = new FeedBody(cleaner);
        var now = clock.GetCurrentInstant();
        if (JsonFeedReader.LooksLikeJson(text))
            return new JsonFeedReader(body, now).Read(text, document);
        return Parse(text, document.Address) is { } feed
            ? Read(feed, new FeedItemReader(body, now), LanguageTags.Of(document.ContentLanguage))
            : ReadResult.Unreadable(InputKind.Feed, FeedFaults.OfText(text, document.Address));
    }

    /// <summary>A feed read from a file has no address; then what is relative is relative to the site it names.</summary>
    static FeedDocument? Parse(string text, Uri? address)
    {
        var feed = FeedDocument.Of(FeedTree.Parse(text, address));
        return address is null && feed is not null && ItemLinks.Site(feed.Head) is { } site
            ? FeedDocument.Of(FeedTree.Parse(text, site))
            : feed;
    }

    static ReadResult Read(FeedDocument feed, FeedItemReader reader, string? transportLanguage)
    {
        var language = feed.Language ?? transportLanguage;
        var defaults = new FeedDefaults(ItemAuthors.OfFeed(feed.Head), language);
        return FeedItems.Read(feed.Items, item => reader.Read(item, defaults), ItemTitle.Of(feed.Head), language);
    }
}
