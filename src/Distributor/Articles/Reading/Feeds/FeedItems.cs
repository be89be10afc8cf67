namespace Distributor.Articles.Reading.Feeds;

/// <summary>Reads the items of a feed one by one and keeps account of those that became no article.</summary>
static class FeedItems
{
    public static ReadResult Read<TItem>(
        IReadOnlyList<TItem> items,
        Func<TItem, ReadArticle?> read,
        string? title,
        string? language
    )
    {
        var articles = new List<ReadArticle>();
        var skipped = new List<SkippedItem>();
        foreach (var item in items.Take(ReadLimits.MaxItems))
        {
            if (read(item) is { } article)
                articles.Add(article);
            else
                skipped.Add(new SkippedItem(null, FeedFaults.EmptyItem));
        }
        if (items.Count > ReadLimits.MaxItems)
            skipped.Add(new SkippedItem(null, FeedFaults.TooMany(items.Count)));
        return new ReadResult
        {
            Kind = InputKind.Feed,
            Title = title,
            Language = language,
            Articles = articles,
            Skipped = skipped,
        };
    }
}
