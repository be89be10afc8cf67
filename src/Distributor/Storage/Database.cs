using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Distributor.Storage;

public enum DatabaseProvider
{
    Sqlite,
    Postgres,
}

/// <summary>Which database this process talks to, and a fresh context on it whenever one is needed.</summary>
public sealed class Database : IDbContextFactory<DistributorDb>
{
    private readonly Func<DistributorDb> create;

    public Database(IConfiguration configuration, IOptions<StorageOptions> storage)
        : this(configuration.GetConnectionString("Distributor"), storage.Value.SqliteFile, storage.Value.Connections)
    { }

    /// <param name="connectionString">Of PostgreSQL; empty means SQLite.</param>
    /// <param name="sqliteFile">The file used then.</param>
    /// <param name="connections">To PostgreSQL, at most.</param>
    public Database(string? connectionString, string sqliteFile, int connections = StorageOptions.UsualConnections)
    {
        if (string.IsNullOrWhiteSpace(connectionString))
        {
            Provider = DatabaseProvider.Sqlite;
            ConnectionString = DatabaseOptions.SqliteConnectionString(sqliteFile);
            SqliteFile = sqliteFile;
            var options = new DbContextOptionsBuilder<SqliteDb>();
            DatabaseOptions.UseSqlite(options, sqliteFile);
            create = () => new SqliteDb(options.Options);
        }
        else
        {
            Provider = DatabaseProvider.Postgres;
            Pools = ConnectionPools.Of(connectionString, connections);
            ConnectionString = Pools.Pages;
            var options = new DbContextOptionsBuilder<PostgresDb>();
            DatabaseOptions.UsePostgres(options, ConnectionString);
            create = () => new PostgresDb(options.Options);
        }
    }

    public DatabaseProvider Provider { get; }

    public string ConnectionString { get; }

    /// <summary>Null on SQLite.</summary>
    public ConnectionPools? Pools { get; }

    /// <summary>Null on PostgreSQL.</summary>
    public string? SqliteFile { get; }

    public DistributorDb CreateDbContext() => create();
}
