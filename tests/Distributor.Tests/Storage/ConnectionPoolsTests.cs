using Distributor.Cli;
using Distributor.Delivery;
using Distributor.Storage;
using Distributor.Storage.Postgres;
using Distributor.Testing;
using Npgsql;
using Xunit;

namespace Distributor.Tests.Storage;

/// <summary>An instance holds no more connections than it may, and waits for one instead of failing.</summary>
public sealed class ConnectionPoolsTests
{
    private const string Anywhere = "Host=localhost;Username=u;Password=p";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(10)]
    [InlineData(20)]
    [InlineData(33)]
    [InlineData(1000)]
    public void The_pools_of_an_instance_are_together_what_it_may_hold(int most)
    {
        var pools = ConnectionPools.Of(Anywhere, most);

        Assert.Equal(most, Size(pools.Pages) + Size(pools.Ledger) + Size(pools.Jobs));
        Assert.All([pools.Pages, pools.Ledger, pools.Jobs], pool => Assert.InRange(Size(pool), 3, most));
    }

    [Fact]
    public void Four_instances_leave_room_for_people_and_backups()
    {
        const int UsableByDefault = 97; // max_connections = 100, three of them for the superuser

        Assert.InRange(4 * StorageOptions.UsualConnections, 1, UsableByDefault - 15);
    }

    [Fact]
    public void What_the_connection_string_says_stays_but_for_the_size()
    {
        var pools = ConnectionPools.Of(Anywhere + ";Timeout=3;Application Name=paper;Maximum Pool Size=90", 20);
        var pool = new NpgsqlConnectionStringBuilder(pools.Ledger);

        Assert.Equal(
            ("localhost", "u", "p", 3, "paper", 6),
            (pool.Host, pool.Username, pool.Password, pool.Timeout, pool.ApplicationName, pool.MaxPoolSize)
        );
        Assert.Equal(
            "distributor jobs",
            new NpgsqlConnectionStringBuilder(ConnectionPools.Of(Anywhere, 20).Jobs).ApplicationName
        );
    }

    [Theory]
    [InlineData(9)]
    [InlineData(1001)]
    public void A_number_of_connections_that_cannot_be_is_refused_with_an_example(int connections)
    {
        var result = new StorageOptionsValidator().Validate(null, new StorageOptions { Connections = connections });

        Assert.Contains($"Storage:Connections is {connections}; it must be 10-1000, e.g. 20", result.Failures!);
    }

    [Fact]
    public async Task Whoever_finds_all_connections_in_use_waits_for_one()
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Postgres);
        await using var ledger = new PostgresLedger(ConnectionPools.Of(store.Database.ConnectionString, 10).Ledger);

        var day = new NodaTime.LocalDate(2026, 11, 23);
        await Task.WhenAll(
            Enumerable
                .Range(1, 200)
                .SelectMany(run =>
                    (Task[])
                        [
                            Task.Run(() => ledger.CountAsync(run, Token)),
                            // Claims have connections of their own.
                            Task.Run(() =>
                                ledger.ExtendAsync([new ClaimedKey(new DeliveryKey(day, run, 1, 0), 1)], Token)
                            ),
                        ]
                )
        );

        // Connections stay in the pool afterwards: as many as there ever were.
        await using var connection = new NpgsqlConnection(store.Database.ConnectionString);
        await connection.OpenAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
        Assert.InRange((int)(await command.ExecuteScalarAsync(Token))!, 1, 3 + 4);
    }

    [Fact]
    public async Task When_connections_run_out_an_admin_reads_which_setting_is_meant()
    {
        await using var server = await PostgresServer.CreateDatabaseAsync();
        var tiny = server.ConnectionString + ";Maximum Pool Size=1;Timeout=1";
        await using var held = new NpgsqlConnection(tiny);
        await held.OpenAsync(Token);
        await using var next = new NpgsqlConnection(tiny);
        var here = await Assert.ThrowsAsync<NpgsqlException>(() => next.OpenAsync(Token));
        var there = new PostgresException("sorry, too many clients already", "FATAL", "FATAL", "53300");

        Assert.Contains("raise Storage:Connections", FriendlyError.Of(here), StringComparison.Ordinal);
        Assert.Contains("lower Storage:Connections", FriendlyError.Of(there), StringComparison.Ordinal);
        Assert.Null(ConnectionShortage.In(new NpgsqlException("something else", new TimeoutException())));
    }

    private static int Size(string pool) => new NpgsqlConnectionStringBuilder(pool).MaxPoolSize;
}
