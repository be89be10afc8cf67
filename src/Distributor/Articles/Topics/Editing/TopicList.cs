using Distributor.Storage;
using Distributor.Subscribers.Searching;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Articles.Topics.Editing;

/// <summary>Topics with what hangs on them; numbers of subscribers are exact up to a thousand.</summary>
public sealed class TopicList(Database database, IClock clock)
{
    private static readonly Duration Recent = Duration.FromDays(30);

    /// <summary>An address follows a topic at four cadences at most, so so many rows are surely more than a thousand addresses.</summary>
    private const int EnoughRows = 4 * CappedCount.Cap + 1;

    /// <summary>By name, after <paramref name="after"/>.</summary>
    public async Task<IReadOnlyList<TopicView>> ReadAsync(string? after, int size, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var topics = db.Topics.AsNoTracking().Where(topic => topic.Id != Topic.EverythingId);
        if (!string.IsNullOrEmpty(after))
        {
#pragma warning disable CA1309 // translated to SQL, where the column's own order holds
            topics = topics.Where(topic => string.Compare(topic.Slug, after) > 0);
#pragma warning restore CA1309
        }
        return await ViewsAsync(db, topics.OrderBy(topic => topic.Slug).Take(size), cancellationToken);
    }

    public async Task<TopicView?> FindAsync(int id, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var found = await ViewsAsync(
            db,
            db.Topics.AsNoTracking().Where(topic => topic.Id == id && topic.Id != Topic.EverythingId),
            cancellationToken
        );
        return found.Count > 0 ? found[0] : null;
    }

    private async Task<IReadOnlyList<TopicView>> ViewsAsync(
        DistributorDb db,
        IQueryable<Topic> query,
        CancellationToken cancellationToken
    )
    {
        var topics = await query.Include(topic => topic.Aliases).ToListAsync(cancellationToken);
        var since = clock.GetCurrentInstant() - Recent;
        var ids = topics.ConvertAll(topic => topic.Id);
        var articles = await (
            from article in db.Articles
            where article.ReceivedAt > since
            from topic in article.Topics
            where ids.Contains(topic.TopicId)
            group topic by topic.TopicId into byTopic
            select new { byTopic.Key, Count = byTopic.Count() }
        ).ToDictionaryAsync(one => one.Key, one => one.Count, cancellationToken);
        var views = new List<TopicView>();
        foreach (var topic in topics)
        {
            var followers = await db
                .Subscriptions.Where(one => one.TopicId == topic.Id)
                .Select(one => one.AddressId)
                .Take(EnoughRows)
                .Distinct()
                .CountAsync(cancellationToken);
            views.Add(
                new TopicView(
                    topic.Id,
                    topic.Slug,
                    topic.Name,
                    [.. topic.Aliases.Select(alias => alias.Alias).Order(StringComparer.Ordinal)],
                    CappedCount.Of(followers),
                    articles.GetValueOrDefault(topic.Id),
                    topic.CreatedAt
                )
            );
        }
        return views;
    }
}

/// <param name="Addresses">That follow it.</param>
/// <param name="Articles">Of the last 30 days.</param>
public sealed record TopicView(
    int Id,
    string Slug,
    string Name,
    IReadOnlyList<string> Aliases,
    CappedCount Addresses,
    int Articles,
    Instant CreatedAt
);
