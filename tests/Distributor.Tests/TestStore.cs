using Distributor.Delivery;
using Distributor.Storage;
using Distributor.Storage.Postgres;
using Distributor.Storage.Sqlite;
using Distributor.Testing;
using Microsoft.EntityFrameworkCore;

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
        if (provider == DatabaseProvider.Postgres)
        {
            var server = await MigratedTemplate.CopyPostgresAsync();
            return new TestStore(
                new Database(server.ConnectionString, ""),
                new PostgresLedger(server.ConnectionString),
                server,
                null
            );
        }
        var directory = new TemporaryDirectory();
        var database = new Database(null, Path.Combine(directory.Path, "distributor.db"));
        await MigratedTemplate.CopySqliteAsync(database.SqliteFile!);
        return new TestStore(database, new SqliteLedger(database.ConnectionString), null, directory);
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
