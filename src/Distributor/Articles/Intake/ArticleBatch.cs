using Distributor.Articles.Reading;

namespace Distributor.Articles.Intake;

/// <summary>An item of a batch that is worth adding.</summary>
/// <param name="SharedGuid">Its guid stands for other addresses in the batch too; goes to <see cref="IntakeOptions.SharedGuid"/>.</param>
public sealed record BatchItem(ReadArticle Article, bool SharedGuid)
{
    /// <summary>What the article is known by once it is stored.</summary>
    public string Key => SharedGuid ? ArticleIdentity.KeyWithUrl(Article) : ArticleIdentity.KeyOf(Article);
}

/// <summary>
/// The items of one feed seen together, which shows what a single item cannot: guids used for several addresses, and
/// the same item listed twice.
/// </summary>
/// <param name="Items">The oldest first, so that numbers follow time; feeds list the newest first.</param>
/// <param name="Repeated">Items left out, since adding both would correct the article back and forth at every poll.</param>
public sealed record ArticleBatch(IReadOnlyList<BatchItem> Items, IReadOnlyList<SkippedItem> Repeated)
{
    public static ArticleBatch Of(IReadOnlyList<ReadArticle> articles)
    {
        var shared = articles
            .Where(article => article.Guid is { Length: > 0 })
            .GroupBy(article => article.Guid!, StringComparer.Ordinal)
            .Where(group => group.Select(article => article.Url).Distinct().Skip(1).Any())
            .Select(group => group.Key)
            .ToHashSet(StringComparer.Ordinal);
        var items = new List<BatchItem>();
        var repeated = new List<SkippedItem>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var article in articles)
        {
            var item = new BatchItem(article, article.Guid is { Length: > 0 } guid && shared.Contains(guid));
            if (seen.Add(item.Key))
            {
                items.Add(item);
            }
            else
            {
                repeated.Add(new SkippedItem(article.Title, "the same item stands in the feed twice"));
            }
        }
        items.Reverse();
        // With an undated item among them the order of the feed is the better witness.
        return items.TrueForAll(item => item.Article.PublishedAt is not null)
            ? new ArticleBatch([.. items.OrderBy(item => item.Article.PublishedAt)], repeated)
            : new ArticleBatch(items, repeated);
    }
}
