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

    /// <summary>
    /// A row changes two to four times, and none of these changes can be heap-only: what is due is indexed. So each leaves a dead row
    /// and dead entries in every index, and claims wade through those at the head of their queue.
    /// <list type="bullet">
    /// <item>2 % and 5,000 rows instead of PostgreSQL's 20 %: a month of ten million rows is cleaned at 200,000 dead ones, not at two
    /// million.</item>
    /// <item>No pause between pages: cleaning must keep up with claims of several instances, and what it cleans was just written, so
    /// it lies in memory.</item>
    /// <item>Statistics after 5 %: the first rows of a month come within minutes, and plans are made for what is there.</item>
    /// </list>
    /// </summary>
    private static readonly string[] StorageParameters =
    [
        "autovacuum_vacuum_scale_factor=0.02",
        "autovacuum_vacuum_threshold=5000",
        "autovacuum_vacuum_cost_delay=0",
        "autovacuum_analyze_scale_factor=0.05",
    ];

    /// <summary>The months of now; existing months get today's storage parameters.</summary>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        await EnsureAsync(clock.GetCurrentInstant().InUtc().Date, cancellationToken);
        await SettleAsync(cancellationToken);
    }

    /// <summary>Makes the month before <paramref name="day"/> (a reader's yesterday), its own and the next three.</summary>
    public async Task EnsureAsync(LocalDate day, CancellationToken cancellationToken)
    {
        if (database.Provider == DatabaseProvider.Sqlite)
        {
            return;
        }
        await using var db = database.CreateDbContext();
        var months = Enumerable
            .Range(-1, MonthsAhead + 2)
            .Select(offset => day.PlusMonths(offset))
            .ToDictionary(Name, StringComparer.Ordinal);
        // Asked first, because even CREATE … IF NOT EXISTS locks the whole ledger against its writers for a moment.
        var names = months.Keys.ToArray();
        var missing = await db
            .Database.SqlQuery<string>(
                $"SELECT n AS \"Value\" FROM unnest({names}) AS n WHERE to_regclass(n) IS NULL ORDER BY n"
            )
            .ToListAsync(cancellationToken);
        foreach (var name in missing)
        {
            await CreateAsync(db, months[name], cancellationToken);
        }
    }

    /// <summary>Months made by an earlier version. Changed only where they differ: the change waits for a vacuum of the table.</summary>
    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        if (database.Provider == DatabaseProvider.Sqlite)
        {
            return;
        }
        await using var db = database.CreateDbContext();
        var others = await db
            .Database.SqlQuery<string>(
                $"""
                SELECT c.relname::text AS "Value" FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                WHERE i.inhparent = 'deliveries'::regclass AND NOT coalesce(c.reloptions, ARRAY[]::text[]) @> {StorageParameters}
                """
            )
            .ToListAsync(cancellationToken);
        foreach (var name in others)
        {
            await SettleAsync(db, name, cancellationToken);
        }
    }

    private static async Task SettleAsync(DistributorDb db, string name, CancellationToken cancellationToken)
    {
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            await db.Database.ExecuteSqlRawAsync("SET LOCAL lock_timeout = '2s'", cancellationToken);
#pragma warning disable EF1002 // The name is PostgreSQL's own, the parameters are ours.
            await db.Database.ExecuteSqlRawAsync(
                $"ALTER TABLE {name} SET ({string.Join(", ", StorageParameters)})",
                cancellationToken
            );
#pragma warning restore EF1002
            await transaction.CommitAsync(cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            // It is being vacuumed by hand, or another instance does the same: tomorrow is soon enough.
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

    private static string CreateStatement(LocalDate day)
    {
        var first = new LocalDate(day.Year, day.Month, 1);
        return $"""
            CREATE TABLE IF NOT EXISTS {Name(day)} PARTITION OF deliveries
            FOR VALUES FROM ('{first:uuuu-MM-dd}') TO ('{first.PlusMonths(1):uuuu-MM-dd}')
            WITH ({string.Join(", ", StorageParameters)});
            """;
    }
}
