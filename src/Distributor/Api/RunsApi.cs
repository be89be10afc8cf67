using Distributor.Delivery;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;

namespace Distributor.Api;

/// <summary>The acts of distribution with their counts, the newest first.</summary>
internal static class RunsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/runs", ListAsync)
            .WithSummary("Lists runs, the newest first.")
            .Produces<Page<RunView>>()
            .ProducesProblem(400);
        api.MapGet("/runs/{id:long}", OneAsync)
            .WithSummary("One run with its counts.")
            .Produces<RunView>()
            .ProducesProblem(404);
    }

    private static async Task<IResult> ListAsync(
        Database database,
        CancellationToken cancellationToken,
        string? cursor = null,
        int? limit = null
    )
    {
        if (Paging.Limit(limit) is not { } size)
        {
            return Paging.BadLimit();
        }
        if (Paging.Before(cursor) is not { } before)
        {
            return Paging.BadCursor();
        }
        await using var db = database.CreateDbContext();
        var runs = await db
            .Runs.AsNoTracking()
            .Where(run => run.Id < before)
            .OrderByDescending(run => run.Id)
            .Take(size + 1)
            .ToListAsync(cancellationToken);
        var page = Paging.Of(runs, size, run => Paging.Write(run.Id));
        var views = await WithCountsAsync(db, page.Items, cancellationToken);
        return Results.Ok(new Page<RunView>(views, page.Next));
    }

    private static async Task<IResult> OneAsync(long id, Database database, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var run = await db.Runs.AsNoTracking().SingleOrDefaultAsync(one => one.Id == id, cancellationToken);
        return run is null
            ? Problems.Problem(404, "There is no such run.")
            : Results.Ok((await WithCountsAsync(db, [run], cancellationToken))[0]);
    }

    /// <summary>From the counts kept beside the ledger, never by counting its rows.</summary>
    private static async Task<List<RunView>> WithCountsAsync(
        DistributorDb db,
        IReadOnlyList<Run> runs,
        CancellationToken cancellationToken
    )
    {
        var ids = runs.Select(run => run.Id).ToList();
        var counts = await db
            .RunCounts.AsNoTracking()
            .Where(count => ids.Contains(count.RunId))
            .GroupBy(count => new { count.RunId, count.State })
            .Select(group => new
            {
                group.Key.RunId,
                group.Key.State,
                N = group.Sum(count => count.N),
            })
            .ToDictionaryAsync(count => (count.RunId, count.State), count => count.N, cancellationToken);
        return [.. runs.Select(run => RunView.Of(run, state => counts.GetValueOrDefault((run.Id, state))))];
    }
}

public sealed record RunView(
    long Id,
    RunKind Kind,
    string Key,
    string Day,
    RunState State,
    string? JobId,
    RunCountsView Counts
)
{
    internal static RunView Of(Run run, Func<DeliveryState, long> count) =>
        new(
            run.Id,
            run.Kind,
            run.Key,
            run.Day.ToString("uuuu-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            run.State,
            run.JobId,
            new RunCountsView(
                count(DeliveryState.Planned),
                count(DeliveryState.Sending),
                count(DeliveryState.Deferred),
                count(DeliveryState.Accepted),
                count(DeliveryState.Failed),
                count(DeliveryState.Suppressed),
                count(DeliveryState.Uncertain)
            )
        );
}

/// <summary>The rows of a run by state; together they are all rows ever written for it.</summary>
public sealed record RunCountsView(
    long Planned,
    long Sending,
    long Deferred,
    long Accepted,
    long Failed,
    long Suppressed,
    long Uncertain
);
