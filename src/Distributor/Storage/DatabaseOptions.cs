using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Distributor.Storage;

/// <summary>How each provider is opened; the one place that knows connection settings.</summary>
internal static class DatabaseOptions
{
    public static void UsePostgres(DbContextOptionsBuilder options, string connectionString) =>
        options
            .UseNpgsql(connectionString, npgsql => npgsql.UseNodaTime().MigrationsHistoryTable("schema_migrations"))
            .UseSnakeCaseNamingConvention();

    public static void UseSqlite(DbContextOptionsBuilder options, string file) =>
        options
            .UseSqlite(SqliteConnectionString(file), sqlite => sqlite.MigrationsHistoryTable("schema_migrations"))
            .AddInterceptors(SqlitePragmas.Instance)
            .UseSnakeCaseNamingConvention();

    /// <summary>A waiting writer gives up after 30 s, far above the longest transaction of ours.</summary>
    public static string SqliteConnectionString(string file) =>
        new SqliteConnectionStringBuilder
        {
            DataSource = file,
            ForeignKeys = true,
            DefaultTimeout = 30,
        }.ConnectionString;
}
