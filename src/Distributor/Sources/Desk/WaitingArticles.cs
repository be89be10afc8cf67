using Distributor.Articles;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Sources.Desk;

/// <summary>An article that waits for an admin.</summary>
public sealed record WaitingArticle(long Id, string Title, string? Url, Instant? PublishedAt, Instant ReceivedAt);

/// <param name="Next">The id to go on after; null on the last page.</param>
public sealed record WaitingPage(IReadOnlyList<WaitingArticle> Items, long? Next);

/// <summary>What waits because of the flood threshold, or because somebody pushed it to be held, in the order it came.</summary>
public sealed class WaitingArticles(Database database)
{
    /// <param name="after">Only articles with a greater id; 0 at first.</param>
    public async Task<WaitingPage> ReadAsync(long sourceId, long after, int size, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var rows = await db
            .Articles.AsNoTracking()
            .Where(article => article.State == ArticleState.Waiting && article.Id > after)
            .Where(article => article.SourceId == sourceId)
            .OrderBy(article => article.Id)
            .Take(size + 1)
            .Select(article => new WaitingArticle(
                article.Id,
                article.CurrentRevision!.Title,
                article.Url,
                article.PublishedAt,
                article.ReceivedAt
            ))
            .ToListAsync(cancellationToken);
        return rows.Count > size
            ? new WaitingPage([.. rows.Take(size)], rows[size - 1].Id)
            : new WaitingPage(rows, null);
    }
}
