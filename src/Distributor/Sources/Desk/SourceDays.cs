using System.Text.Json;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Sources.Desk;

/// <summary>How many articles a source brought on each of the last days, the oldest first; the last one is the past 24 hours.</summary>
internal static class SourceDays
{
    public const int Days = 14;

    private static readonly string Postgres = SqlFile.Read("Postgres/Desk/source-days.sql");
    private static readonly string Sqlite = SqlFile.Read("Sqlite/Desk/source-days.sql");

    public static async Task<IReadOnlyDictionary<long, int[]>> ReadAsync(
        DistributorDb db,
        IReadOnlyList<long> sources,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        if (sources.Count == 0)
        {
            return new Dictionary<long, int[]>();
        }
        var isSqlite = db is SqliteDb;
        object ids = isSqlite ? JsonSerializer.Serialize(sources) : sources.ToArray();
        var rows = await db
            .Database.SqlQueryRaw<Day>(
                isSqlite ? Sqlite : Postgres,
                ids,
                db.Stored(now - Duration.FromDays(Days)),
                db.Stored(now)
            )
            .ToListAsync(cancellationToken);
        return rows.GroupBy(row => row.SourceId)
            .ToDictionary(
                source => source.Key,
                source =>
                {
                    var days = new int[Days];
                    foreach (var day in source)
                    {
                        days[Days - 1 - Math.Clamp(day.DaysAgo, 0, Days - 1)] += day.Articles;
                    }
                    return days;
                }
            );
    }

    private sealed record Day(long SourceId, int DaysAgo, int Articles);
}
