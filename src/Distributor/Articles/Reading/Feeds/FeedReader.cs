using Distributor.Articles.Reading.Charsets;
using Distributor.Articles.Reading.Feeds.Fields;
using Distributor.Articles.Reading.Feeds.Xml;
using NodaTime;

namespace Distributor.Articles.Reading.Feeds;

/// <summary>
/// Reads RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0. Forgiving: it takes what can be understood, whatever is
/// wrong around it, in time that grows with the length of the input and nothing else.
/// </summary>
public sealed class FeedReader(IArticleHtml cleaner, IClock clock)
{
    /// <summary>
    /// All items that can be an article, in the order of the feed; the others as skipped, with the reason. What is no feed
    /// at all comes back with <see cref="ReadResult.Error"/> set. Never throws because of the input.
    /// </summary>
    public ReadResult Read(RawDocument document)
    {
        if (FeedFaults.OfBytes(document) is { } unreadable)
            return ReadResult.Unreadable(InputKind.Feed, unreadable);
        var text = CharsetStep.Decode(document);
        var tree = FeedTree.Parse(text, document.Address);
        return FeedDocument.Of(tree) is { } feed
            ? Read(feed, LanguageTags.Of(document.ContentLanguage))
            : ReadResult.Unreadable(InputKind.Feed, FeedFaults.OfText(text, document.Address));
    }

    ReadResult Read(FeedDocument feed, string? transportLanguage)
    {
        var language = feed.Language ?? transportLanguage;
        var defaults = new FeedDefaults(ItemAuthors.OfFeed(feed.Head), language);
        var reader = new FeedItemReader(new FeedBody(cleaner), clock.GetCurrentInstant());
        var articles = new List<ReadArticle>();
        var skipped = new List<SkippedItem>();
        foreach (var item in feed.Items.Take(ReadLimits.MaxItems))
        {
            if (reader.Read(item, defaults) is { } article)
                articles.Add(article);
            else
                skipped.Add(new SkippedItem(null, FeedFaults.EmptyItem));
        }
        if (feed.Items.Count > ReadLimits.MaxItems)
            skipped.Add(new SkippedItem(null, FeedFaults.TooMany(feed.Items.Count)));
        return new ReadResult
        {
            Kind = InputKind.Feed,
            Title = ItemTitle.Of(feed.Head),
            Language = language,
            Articles = articles,
            Skipped = skipped,
        };
    }
}
