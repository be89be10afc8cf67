using Distributor.Storage.Ownership;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Distributor.Storage;

/// <summary>
/// Brings the schema up to date. Each migration is one transaction on both providers, so a kill leaves the one before.
/// </summary>
public sealed partial class Migrator(
    Database database,
    DatabaseOwnership ownership,
    Partitions partitions,
    ILogger<Migrator> logger
)
{
    /// <summary>Any number; the same in every instance, so that they migrate one after the other.</summary>
    private const long AdvisoryLock = 0x4449_5354_5249_42;

    /// <summary>Applies what is pending; several instances may call it at once.</summary>
    /// <returns>The names of the migrations applied, none when the schema was up to date.</returns>
    public async Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancellationToken)
    {
        var applied =
            database.Provider == DatabaseProvider.Sqlite
                ? await MigrateSqliteAsync(cancellationToken)
                : await MigratePostgresAsync(cancellationToken);
        await partitions.EnsureAsync(cancellationToken);
        if (applied.Count > 0)
        {
            LogMigrated(applied.Count, applied[^1]);
        }
        return applied;
    }

    /// <summary>True when a command finds a database it must not use yet.</summary>
    public async Task<bool> IsPendingAsync(CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        return (await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any();
    }

    private async Task<IReadOnlyList<string>> MigrateSqliteAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(database.SqliteFile!)!);
        await using var db = database.CreateDbContext();
        var pending = (await db.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
        if (pending.Count == 0)
        {
            return [];
        }
        ownership.Take();
        // EF's own lock is a row that outlives a kill and would make every later start wait for ever. We own the file.
        await db.Database.ExecuteSqlRawAsync("""DROP TABLE IF EXISTS "__EFMigrationsLock";""", cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
        return pending;
    }

    private async Task<IReadOnlyList<string>> MigratePostgresAsync(CancellationToken cancellationToken)
    {
        // A session lock: freed with the connection, so a killed migrator blocks nobody.
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using (var take = new NpgsqlCommand("SELECT pg_advisory_lock($1)", connection))
        {
            take.Parameters.AddWithValue(AdvisoryLock);
            await take.ExecuteNonQueryAsync(cancellationToken);
        }
        try
        {
            await using var db = database.CreateDbContext();
            var pending = (await db.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
            if (pending.Count > 0)
            {
                await db.Database.MigrateAsync(cancellationToken);
            }
            return pending;
        }
        finally
        {
            await using var free = new NpgsqlCommand("SELECT pg_advisory_unlock($1)", connection);
            free.Parameters.AddWithValue(AdvisoryLock);
            await free.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    [LoggerMessage(1001, LogLevel.Information, "Database migrated: {Count} steps, now at {Last}")]
    private partial void LogMigrated(int count, string last);
}
