using Distributor.Storage;
using Microsoft.EntityFrameworkCore;

namespace Distributor.Sources.Desk;

/// <summary>A source to choose.</summary>
public sealed record SourceName(long Id, string Title);

/// <summary>The sources there are, by title.</summary>
public static class SourceNames
{
    private const int Most = 300;

    /// <param name="also">Is among them even when there are more than fit.</param>
    public static async Task<IReadOnlyList<SourceName>> ReadAsync(
        DistributorDb db,
        long? also,
        CancellationToken cancellationToken
    ) =>
        await db
            .Sources.AsNoTracking()
            .OrderByDescending(source => source.Id == also)
            .ThenBy(source => source.Title)
            .Take(Most)
            .Select(source => new SourceName(source.Id, source.Title))
            .ToListAsync(cancellationToken);
}
