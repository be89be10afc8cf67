using Distributor.Articles.Reading.Feeds.Fields;
using Distributor.Articles.Reading.Feeds.Xml;

namespace Distributor.Articles.Reading.Feeds;

/// <summary>Where in the tree of a feed its head and its items are.</summary>
/// <param name="Head">Channel of RSS, feed of Atom.</param>
/// <param name="Items">In the order of the document.</param>
sealed record FeedDocument(FeedElement Head, IReadOnlyList<FeedElement> Items)
{
    /// <summary>Null when the document is no feed.</summary>
    public static FeedDocument? Of(FeedElement document)
    {
        var root = document.Elements.FirstOrDefault(IsRoot);
        if (root is null)
            return null;
        // RSS 1.0 puts its items beside the channel, everybody else inside it.
        var head = root.Elements.FirstOrDefault(e => e.Is(Vocabulary.Rss, "channel")) ?? root;
        return new FeedDocument(head, [.. ItemsOf(root)]);
    }

    /// <summary>Language of the whole feed: of the channel, or xml:lang on it.</summary>
    public string? Language =>
        LanguageTags.Of(Head.First(Vocabulary.Rss, "language")?.Text())
        ?? LanguageTags.Of(Head.First(Vocabulary.DublinCore, "language")?.Text())
        ?? LanguageTags.Of(Head.Language);

    /// <summary>A document may begin with something else, or be an RSS channel or Atom entry alone.</summary>
    static bool IsRoot(FeedElement element) =>
        element.Vocabulary is Vocabulary.Rss or Vocabulary.Atom or Vocabulary.Rdf
        && element.Name is "rss" or "rdf" or "feed" or "channel" or "entry" or "item";

    static IEnumerable<FeedElement> ItemsOf(FeedElement root)
    {
        if (IsItem(root))
            return [root];
        return root.Elements.SelectMany(e =>
            IsItem(e) ? [e]
            : e.Name is "channel" or "items" or "feed" ? e.Elements.SelectMany(i => IsItem(i) ? [i] : Nested(i))
            : Enumerable.Empty<FeedElement>()
        );
    }

    static IEnumerable<FeedElement> Nested(FeedElement element) =>
        element.Name == "items" ? element.Elements.Where(IsItem) : [];

    static bool IsItem(FeedElement element) =>
        element.Vocabulary is Vocabulary.Rss or Vocabulary.Atom && element.Name is "item" or "entry";
}
