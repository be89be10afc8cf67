using Distributor.Testing;
using Npgsql;
using Xunit;

namespace Distributor.Tests.Testing;

public sealed class PostgresServerTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_database_is_its_own_and_gone_afterwards()
    {
        await using var first = await PostgresServer.CreateDatabaseAsync(cancellationToken: Token);
        var second = await PostgresServer.CreateDatabaseAsync(cancellationToken: Token);
        await ExecuteAsync(first.ConnectionString, "CREATE TABLE t (n int)");
        await ExecuteAsync(second.ConnectionString, "CREATE TABLE t (n int)");

        await second.DisposeAsync();

        Assert.Equal(1L, await ExecuteAsync(first.ConnectionString, CountOf(first)));
        Assert.Equal(0L, await ExecuteAsync(first.ConnectionString, CountOf(second)));
    }

    [Fact]
    public async Task A_database_can_be_a_copy_of_another()
    {
        await using var template = await PostgresServer.CreateDatabaseAsync(cancellationToken: Token);
        await ExecuteAsync(template.ConnectionString + ";Pooling=false", "CREATE TABLE t AS SELECT 7 AS n");

        await using var copy = await PostgresServer.CreateDatabaseAsync(template.Name, Token);

        Assert.Equal(7, await ExecuteAsync(copy.ConnectionString, "SELECT n FROM t"));
    }

    static string CountOf(TestDatabase database) =>
        $"SELECT count(*) FROM pg_database WHERE datname = '{database.Name}'";

    static async Task<object?> ExecuteAsync(string connectionString, string statement)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(Token);
        await using var command = new NpgsqlCommand(statement, connection);
        return await command.ExecuteScalarAsync(Token);
    }
}
