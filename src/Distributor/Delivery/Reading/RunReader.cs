using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Delivery.Reading;

/// <summary>Which runs of the list are shown; null leaves a filter out.</summary>
public sealed record RunFilter(
    RunKind? Kind = null,
    RunState? State = null,
    LocalDate? Day = null,
    long? StoryId = null
);

/// <summary>A run and its rows by state.</summary>
public sealed record RunWithTotals(Run Run, RunTotals Totals);

/// <param name="Rows">How many rows have it; of the first <see cref="RunReader.ReasonSample"/> rows of that state.</param>
public sealed record ReasonCount(DeliveryState State, string Reason, int Rows);

/// <summary>Reads runs with the counts kept beside the ledger; never counts its rows.</summary>
public sealed class RunReader(Database database)
{
    /// <summary>Reasons are told of at most so many rows of a state, so that a run of a million answers as fast as one of ten.</summary>
    public const int ReasonSample = 10_000;

    /// <summary>Runs with a smaller id than <paramref name="before"/>, the newest first.</summary>
    public async Task<List<RunWithTotals>> ListAsync(
        RunFilter filter,
        long before,
        int count,
        CancellationToken cancellationToken
    )
    {
        await using var db = database.CreateDbContext();
        var runs = db.Runs.AsNoTracking().Where(run => run.Id < before);
        if (filter.Kind is { } kind)
        {
            runs = runs.Where(run => run.Kind == kind);
        }
        if (filter.State is { } state)
        {
            runs = runs.Where(run => run.State == state);
        }
        if (filter.Day is { } day)
        {
            runs = runs.Where(run => run.Day == day);
        }
        if (filter.StoryId is { } story)
        {
            runs = runs.Where(run => run.StoryId == story);
        }
        var found = await runs.OrderByDescending(run => run.Id).Take(count).ToListAsync(cancellationToken);
        return await WithTotalsAsync(db, found, cancellationToken);
    }

    /// <summary>What is not over, the most urgent first.</summary>
    public async Task<List<RunWithTotals>> UnfinishedAsync(int count, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var found = await db
            .Runs.AsNoTracking()
            .Where(run => run.FinishedAt == null)
            .OrderBy(run => run.Priority)
            .ThenByDescending(run => run.Id)
            .Take(count)
            .ToListAsync(cancellationToken);
        return await WithTotalsAsync(db, found, cancellationToken);
    }

    public async Task<RunWithTotals?> FindAsync(long id, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var found = await db.Runs.AsNoTracking().Where(run => run.Id == id).ToListAsync(cancellationToken);
        return (await WithTotalsAsync(db, found, cancellationToken)).SingleOrDefault();
    }

    /// <summary>Why rows of a run were not sent, the commonest reason first.</summary>
    public async Task<List<ReasonCount>> ReasonsAsync(long runId, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var day = await db
            .Runs.Where(run => run.Id == runId)
            .Select(run => (LocalDate?)run.Day)
            .SingleOrDefaultAsync(cancellationToken);
        var reasons = new List<ReasonCount>();
        if (day is not { } ofRun)
        {
            return reasons;
        }
        foreach (
            var state in new[]
            {
                DeliveryState.Failed,
                DeliveryState.Uncertain,
                DeliveryState.Deferred,
                DeliveryState.Suppressed,
            }
        )
        {
            var counts = await db
                .Deliveries.Where(row => row.Day == ofRun && row.RunId == runId && row.State == state)
                .Take(ReasonSample)
                .GroupBy(row => row.Reason)
                .Select(group => new { Reason = group.Key, Rows = group.Count() })
                .OrderByDescending(group => group.Rows)
                .Take(12)
                .ToListAsync(cancellationToken);
            reasons.AddRange(counts.Select(one => new ReasonCount(state, one.Reason ?? "no reason given", one.Rows)));
        }
        return reasons;
    }

    private static async Task<List<RunWithTotals>> WithTotalsAsync(
        DistributorDb db,
        List<Run> runs,
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
        return
        [
            .. runs.Select(run => new RunWithTotals(
                run,
                RunTotals.Of(state => counts.GetValueOrDefault((run.Id, state)))
            )),
        ];
    }
}
