using Npgsql;

namespace Distributor.Testing;

/// <summary>
/// The PostgreSQL server the tests run on. <c>tests/run.sh</c> starts one; without it the variable names another. There
/// is no third way: a suite without its server is an error, never a silent skip.
/// </summary>
public static class PostgresServer
{
    /// <summary>Connection string of a role that may create databases.</summary>
    public const string Variable = "DISTRIBUTOR_TEST_POSTGRES";

    /// <summary>Creates an empty database, or a copy of <paramref name="template"/>, which nobody may be using just then.</summary>
    /// <exception cref="InvalidOperationException">No server is named, or the name is no connection string.</exception>
    /// <exception cref="NpgsqlException">The server does not answer or refuses.</exception>
    public static async Task<TestDatabase> CreateDatabaseAsync(
        string? template = null,
        CancellationToken cancellationToken = default
    )
    {
        var server = Server();
        var name = $"distributor_test_{Guid.NewGuid():N}";
        await ExecuteAsync(
            server,
            template is null ? $"CREATE DATABASE {name}" : $"CREATE DATABASE {name} TEMPLATE {template}",
            cancellationToken
        );
        return new TestDatabase(server, name);
    }

    internal static async Task ExecuteAsync(
        NpgsqlConnectionStringBuilder server,
        string statement,
        CancellationToken cancellationToken
    )
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Names of databases cannot be parameters; these are made in this folder.
        command.CommandText = statement;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    static NpgsqlConnectionStringBuilder Server()
    {
        var value = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrWhiteSpace(value))
        {
            throw new InvalidOperationException(
                $"{Variable} is not set. Run tests/run.sh, which starts a private PostgreSQL, or name a server where "
                    + $"databases may be created: {Variable}='Host=localhost;Username=postgres;Password=…'"
            );
        }

        try
        {
            return new NpgsqlConnectionStringBuilder(value);
        }
        catch (ArgumentException e)
        {
            throw new InvalidOperationException(
                $"{Variable} is no connection string; an example: Host=localhost;Username=postgres;Password=…",
                e
            );
        }
    }
}
