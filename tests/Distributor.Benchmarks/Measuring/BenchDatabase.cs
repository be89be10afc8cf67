using System.Globalization;
using Distributor.Testing;
using Npgsql;

namespace Distributor.Benchmarks.Measuring;

/// <summary>The database that is measured: a private server's, gone afterwards, or one that was named.</summary>
public sealed class BenchDatabase : IAsyncDisposable
{
    /// <summary>
    /// What whoever has a million readers sets first: with the 128 MB of a fresh installation the ledger and its readers do not fit
    /// into memory, and with 1 GB of log the server writes every page of it twice a minute. All else is as installed.
    /// </summary>
    private const string Settings = "-c shared_buffers=1GB -c max_wal_size=4GB";

    private readonly PrivatePostgres? server;

    private BenchDatabase(string connectionString, PrivatePostgres? server)
    {
        ConnectionString = connectionString;
        this.server = server;
    }

    public string ConnectionString { get; }

    public static async Task<BenchDatabase> OpenAsync(string? named, CancellationToken cancellationToken)
    {
        if (named is not null)
        {
            return new BenchDatabase(named, null);
        }
        var server = await PrivatePostgres.StartAsync(cancellationToken, Settings);
        return new BenchDatabase(server.ConnectionString, server);
    }

    /// <summary>Fills it when nobody is in it; its tables must be there.</summary>
    /// <param name="file">The statements that fill it.</param>
    /// <returns>True when it was filled now.</returns>
    public async Task<bool> FillAsync(int size, CancellationToken cancellationToken, string file = "Pages/fill.sql")
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandTimeout = 0;
        command.CommandText = "SELECT EXISTS (SELECT FROM subscribers)";
        if ((bool)(await command.ExecuteScalarAsync(cancellationToken))!)
        {
            return false;
        }
        command.CommandText = $"SET bench.size = '{size.ToString(CultureInfo.InvariantCulture)}'";
        await command.ExecuteNonQueryAsync(cancellationToken);
        var fill = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, file), cancellationToken);
        foreach (var statement in Statements(fill))
        {
#pragma warning disable CA2100 // our own file
            command.CommandText = statement;
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        command.CommandText = "VACUUM ANALYZE";
        await command.ExecuteNonQueryAsync(cancellationToken);
        return true;
    }

    public async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandTimeout = 0;
#pragma warning disable CA2100 // our own words
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<T> ScalarAsync<T>(string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandTimeout = 0;
#pragma warning disable CA2100 // our own words
        command.CommandText = sql;
#pragma warning restore CA2100
        return (T)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (server is not null)
        {
            await server.DisposeAsync();
        }
    }

    /// <summary>One after the other, so that each is planned when the tables before it are full. A semicolon ends a line only there.</summary>
    private static string[] Statements(string file) =>
        string.Join(
                '\n',
                file.Split('\n')
                    .Select(line => line.Split(" --")[0])
                    .Where(line => !line.StartsWith("--", StringComparison.Ordinal))
            )
            .Split(";\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
