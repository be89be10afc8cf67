using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Npgsql;

namespace Distributor.Storage;

/// <summary>
/// The months of the ledger on PostgreSQL: made three months ahead at start, daily and before a run is planned.
/// SQLite has one table and nothing to do.
/// </summary>
public sealed class Partitions(Database database, IClock clock)
{
    private const int MonthsAhead = 3;

    public Task EnsureAsync(CancellationToken cancellationToken) =>
        EnsureAsync(clock.GetCurrentInstant().InUtc().Date, cancellationToken);

    /// <summary>Makes the month before <paramref name="day"/> (a reader's yesterday), its own and the next three.</summary>
    public async Task EnsureAsync(LocalDate day, CancellationToken cancellationToken)
    {
        if (database.Provider == DatabaseProvider.Sqlite)
        {
            return;
        }
        await using var db = database.CreateDbContext();
        for (var offset = -1; offset <= MonthsAhead; offset++)
        {
            // Asked first, because even CREATE … IF NOT EXISTS locks the whole ledger against its writers for a moment.
            var month = day.PlusMonths(offset);
            var exists = await db
                .Database.SqlQuery<bool>($"SELECT to_regclass({Name(month)}) IS NOT NULL AS \"Value\"")
                .SingleAsync(cancellationToken);
            if (!exists)
            {
                await CreateAsync(db, month, cancellationToken);
            }
        }
    }

    private static async Task CreateAsync(DistributorDb db, LocalDate month, CancellationToken cancellationToken)
    {
        try
        {
            await db.Database.ExecuteSqlRawAsync(CreateStatement(month), cancellationToken);
        }
        catch (PostgresException exception)
            when (exception.SqlState is PostgresErrorCodes.DuplicateTable or PostgresErrorCodes.UniqueViolation)
        {
            // Another instance made it in this moment; IF NOT EXISTS looks too early to see that.
        }
    }

    private static string Name(LocalDate day) =>
        string.Create(CultureInfo.InvariantCulture, $"deliveries_{day.Year:0000}_{day.Month:00}");

    /// <remarks>
    /// Rows of the ledger are updated three or four times each and a quarter of a percent of a big month is many: the
    /// thresholds are set per partition so that dead rows are cleaned while they are few.
    /// </remarks>
    private static string CreateStatement(LocalDate day)
    {
        var first = new LocalDate(day.Year, day.Month, 1);
        return $"""
            CREATE TABLE IF NOT EXISTS {Name(day)} PARTITION OF deliveries
            FOR VALUES FROM ('{first:uuuu-MM-dd}') TO ('{first.PlusMonths(1):uuuu-MM-dd}')
            WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000,
                  autovacuum_analyze_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 1);
            """;
    }
}
