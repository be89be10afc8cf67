using Microsoft.Data.Sqlite;

namespace Distributor.Storage.Sqlite;

/// <summary>Connections outside EF Core, with the same pragmas.</summary>
internal static class SqliteConnections
{
    public static async Task<SqliteConnection> OpenAsync(string connectionString, CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var pragmas = connection.CreateCommand();
        pragmas.CommandText = SqlitePragmas.Sql;
        await pragmas.ExecuteNonQueryAsync(cancellationToken);
        return connection;
    }
}
