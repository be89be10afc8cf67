using Distributor.Articles.Reading.Feeds.Dates;
using Distributor.Articles.Reading.Feeds.Xml;
using NodaTime;

namespace Distributor.Articles.Reading.Feeds.Fields;

/// <summary>When an item was published and changed, by the publisher's word.</summary>
static class ItemDates
{
    static readonly (Vocabulary, string)[] Published =
    [
        (Vocabulary.Rss, "pubdate"),
        (Vocabulary.Atom, "published"),
        (Vocabulary.Atom, "issued"),
        (Vocabulary.DublinCore, "issued"),
        (Vocabulary.DublinCore, "date"),
        (Vocabulary.Rss, "published"),
        (Vocabulary.Atom, "created"),
        (Vocabulary.DublinCore, "created"),
        (Vocabulary.Rss, "date"),
    ];

    static readonly (Vocabulary, string)[] Updated =
    [
        (Vocabulary.Atom, "updated"),
        (Vocabulary.Atom, "modified"),
        (Vocabulary.DublinCore, "modified"),
        (Vocabulary.Rss, "updated"),
        (Vocabulary.Rss, "lastbuilddate"),
    ];

    /// <summary>An Atom entry must have updated and may lack published: then it was published when it was last changed.</summary>
    public static Instant? PublishedAt(FeedElement item, Instant now) =>
        First(item, Published, now) ?? UpdatedAt(item, now);

    public static Instant? UpdatedAt(FeedElement item, Instant now) => First(item, Updated, now);

    static Instant? First(FeedElement item, (Vocabulary Vocabulary, string Name)[] names, Instant now)
    {
        foreach (var (vocabulary, name) in names)
        foreach (var element in item.All(vocabulary, name))
            if (FeedDates.Parse(element.Text(), now) is { } instant)
                return instant;
        return null;
    }
}
