using Distributor.Delivery;
using Distributor.Storage;
using Distributor.Storage.Ownership;
using Distributor.Storage.Postgres;
using Distributor.Storage.Sqlite;
using Distributor.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace Distributor.Tests;

/// <summary>A fresh, migrated database of one provider with its ledger, gone after the test.</summary>
public sealed class TestStore : IAsyncDisposable
{
    private readonly TestDatabase? server;
    private readonly TemporaryDirectory? directory;

    private TestStore(Database database, ILedger ledger, TestDatabase? server, TemporaryDirectory? directory)
    {
        Database = database;
        Ledger = ledger;
        this.server = server;
        this.directory = directory;
    }

    public Database Database { get; }

    public ILedger Ledger { get; }

    public static async Task<TestStore> CreateAsync(DatabaseProvider provider)
    {
        TestStore store;
        if (provider == DatabaseProvider.Postgres)
        {
            var server = await PostgresServer.CreateDatabaseAsync();
            var database = new Database(server.ConnectionString, "");
            store = new TestStore(database, new PostgresLedger(server.ConnectionString), server, null);
        }
        else
        {
            var directory = new TemporaryDirectory();
            var database = new Database(null, Path.Combine(directory.Path, "distributor.db"));
            store = new TestStore(database, new SqliteLedger(database.ConnectionString), null, directory);
        }
        using var ownership = new DatabaseOwnership(store.Database);
        var migrator = new Migrator(
            store.Database,
            ownership,
            new Partitions(store.Database, SystemClock.Instance),
            NullLogger<Migrator>.Instance
        );
        await migrator.MigrateAsync(CancellationToken.None);
        return store;
    }

    public DistributorDb Open() => Database.CreateDbContext();

    public async Task ExecuteAsync(string sql)
    {
        await using var db = Open();
        await db.Database.ExecuteSqlRawAsync(sql);
    }

    public async ValueTask DisposeAsync()
    {
        if (Ledger is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
        if (server is not null)
        {
            await server.DisposeAsync();
        }
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        directory?.Dispose();
    }
}
