using Distributor.Articles.Topics;
using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Digests;
using Distributor.Sources;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Articles.Desk;

/// <summary>One of the texts an article had.</summary>
public sealed record RevisionLine(int Number, string Title, Instant CreatedAt);

/// <summary>A run that told the story, or will.</summary>
public sealed record RunLine(long Id, RunKind Kind, string Key, string Title, RunState State, RunTotals Totals);

/// <summary>One of those who were told.</summary>
public sealed record ReachedLine(
    string Id,
    long SubscriberId,
    string? Name,
    ChannelKind Channel,
    string Value,
    DeliveryState State,
    string? Reason,
    Instant? ChangedAt
);

/// <summary>Everything about one article that a page shows.</summary>
public sealed record Dossier(
    Article Article,
    ArticleRevision Current,
    Source Source,
    IReadOnlyList<TopicName> Topics,
    IReadOnlyList<RevisionLine> Revisions,
    RunLine? Alert,
    IReadOnlyList<RunLine> Edits,
    IReadOnlyList<RunLine> Digests,
    int DigestCount,
    IReadOnlyList<ReachedLine> Reached
);

/// <summary>Reads an article with its texts, its runs and a sample of those who got it.</summary>
public sealed class ArticleDossiers(Database database, DigestedStories digests)
{
    private const int MostRevisions = 200;
    private const int MostRuns = 10;
    private const int Sample = 8;

    /// <returns>Null when there is no such article.</returns>
    public async Task<Dossier?> ReadAsync(long id, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var article = await db
            .Articles.AsNoTracking()
            .Include(one => one.CurrentRevision)
            .SingleOrDefaultAsync(one => one.Id == id, cancellationToken);
        if (article?.CurrentRevision is null)
        {
            return null;
        }
        var told = await digests.RunsAsync([article.StoryId], cancellationToken);
        var digestIds = told.TryGetValue(article.StoryId, out var of) ? of : [];
        var shown = digestIds.Take(MostRuns).ToList();
        // Two questions, each with an index of its own; as one, in order of numbers, it would walk all runs.
        var ofStory = await db
            .Runs.AsNoTracking()
            .Where(run => run.StoryId == article.StoryId)
            .ToListAsync(cancellationToken);
        var ofDigests = await db
            .Runs.AsNoTracking()
            .Where(run => shown.Contains(run.Id))
            .ToListAsync(cancellationToken);
        List<Run> runs = [.. ofStory.Concat(ofDigests).OrderByDescending(run => run.Id).Take(3 * MostRuns)];
        var lines = await LinesAsync(db, runs, cancellationToken);
        var alert = lines.Find(run => run.Kind == RunKind.Alert);
        return new Dossier(
            article,
            article.CurrentRevision,
            await db.Sources.AsNoTracking().SingleAsync(source => source.Id == article.SourceId, cancellationToken),
            await TopicsAsync(db, id, cancellationToken),
            await RevisionsAsync(db, id, cancellationToken),
            alert,
            lines.FindAll(run => run.Kind == RunKind.Edit),
            lines.FindAll(run => run.Kind == RunKind.Digest),
            digestIds.Count,
            alert is null ? [] : await ReachedAsync(db, runs.Single(run => run.Id == alert.Id), cancellationToken)
        );
    }

    /// <summary>The texts an article had, the newest first.</summary>
    public async Task<IReadOnlyList<RevisionLine>> RevisionsAsync(long id, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        return await RevisionsAsync(db, id, cancellationToken);
    }

    /// <returns>Null when there is no such text.</returns>
    public async Task<ArticleRevision?> RevisionAsync(long id, int number, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        return await db
            .ArticleRevisions.AsNoTracking()
            .SingleOrDefaultAsync(text => text.ArticleId == id && text.Number == number, cancellationToken);
    }

    private static async Task<IReadOnlyList<RevisionLine>> RevisionsAsync(
        DistributorDb db,
        long id,
        CancellationToken cancellationToken
    ) =>
        await db
            .ArticleRevisions.AsNoTracking()
            .Where(text => text.ArticleId == id)
            .OrderByDescending(text => text.Number)
            .Take(MostRevisions)
            .Select(text => new RevisionLine(text.Number, text.Title, text.CreatedAt))
            .ToListAsync(cancellationToken);

    private static async Task<IReadOnlyList<TopicName>> TopicsAsync(
        DistributorDb db,
        long id,
        CancellationToken cancellationToken
    ) =>
        await (
            from of in db.ArticleTopics
            where of.ArticleId == id
            join topic in db.Topics on of.TopicId equals topic.Id
            orderby of.Position
            select new TopicName(topic.Id, topic.Slug, topic.Name)
        ).ToListAsync(cancellationToken);

    private static async Task<List<RunLine>> LinesAsync(
        DistributorDb db,
        List<Run> runs,
        CancellationToken cancellationToken
    )
    {
        var ids = runs.ConvertAll(run => run.Id);
        var counts = (
            await db
                .RunCounts.Where(count => ids.Contains(count.RunId))
                .GroupBy(count => new { count.RunId, count.State })
                .Select(group => new
                {
                    group.Key.RunId,
                    group.Key.State,
                    N = group.Sum(count => count.N),
                })
                .ToListAsync(cancellationToken)
        ).ToDictionary(count => (count.RunId, count.State), count => count.N);
        return runs.ConvertAll(run => new RunLine(run.Id, run.Kind, run.Key, run.Title, run.State, Totals(run.Id)));

        RunTotals Totals(long run)
        {
            return new RunTotals(
                N(DeliveryState.Planned),
                N(DeliveryState.Sending),
                N(DeliveryState.Deferred),
                N(DeliveryState.Accepted),
                N(DeliveryState.Failed),
                N(DeliveryState.Suppressed),
                N(DeliveryState.Uncertain)
            );

            long N(DeliveryState state) => counts.GetValueOrDefault((run, state));
        }
    }

    private static async Task<IReadOnlyList<ReachedLine>> ReachedAsync(
        DistributorDb db,
        Run run,
        CancellationToken cancellationToken
    )
    {
        var rows = await (
            from row in db.Deliveries.AsNoTracking()
            where row.Day == run.Day && row.RunId == run.Id
            orderby row.AddressId
            join address in db.Addresses on row.AddressId equals address.Id
            select new
            {
                row.AddressId,
                row.Part,
                address.SubscriberId,
                address.Subscriber!.Name,
                address.Channel,
                address.Value,
                row.State,
                row.Reason,
                row.ChangedAt,
            }
        )
            .Take(Sample)
            .ToListAsync(cancellationToken);
        return
        [
            .. rows.Select(row => new ReachedLine(
                new DeliveryKey(run.Day, run.Id, row.AddressId, row.Part).Id,
                row.SubscriberId,
                row.Name,
                row.Channel,
                row.Value,
                row.State,
                row.Reason,
                row.ChangedAt
            )),
        ];
    }
}
