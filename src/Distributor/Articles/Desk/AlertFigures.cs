using Distributor.Delivery;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;

namespace Distributor.Articles.Desk;

/// <summary>The alert run of a story, and how many of its messages were accepted.</summary>
internal sealed record AlertFigures(long RunId, RunState State, long Accepted)
{
    /// <summary>By story, from the counts beside the ledger; stories without an alert are not there.</summary>
    public static async Task<IReadOnlyDictionary<long, AlertFigures>> ReadAsync(
        DistributorDb db,
        IReadOnlyCollection<long> storyIds,
        CancellationToken cancellationToken
    )
    {
        var nullable = storyIds.Select(id => (long?)id).ToList();
        var runs = await db
            .Runs.AsNoTracking()
            .Where(run => run.Kind == RunKind.Alert && nullable.Contains(run.StoryId))
            .Select(run => new
            {
                run.Id,
                StoryId = run.StoryId!.Value,
                run.State,
            })
            .ToListAsync(cancellationToken);
        var ids = runs.ConvertAll(run => run.Id);
        var accepted = await db
            .RunCounts.Where(count => ids.Contains(count.RunId) && count.State == DeliveryState.Accepted)
            .GroupBy(count => count.RunId)
            .Select(group => new { RunId = group.Key, N = group.Sum(count => count.N) })
            .ToDictionaryAsync(count => count.RunId, count => count.N, cancellationToken);
        return runs.ToDictionary(
            run => run.StoryId,
            run => new AlertFigures(run.Id, run.State, accepted.GetValueOrDefault(run.Id))
        );
    }
}
