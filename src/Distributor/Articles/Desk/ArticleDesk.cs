using Distributor.Articles.Intake;
using Distributor.Articles.Topics;
using Distributor.Delivery;
using Distributor.Jobs;
using Distributor.Planning;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Articles.Desk;

/// <summary>
/// What admins and programs do with an article that is on its way: send it now, hold it, make it breaking, file it under other
/// topics. Each order may come twice and leaves a line in the audit.
/// </summary>
public sealed class ArticleDesk(Database database, HeldArticles held, RunControl runs, NewWork newWork, IClock clock)
{
    /// <summary>
    /// An article that waits, for an admin or for its full text, becomes news now, and so does one kept as old; the held alert of a
    /// complete one goes on.
    /// </summary>
    public async Task<ArticleOrder> ReleaseAsync(long id, string actor, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var article = await db.Articles.AsNoTracking().SingleOrDefaultAsync(one => one.Id == id, cancellationToken);
        if (article is null)
        {
            return ArticleOrder.Unknown;
        }
        if (article.State == ArticleState.Retracted)
        {
            return ArticleOrder.NotNow;
        }
        if (article.State != ArticleState.Complete)
        {
            var entry = Entry(actor, "article.release", id, ArticleAudit.Word(article.State), "complete");
            await held.ReleaseOneAsync(id, article.State, entry, cancellationToken);
            return ArticleOrder.Done;
        }
        var run = await AlertAsync(db, article, cancellationToken);
        if (run is { State: RunState.Held })
        {
            await runs.ReleaseAsync(run.Id, actor, cancellationToken);
        }
        return ArticleOrder.Done;
    }

    /// <summary>Nothing more of it goes out until it is released: one without its full text waits, the alert of a complete one is held.</summary>
    public async Task<ArticleOrder> HoldAsync(long id, string actor, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var article = await db.Articles.AsNoTracking().SingleOrDefaultAsync(one => one.Id == id, cancellationToken);
        switch (article?.State)
        {
            case null:
                return ArticleOrder.Unknown;
            case ArticleState.Waiting:
                return ArticleOrder.Done;
            case ArticleState.Incomplete:
                return await WaitAsync(db, id, actor, cancellationToken) ? ArticleOrder.Done : ArticleOrder.NotNow;
            case ArticleState.Complete when await AlertAsync(db, article!, cancellationToken) is { } run:
                var order = await runs.HoldAsync(run.Id, actor, cancellationToken);
                return order.Order == RunOrder.Done ? ArticleOrder.Done : ArticleOrder.NotNow;
            default:
                return ArticleOrder.NotNow;
        }
    }

    /// <summary>
    /// Before its alert it is simply breaking. After it, those who want breaking news only are told too, and nobody twice; what
    /// was delivered is edited to say so.
    /// </summary>
    public async Task<ArticleOrder> MakeBreakingAsync(long id, string actor, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var article = await db
            .Articles.Include(one => one.CurrentRevision)
            .SingleOrDefaultAsync(one => one.Id == id, cancellationToken);
        if (article is null)
        {
            return ArticleOrder.Unknown;
        }
        if (article.Breaking)
        {
            return ArticleOrder.Done;
        }
        if (article.State is ArticleState.Retracted or ArticleState.Old)
        {
            return ArticleOrder.NotNow;
        }
        article.Breaking = true;
        db.Audit.Add(Entry(actor, "article.breaking", id, null, "breaking"));
        await db.SaveChangesAsync(cancellationToken);
        if (await AlertAsync(db, article, cancellationToken) is { } run)
        {
            var now = clock.GetCurrentInstant();
            await RaiseAsync(db, run, article.CurrentRevision!.Title, cancellationToken);
            await EditRuns.OpenAsync(
                db,
                article,
                article.CurrentRevision!.Title,
                now,
                cancellationToken,
                isAgain: true
            );
            await db.SaveChangesAsync(cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
        newWork.Announce();
        return ArticleOrder.Done;
    }

    /// <summary>Files an article under these topics, the first of them first. What went out under others has gone out.</summary>
    public async Task<ArticleOrder> FileAsync(
        long id,
        IReadOnlyList<string> topics,
        string actor,
        CancellationToken cancellationToken
    )
    {
        await using var db = database.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var article = await db
            .Articles.Include(one => one.Topics)
            .SingleOrDefaultAsync(one => one.Id == id, cancellationToken);
        if (article is null)
        {
            return ArticleOrder.Unknown;
        }
        var ids = await TopicRegistry.ChosenAsync(db, topics, clock.GetCurrentInstant(), cancellationToken);
        var before = article.Topics.OrderBy(topic => topic.Position).Select(topic => topic.TopicId).ToList();
        if (before.SequenceEqual(ids))
        {
            return ArticleOrder.Done;
        }
        var names = await db.Topics.ToDictionaryAsync(topic => topic.Id, topic => topic.Name, cancellationToken);
        article.Topics.Clear();
        // The old rows go first: a topic that stays would otherwise be deleted and inserted under one key.
        await db.SaveChangesAsync(cancellationToken);
        article.Topics.AddRange(ids.Select((topic, at) => new ArticleTopic { TopicId = topic, Position = (short)at }));
        db.Audit.Add(Entry(actor, "article.topics", id, Names(before), Names(ids)));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return ArticleOrder.Done;

        string Names(IEnumerable<int> of) => string.Join(", ", of.Select(topic => names[topic]));
    }

    /// <summary>
    /// The row is changed in one statement, so a planner that ends in this moment sees the new priority and goes on. A run planned
    /// before is read again for the breaking cadence only.
    /// </summary>
    private static async Task RaiseAsync(DistributorDb db, Run run, string title, CancellationToken cancellationToken)
    {
        var name = "Breaking: " + title;
        await db
            .Runs.Where(one => one.Id == run.Id && one.State != RunState.Cancelled)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(one => one.Priority, Priorities.Urgent)
                        .SetProperty(one => one.Title, name)
                        .SetProperty(
                            one => one.PlannedAfter,
                            one =>
                                one.State == RunState.Planning || one.HeldFrom == RunState.Planning
                                    ? 0
                                    : AlertPlanner.BreakingOnly
                        )
                        .SetProperty(
                            one => one.HeldFrom,
                            one => one.State == RunState.Held ? RunState.Planning : (RunState?)null
                        )
                        .SetProperty(
                            one => one.State,
                            one => one.State == RunState.Held ? RunState.Held : RunState.Planning
                        )
                        .SetProperty(one => one.FinishedAt, (Instant?)null),
                cancellationToken
            );
    }

    private async Task<bool> WaitAsync(DistributorDb db, long id, string actor, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var held = await db
            .Articles.Where(one => one.Id == id && one.State == ArticleState.Incomplete)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.State, ArticleState.Waiting), cancellationToken);
        if (held == 0)
        {
            return false;
        }
        db.Audit.Add(Entry(actor, "article.hold", id, "incomplete", "waiting"));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>The alert that told this article, not another one of its story.</summary>
    private static Task<Run?> AlertAsync(DistributorDb db, Article article, CancellationToken cancellationToken)
    {
        var key = AlertRuns.KeyOf(article.StoryId);
        return db
            .Runs.AsNoTracking()
            .SingleOrDefaultAsync(
                run => run.Kind == RunKind.Alert && run.Key == key && run.ArticleId == article.Id,
                cancellationToken
            );
    }

    private AuditEntry Entry(string actor, string action, long id, string? before, string? after) =>
        ArticleAudit.Entry(clock.GetCurrentInstant(), actor, action, id, before, after);
}
