using Distributor.Articles;
using Distributor.Articles.Topics;
using Distributor.Storage;
using Distributor.Subscribers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Distributor.Site.Archive;

/// <summary>
/// What was told to everybody, read from the articles themselves and never from anybody's edition: a withdrawn article is gone
/// at once, and no reader's choice can be seen. Every query has an end: days are found by stepping from one to the next on the
/// index of completion, and counts stop at a limit.
/// </summary>
public sealed class ArchiveReader(Database database, IOptions<SiteOptions> site, IClock clock)
{
    public const int DaysOnPage = 14;
    public const int StoriesOnPage = 60;

    /// <summary>Larger numbers are "over 1,000".</summary>
    public const int MostCounted = 1_000;

    /// <summary>The newest stories of a day that its front page is chosen from.</summary>
    private const int StoriesOfDay = 200;

    /// <summary>The days of the archive are those of the publication.</summary>
    public DateTimeZone Zone => TimeZones.Of(site.Value.TimeZone);

    public LocalDate Today => clock.GetCurrentInstant().InZone(Zone).Date;

    /// <param name="before">The page begins with the newest day before this one.</param>
    public async Task<ArchivedDays> DaysAsync(LocalDate? before, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var bound = before is { } date ? StartOf(date) : Instant.MaxValue;
        var days = new List<ArchivedDay>();
        while (days.Count < DaysOnPage && await LastDayAsync(db, bound, cancellationToken) is { } day)
        {
            bound = StartOf(day);
            var (newest, _) = await ArchiveQueries.StoriesAsync(db, InOrder(Of(db, day)), 1, cancellationToken);
            if (newest.Count > 0)
            {
                days.Add(
                    new ArchivedDay(
                        day,
                        await CountAsync(db, day, cancellationToken),
                        newest[0],
                        await ArchiveQueries.TopicsAsync(db, Of(db, day), cancellationToken)
                    )
                );
            }
        }
        var hasMore = days.Count > 0 && await LastDayAsync(db, bound, cancellationToken) is not null;
        return new ArchivedDays(days, hasMore ? days[^1].Day : null);
    }

    /// <summary>Null for a day without stories.</summary>
    public async Task<DayEdition?> DayAsync(LocalDate day, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var (stories, _) = await ArchiveQueries.StoriesAsync(db, InOrder(Of(db, day)), StoriesOfDay, cancellationToken);
        return stories.Count == 0
            ? null
            : new DayEdition(
                day,
                stories,
                await ArchiveQueries.TopicsAsync(db, Of(db, day), cancellationToken),
                await LastDayAsync(db, StartOf(day), cancellationToken),
                await FirstDayAsync(db, StartOf(day.PlusDays(1)), cancellationToken)
            );
    }

    /// <summary>Null when there is no such topic, or nothing of it on that day.</summary>
    /// <param name="before">The page begins with the newest story before this number.</param>
    public async Task<TopicEdition?> TopicAsync(
        LocalDate day,
        string slug,
        long? before,
        CancellationToken cancellationToken
    )
    {
        await using var db = database.CreateDbContext();
        var topic = await db.Topics.AsNoTracking().SingleOrDefaultAsync(t => t.Slug == slug, cancellationToken);
        if (topic is null)
        {
            return null;
        }
        var isEverything = topic.Id == Topic.EverythingId;
        var articles = Of(db, day);
        articles = isEverything ? articles : articles.Where(a => a.Topics.Any(t => t.TopicId == topic.Id));
        articles = before is { } number ? articles.Where(a => a.Sequence < number) : articles;
        var (stories, next) = await ArchiveQueries.StoriesAsync(
            db,
            InOrder(articles),
            StoriesOnPage,
            cancellationToken
        );
        if (stories.Count == 0)
        {
            return null;
        }
        return new TopicEdition(
            day,
            isEverything ? null : ArchiveQueries.Press(topic.Id, topic.Slug, topic.Name),
            stories,
            next,
            await ArchiveQueries.TopicsAsync(db, Of(db, day), cancellationToken),
            await LastDayAsync(db, StartOf(day), cancellationToken),
            await FirstDayAsync(db, StartOf(day.PlusDays(1)), cancellationToken)
        );
    }

    /// <summary>The newest stories of all days, or of one topic; null when there is no such topic.</summary>
    public async Task<IReadOnlyList<ArchivedStory>?> NewestAsync(
        int most,
        string? slug,
        CancellationToken cancellationToken
    )
    {
        await using var db = database.CreateDbContext();
        var articles = Complete(db);
        if (slug is not null)
        {
            var topicId = await db
                .Topics.Where(t => t.Slug == slug)
                .Select(t => (int?)t.Id)
                .SingleOrDefaultAsync(cancellationToken);
            if (topicId is null)
            {
                return null;
            }
            // By the index of the topic; walking all articles for those of a rare one would have no end.
            var newest = await db
                .ArticleTopics.Where(t => t.TopicId == topicId)
                .Join(articles, t => t.ArticleId, a => a.Id, (t, a) => t.ArticleId)
                .OrderByDescending(id => id)
                .Take(most)
                .ToListAsync(cancellationToken);
            articles = articles.Where(a => newest.Contains(a.Id));
        }
        var newestFirst = articles.OrderByDescending(a => a.Sequence);
        return (await ArchiveQueries.StoriesAsync(db, newestFirst, most, cancellationToken)).Stories;
    }

    private static IQueryable<Article> Complete(DistributorDb db) =>
        db.Articles.AsNoTracking().Where(a => a.State == ArticleState.Complete && a.Sequence != null);

    private IQueryable<Article> Of(DistributorDb db, LocalDate day)
    {
        var (from, to) = (StartOf(day), StartOf(day.PlusDays(1)));
        return Complete(db).Where(a => a.CompletedAt >= from && a.CompletedAt < to);
    }

    /// <summary>
    /// Newest first, among the articles of one day. The sum keeps the planner off the index of numbers: it would look for an old
    /// day there from the newest article on.
    /// </summary>
    private static IOrderedQueryable<Article> InOrder(IQueryable<Article> ofDay) =>
        ofDay.OrderByDescending(a => a.Sequence + 0);

    private Instant StartOf(LocalDate day) => Zone.AtStartOfDay(day).ToInstant();

    private async Task<LocalDate?> LastDayAsync(
        DistributorDb db,
        Instant before,
        CancellationToken cancellationToken
    ) =>
        DayOf(
            await Complete(db)
                .Where(a => a.CompletedAt < before)
                .OrderByDescending(a => a.CompletedAt)
                .Select(a => a.CompletedAt)
                .FirstOrDefaultAsync(cancellationToken)
        );

    private async Task<LocalDate?> FirstDayAsync(DistributorDb db, Instant from, CancellationToken cancellationToken) =>
        DayOf(
            await Complete(db)
                .Where(a => a.CompletedAt >= from)
                .OrderBy(a => a.CompletedAt)
                .Select(a => a.CompletedAt)
                .FirstOrDefaultAsync(cancellationToken)
        );

    private LocalDate? DayOf(Instant? completedAt) => completedAt?.InZone(Zone).Date;

    private async Task<int> CountAsync(DistributorDb db, LocalDate day, CancellationToken cancellationToken) =>
        await Of(db, day).Select(a => a.StoryId).Distinct().Take(MostCounted + 1).CountAsync(cancellationToken);
}
