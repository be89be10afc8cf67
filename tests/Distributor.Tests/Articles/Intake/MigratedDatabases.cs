using Distributor.Storage;
using Distributor.Storage.Ownership;
using Distributor.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Articles.Intake;

/// <summary>Migrates once per test class and provider, and hands every test a copy of its own.</summary>
public sealed class MigratedDatabases : IAsyncLifetime
{
    private readonly TemporaryDirectory directory = new();
    private TestDatabase? server;

    private string Template => Path.Combine(directory.Path, "template.db");

    public async ValueTask InitializeAsync()
    {
        await MigrateAsync(new Database(null, Template));
        server = await PostgresServer.CreateDatabaseAsync();
        // A template must have no connection left, not even an idle one in a pool.
        await MigrateAsync(new Database(server.ConnectionString + ";Pooling=false", ""));
    }

    public async Task<IntakeWorld> CreateAsync(DatabaseProvider provider)
    {
        if (provider == DatabaseProvider.Postgres)
        {
            var copy = await PostgresServer.CreateDatabaseAsync(server!.Name, TestContext.Current.CancellationToken);
            return new IntakeWorld(new Database(copy.ConnectionString, ""), copy);
        }
        var file = Path.Combine(directory.Path, $"{Guid.NewGuid():N}.db");
        File.Copy(Template, file);
        return new IntakeWorld(new Database(null, file), null);
    }

    public async ValueTask DisposeAsync()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        await server!.DisposeAsync();
        directory.Dispose();
    }

    private static async Task MigrateAsync(Database database)
    {
        using var ownership = new DatabaseOwnership(database);
        var partitions = new Partitions(database, SystemClock.Instance);
        await new Migrator(database, ownership, partitions, NullLogger<Migrator>.Instance).MigrateAsync(
            TestContext.Current.CancellationToken
        );
        // The copy must hold everything: closing the last connection writes the log back into the file.
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }
}
