using Distributor.Delivery;
using Distributor.Digests;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;

namespace Distributor.Articles.Desk;

/// <summary>Articles as admins look at them, the newest first. Nothing here reads or counts the whole table.</summary>
public sealed class ArticleList(Database database, DigestedStories digests)
{
    public const int Cap = 1_000;

    /// <summary>
    /// A search for words reads titles, which have no index of their own: so it reads those of the newest articles and says so.
    /// </summary>
    public const int Searched = 20_000;

    /// <summary>So many articles may be numbered in another order than they came.</summary>
    private const long AtOnce = 1_000;

    /// <param name="before">Only articles with a smaller id.</param>
    public async Task<ArticleLines> ReadAsync(
        ArticleFilter filter,
        long before,
        int size,
        CancellationToken cancellationToken
    )
    {
        await using var db = database.CreateDbContext();
        var rows = await (await FilterAsync(db, filter, before, cancellationToken))
            .Where(article => article.Id < before)
            .OrderByDescending(article => article.Id)
            .Take(size + 1)
            .Select(article => new Row(
                article.Id,
                article.StoryId,
                article.CurrentRevision!.Title,
                article.SourceId,
                article.ReceivedAt,
                article.PublishedAt,
                article.State,
                article.Breaking
            ))
            .ToListAsync(cancellationToken);
        var next = rows.Count > size ? rows[size - 1].Id : (long?)null;
        return new ArticleLines(await LinesAsync(db, [.. rows.Take(size)], cancellationToken), next);
    }

    public async Task<ArticleCount> CountAsync(ArticleFilter filter, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        if (filter.IsAll && db is PostgresDb)
        {
            var about = await db
                .Database.SqlQuery<long>(
                    $"SELECT reltuples::bigint AS \"Value\" FROM pg_class WHERE oid = 'articles'::regclass"
                )
                .SingleAsync(cancellationToken);
            if (about > Cap)
            {
                return new ArticleCount(about, IsAbout: true);
            }
        }
        var n = await (await FilterAsync(db, filter, long.MaxValue, cancellationToken))
            .Take(Cap + 1)
            .CountAsync(cancellationToken);
        return n > Cap ? new ArticleCount(Cap, IsMore: true) : new ArticleCount(n);
    }

    private static async Task<IQueryable<Article>> FilterAsync(
        DistributorDb db,
        ArticleFilter filter,
        long before,
        CancellationToken cancellationToken
    )
    {
        var articles = db.Articles.AsNoTracking();
        if (filter.Topic is { Length: > 0 } slug)
        {
            var topic = await db
                .Topics.Where(known => known.Slug == slug)
                .Select(known => known.Id)
                .SingleOrDefaultAsync(cancellationToken);
            // From the topic's own list, which is in the order of articles; the other way round a rare topic would walk them all.
            articles = db
                .ArticleTopics.Where(of => of.TopicId == topic)
                .Join(db.Articles.AsNoTracking(), of => of.ArticleId, article => article.Id, (_, article) => article);
        }
        if (filter.Source is { } source)
        {
            articles = articles.Where(article => article.SourceId == source);
        }
        if (filter.State is { } state)
        {
            articles = articles.Where(article => article.State == state);
        }
        if (filter.Breaking)
        {
            articles = articles.Where(article => article.Breaking);
        }
        if (filter.Held)
        {
            articles = articles.Where(article =>
                db.Runs.Any(run =>
                    run.FinishedAt == null
                    && run.State == RunState.Held
                    && run.Kind == RunKind.Alert
                    && run.ArticleId == article.Id
                )
            );
        }
        if (filter is { From: { } from, Until: { } until })
        {
            // Numbers follow arrival, but for a few that came at once: the day's first and last are found in the index of
            // arrival, and the walk is by number. Asked for the smallest number, PostgreSQL would walk from the very first.
            var day = db.Articles.Where(article => article.ReceivedAt >= from && article.ReceivedAt < until);
            var first = await day.OrderBy(article => article.ReceivedAt)
                .Select(article => article.Id - AtOnce)
                .FirstOrDefaultAsync(cancellationToken);
            var last = await day.OrderByDescending(article => article.ReceivedAt)
                .Select(article => article.Id + AtOnce)
                .FirstOrDefaultAsync(cancellationToken);
            articles = articles.Where(article =>
                article.Id >= first && article.Id <= last && article.ReceivedAt >= from && article.ReceivedAt < until
            );
        }
        if (filter.Search is { Length: > 0 } search)
        {
            var floor = await db
                .Articles.OrderByDescending(article => article.Id)
                .Skip(Searched)
                .Select(article => article.Id)
                .FirstOrDefaultAsync(cancellationToken);
            // Titles lie in the order of articles, so these are read one after the other, and only those found are looked up.
            var titles = db
                .ArticleRevisions.Where(revision => revision.ArticleId > floor)
                .WithWords(db, revision => revision.Title, search);
            var found = titles.Where(title =>
                title.ArticleId < before
                && db.Articles.Any(article => article.Id == title.ArticleId && article.CurrentRevisionId == title.Id)
            );
            if (filter with { Search = null } is { IsAll: true })
            {
                // Nothing else is asked, so the newest of those found are all that a page or a count can need.
                var ids = await found
                    .OrderByDescending(title => title.ArticleId)
                    .Select(title => title.ArticleId)
                    .Take(Cap + 1)
                    .ToListAsync(cancellationToken);
                return articles.Where(article => ids.Contains(article.Id));
            }
            articles = articles.Where(article => found.Any(title => title.ArticleId == article.Id));
        }
        return articles;
    }

    private async Task<List<ArticleLine>> LinesAsync(
        DistributorDb db,
        List<Row> rows,
        CancellationToken cancellationToken
    )
    {
        var ids = rows.ConvertAll(row => row.Id);
        var sourceIds = rows.Select(row => row.SourceId).Distinct().ToList();
        var sources = await db
            .Sources.Where(source => sourceIds.Contains(source.Id))
            .ToDictionaryAsync(source => source.Id, source => source.Title, cancellationToken);
        var topics = (
            await db
                .ArticleTopics.Where(topic => ids.Contains(topic.ArticleId))
                .Join(
                    db.Topics,
                    of => of.TopicId,
                    topic => topic.Id,
                    (of, topic) =>
                        new
                        {
                            of.ArticleId,
                            of.Position,
                            topic.Name,
                        }
                )
                .OrderBy(topic => topic.Position)
                .ToListAsync(cancellationToken)
        ).ToLookup(topic => topic.ArticleId, topic => topic.Name);
        var stories = rows.ConvertAll(row => row.StoryId);
        var alerts = await AlertFigures.ReadAsync(db, stories, cancellationToken);
        var told = await digests.RunsAsync(stories, cancellationToken);
        return
        [
            .. rows.Select(row => new ArticleLine(
                row.Id,
                row.StoryId,
                row.Title,
                row.SourceId,
                sources.GetValueOrDefault(row.SourceId) ?? "",
                [.. topics[row.Id]],
                row.ReceivedAt,
                row.PublishedAt,
                row.State,
                row.Breaking,
                alerts.TryGetValue(row.StoryId, out var alert) && alert.State == RunState.Held,
                alert?.Accepted,
                told.TryGetValue(row.StoryId, out var runs) ? runs.Count : 0
            )),
        ];
    }

    private sealed record Row(
        long Id,
        long StoryId,
        string Title,
        long SourceId,
        NodaTime.Instant ReceivedAt,
        NodaTime.Instant? PublishedAt,
        ArticleState State,
        bool Breaking
    );
}
