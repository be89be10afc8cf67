using Distributor.Delivery;
using Distributor.Storage;
using Npgsql;
using Xunit;

namespace Distributor.Tests.Ledger;

/// <summary>On PostgreSQL the verbs run side by side: none may wait for another that waits for it.</summary>
public sealed class LedgerLocksTests : IAsyncLifetime
{
    private TestStore store = null!;
    private LedgerWorld world = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        store = await TestStore.CreateAsync(DatabaseProvider.Postgres);
        world = new LedgerWorld(store);
    }

    public async ValueTask DisposeAsync()
    {
        await world.CountsMustEqualTheTableAsync();
        await store.DisposeAsync();
    }

    [Fact]
    public async Task Extending_leases_does_not_wait_for_rows_that_are_being_recorded()
    {
        var (_, addresses) = await world.PlannedAlertAsync(3);
        var claim = await world.ClaimAsync();
        await using var other = await OpenAsync();
        await using var recording = await other.BeginTransactionAsync(Token);
        await ExecuteAsync(other, $"SELECT FROM deliveries WHERE address_id = {addresses[0]} FOR UPDATE");

        var extended = await world.Ledger.ExtendAsync([.. claim.Rows.Select(row => row.Claimed)], Token);

        Assert.Equal(2, extended);
    }

    [Fact]
    public async Task Recording_locks_the_counts_last_as_the_claim_does()
    {
        var (run, addresses) = await world.PlannedAlertAsync(2);
        var claim = await world.ClaimAsync();
        await using var claiming = await OpenAsync();
        await using (var transaction = await claiming.BeginTransactionAsync(Token))
        {
            // A claim has taken the chat to look at it, and will count next.
            await ExecuteAsync(claiming, $"SELECT FROM addresses WHERE id = {addresses[0]} FOR NO KEY UPDATE");
            var recording = world.RecordAsync(claim.Rows, DeliveryState.Accepted);
            await SomebodyWaitsAsync();

            await ExecuteAsync(claiming, $"SELECT FROM run_counts WHERE run_id = {run} FOR UPDATE NOWAIT");

            await transaction.CommitAsync(Token);
            Assert.Equal(2, await recording);
        }
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(store.Database.ConnectionString);
        await connection.OpenAsync(Token);
        return connection;
    }

    /// <summary>The server tells who waits for a lock; there is no signal to wait for.</summary>
    private async Task SomebodyWaitsAsync()
    {
        await using var connection = await OpenAsync();
        await WorkingApp.UntilAsync(
            "a statement waits for a lock",
            async () =>
            {
                await using var command = connection.CreateCommand();
                command.CommandText =
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
                return (long)(await command.ExecuteScalarAsync(Token))! > 0;
            }
        );
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // numbers of this test alone
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(Token);
    }
}
