using Distributor.Delivery;
using Distributor.Jobs;
using Distributor.Planning;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Articles.Desk;

/// <summary>
/// Takes an article back, and puts it back. A retracted one is in no archive and in no digest not yet frozen; what waits of its alert
/// is suppressed (<c>retracted</c>), and delivered Telegram alerts are edited to say that it was withdrawn. Mails that went out
/// cannot be changed. Each order may come twice.
/// </summary>
public sealed class Retraction(Database database, ILedger ledger, AlertPlanner alerts, NewWork newWork, IClock clock)
{
    private const int SliceSize = 10_000;

    public async Task<ArticleOrder> RetractAsync(long id, string actor, CancellationToken cancellationToken)
    {
        var (order, runId) = await ChangeAsync(
            id,
            article => article.State == ArticleState.Retracted ? null : ArticleState.Retracted,
            "article.retract",
            actor,
            cancellationToken
        );
        // After the commit, and again when the order comes again; the job of the run does the same if this process ends here.
        if (runId is { } run)
        {
            await alerts.WithdrawAsync(run, cancellationToken);
        }
        newWork.Announce();
        return order;
    }

    /// <summary>As if it had not been taken back: what was suppressed for it is owed again, and edited alerts get their words back.</summary>
    public async Task<ArticleOrder> RestoreAsync(long id, string actor, CancellationToken cancellationToken)
    {
        var (order, runId) = await ChangeAsync(
            id,
            article =>
                article.State != ArticleState.Retracted ? null
                // Without a number it never was news; it is kept and can be sent by hand.
                : article.Sequence is null ? ArticleState.Old
                : ArticleState.Complete,
            "article.restore",
            actor,
            cancellationToken
        );
        if (runId is { } run)
        {
            for (long? after = 0; after is { } from; )
            {
                after = (await ledger.RestoreSliceAsync(run, from, SliceSize, cancellationToken)).Last;
            }
        }
        newWork.Announce();
        return order;
    }

    /// <param name="to">The state it gets; null when it has it already.</param>
    /// <returns>The alert run of the article, if there is one.</returns>
    private async Task<(ArticleOrder Order, long? RunId)> ChangeAsync(
        long id,
        Func<Article, ArticleState?> to,
        string action,
        string actor,
        CancellationToken cancellationToken
    )
    {
        var now = clock.GetCurrentInstant();
        await using var db = database.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var article = await db
            .Articles.Include(one => one.CurrentRevision)
            .SingleOrDefaultAsync(one => one.Id == id, cancellationToken);
        if (article is null)
        {
            return (ArticleOrder.Unknown, null);
        }
        var key = AlertRuns.KeyOf(article.StoryId);
        var alert = await db
            .Runs.Where(run => run.Kind == RunKind.Alert && run.Key == key && run.ArticleId == id)
            .Select(run => (long?)run.Id)
            .SingleOrDefaultAsync(cancellationToken);
        if (to(article) is not { } state)
        {
            return (ArticleOrder.Done, alert);
        }
        db.Audit.Add(
            ArticleAudit.Entry(now, actor, action, id, ArticleAudit.Word(article.State), ArticleAudit.Word(state))
        );
        article.State = state;
        await db.SaveChangesAsync(cancellationToken);
        if (alert is not null)
        {
            await WakeAsync(db, alert.Value, cancellationToken);
            if (state == ArticleState.Complete)
            {
                await PlanAgainAsync(db, alert.Value, cancellationToken);
            }
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
        return (ArticleOrder.Done, alert);
    }

    /// <summary>An alert whose article was retracted before it was planned ended without rows: now there are some to plan.</summary>
    private static Task<int> PlanAgainAsync(DistributorDb db, long runId, CancellationToken cancellationToken) =>
        db
            .Runs.Where(run => run.Id == runId && run.State != RunState.Cancelled)
            .Where(run => !db.RunCounts.Any(count => count.RunId == run.Id && count.N > 0))
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(run => run.State, RunState.Planning)
                        .SetProperty(run => run.FinishedAt, (Instant?)null),
                cancellationToken
            );

    /// <summary>A held run has nothing to hold any more, and goes on to its end.</summary>
    private static Task<int> WakeAsync(DistributorDb db, long runId, CancellationToken cancellationToken) =>
        db
            .Runs.Where(run => run.Id == runId && run.State == RunState.Held)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(run => run.State, run => run.HeldFrom ?? RunState.Sending)
                        .SetProperty(run => run.HeldFrom, (RunState?)null),
                cancellationToken
            );
}
