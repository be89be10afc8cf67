using Distributor.Storage;
using Distributor.Storage.Ownership;
using Distributor.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Storage;

/// <summary>Starting on a fresh database, on a ready one, after a kill, and several at once.</summary>
public sealed class MigrationTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string File => Path.Combine(directory.Path, "data", "distributor.db");

    [Fact]
    public async Task Migrating_twice_does_nothing_on_SQLite()
    {
        var database = new Database(null, File);

        Assert.NotEmpty(await MigrateAsync(database));
        Assert.Empty(await MigrateAsync(database));
    }

    [Fact]
    public async Task A_file_restored_from_a_backup_is_taken_as_it_is()
    {
        var database = new Database(null, File);
        await MigrateAsync(database);
        var restored = new Database(null, File + ".restored");
        await using (var db = database.CreateDbContext())
        {
            // As backups are made: the copy is a plain file without a write-ahead log.
            await db.Database.ExecuteSqlAsync($"VACUUM INTO {restored.SqliteFile}", Token);
        }

        Assert.Empty(await MigrateAsync(restored));
    }

    [Fact]
    public async Task Migrating_twice_does_nothing_on_PostgreSQL()
    {
        await using var server = await PostgresServer.CreateDatabaseAsync(cancellationToken: Token);
        var database = new Database(server.ConnectionString, "");

        Assert.NotEmpty(await MigrateAsync(database));
        Assert.Empty(await MigrateAsync(database));
    }

    [Fact]
    public async Task A_lock_left_by_a_killed_migration_does_not_hang_the_next_start()
    {
        var database = new Database(null, File);
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        await ExecuteAsync(
            database,
            """
            CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL PRIMARY KEY, "Timestamp" TEXT NOT NULL);
            INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-11-23 09:00:00');
            """
        );

        Assert.NotEmpty(await MigrateAsync(database).WaitAsync(TimeSpan.FromMinutes(5), Token));
    }

    [Theory, InlineData(DatabaseProvider.Sqlite), InlineData(DatabaseProvider.Postgres)]
    public async Task A_migration_that_fails_halfway_leaves_nothing_behind_and_runs_again(DatabaseProvider provider)
    {
        await using var server =
            provider == DatabaseProvider.Postgres
                ? await PostgresServer.CreateDatabaseAsync(cancellationToken: Token)
                : null;
        var database = new Database(server?.ConnectionString, File);
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        // The ledger's tables come last: everything before them is done when this one is in the way.
        await ExecuteAsync(database, "CREATE TABLE deliveries (in_the_way int)");

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => MigrateAsync(database));
        await ExecuteAsync(database, "DROP TABLE deliveries");
        await ExecuteAsync(database, "CREATE TABLE articles (free int)");
        await ExecuteAsync(database, "DROP TABLE articles");

        Assert.NotEmpty(await MigrateAsync(database));
    }

    [Fact]
    public async Task Eight_instances_that_start_at_once_migrate_once()
    {
        await using var server = await PostgresServer.CreateDatabaseAsync(cancellationToken: Token);

        var applied = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ => Task.Run(() => MigrateAsync(new Database(server.ConnectionString, "")), Token))
        );

        Assert.Single(applied, steps => steps.Count > 0);
    }

    [Fact]
    public void A_second_owner_of_the_file_is_told_who_must_end_first()
    {
        var database = new Database(null, File);
        using var first = new DatabaseOwnership(database);
        using var second = new DatabaseOwnership(database);
        first.Take();

        var refused = Assert.Throws<DatabaseOwnedException>(second.Take);

        Assert.Equal(
            $"{File} is in use by another `serve` or `work`; end that one first, or use PostgreSQL to run several.",
            refused.Message
        );
        first.Dispose();
        second.Take();
    }

    [Fact]
    public async Task Who_does_not_own_the_file_does_not_migrate_it()
    {
        var database = new Database(null, File);
        using var owner = new DatabaseOwnership(database);
        owner.Take();

        await Assert.ThrowsAsync<DatabaseOwnedException>(() => MigrateAsync(database));
    }

    [Fact]
    public void PostgreSQL_has_as_many_owners_as_like()
    {
        var database = new Database("Host=localhost", "");
        using var first = new DatabaseOwnership(database);
        using var second = new DatabaseOwnership(database);

        first.Take();
        second.Take();
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        directory.Dispose();
    }

    private static async Task<IReadOnlyList<string>> MigrateAsync(Database database)
    {
        using var ownership = new DatabaseOwnership(database);
        var migrator = new Migrator(
            database,
            ownership,
            new Partitions(database, SystemClock.Instance),
            NullLogger<Migrator>.Instance
        );
        return await migrator.MigrateAsync(Token);
    }

    private static async Task ExecuteAsync(Database database, string sql)
    {
        await using var db = database.CreateDbContext();
        await db.Database.ExecuteSqlRawAsync(sql, Token);
    }
}
