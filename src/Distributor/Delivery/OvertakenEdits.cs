using Distributor.Storage;
using Microsoft.EntityFrameworkCore;

namespace Distributor.Delivery;

/// <summary>
/// Edit runs that a newer one of the same story has overtaken. A row of theirs that waited (a full chat, a dead connection) would
/// put older words over newer ones; the newer run has a row for the same chat.
/// </summary>
internal static class OvertakenEdits
{
    public const string Reason = "a newer edit follows";

    /// <returns>Those of the given runs after which another has begun, which shows by its editions.</returns>
    public static async Task<HashSet<long>> AmongAsync(
        DistributorDb db,
        IReadOnlyCollection<long> runs,
        CancellationToken cancellationToken
    )
    {
        var overtaken = await (
            from run in db.Runs
            where runs.Contains(run.Id)
            join newer in db.Runs on run.StoryId equals newer.StoryId
            where
                newer.Kind == RunKind.Edit
                && newer.Id > run.Id
                && newer.State != RunState.Cancelled
                && db.Editions.Any(edition => edition.RunId == newer.Id)
            select run.Id
        ).ToListAsync(cancellationToken);
        return [.. overtaken];
    }
}
