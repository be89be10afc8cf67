using Distributor.Storage;
using Distributor.Storage.Ownership;
using Distributor.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace Distributor.Tests;

/// <summary>
/// Databases with all tables, made by copying: migrating takes a second or two, and a thousand tests want one of their own.
/// Both originals are migrated when first asked for and are gone with the process.
/// </summary>
internal static class MigratedTemplate
{
    private static readonly Lazy<Task<TestDatabase>> Postgres = new(MakePostgresAsync);
    private static readonly Lazy<Task<string>> Sqlite = new(MakeSqliteAsync);

    /// <summary>PostgreSQL copies a database for one session at a time.</summary>
    private static readonly SemaphoreSlim Copying = new(1);

    public static async Task<TestDatabase> CopyPostgresAsync()
    {
        var template = await Postgres.Value;
        await Copying.WaitAsync();
        try
        {
            return await PostgresServer.CreateDatabaseAsync(template.Name);
        }
        finally
        {
            Copying.Release();
        }
    }

    /// <param name="file">Where the copy goes; nothing may be there.</param>
    public static async Task CopySqliteAsync(string file) => File.Copy(await Sqlite.Value, file);

    public static async Task MigrateAsync(Database database)
    {
        using var ownership = new DatabaseOwnership(database);
        var partitions = new Partitions(database, SystemClock.Instance);
        await new Migrator(database, ownership, partitions, NullLogger<Migrator>.Instance).MigrateAsync(
            CancellationToken.None
        );
    }

    private static async Task<TestDatabase> MakePostgresAsync()
    {
        var template = await PostgresServer.CreateDatabaseAsync();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => template.DisposeAsync().AsTask().GetAwaiter().GetResult();
        // A template must have no connection left, not even an idle one in a pool.
        await MigrateAsync(new Database(template.ConnectionString + ";Pooling=false", ""));
        return template;
    }

    private static async Task<string> MakeSqliteAsync()
    {
        var directory = new TemporaryDirectory();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => directory.Dispose();
        var made = new Database(null, Path.Combine(directory.Path, "made.db"));
        await MigrateAsync(made);
        // The copy must hold everything, and others may be at work in the same pools: so it is SQLite that copies.
        var template = Path.Combine(directory.Path, "template.db");
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection(made.ConnectionString);
        await connection.OpenAsync();
        await using var copy = connection.CreateCommand();
        copy.CommandText = "VACUUM INTO $file";
        copy.Parameters.AddWithValue("$file", template);
        await copy.ExecuteNonQueryAsync();
        return template;
    }
}
