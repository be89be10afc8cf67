using Npgsql;

namespace Distributor.Testing;

/// <summary>A database of its own for one test class, dropped with everything in it when disposed.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    readonly NpgsqlConnectionStringBuilder server;

    internal TestDatabase(NpgsqlConnectionStringBuilder server, string name)
    {
        this.server = server;
        Name = name;
        ConnectionString = new NpgsqlConnectionStringBuilder(server.ConnectionString)
        {
            Database = name,
        }.ConnectionString;
    }

    public string Name { get; }

    public string ConnectionString { get; }

    /// <summary>Drops the database, even under connections that a test forgot.</summary>
    public async ValueTask DisposeAsync()
    {
        await using (var connection = new NpgsqlConnection(ConnectionString))
        {
            NpgsqlConnection.ClearPool(connection);
        }

        await PostgresServer.ExecuteAsync(
            server,
            $"DROP DATABASE IF EXISTS {Name} WITH (FORCE)",
            CancellationToken.None
        );
    }
}
