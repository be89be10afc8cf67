using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Ledger;

/// <summary>The months of the ledger on PostgreSQL.</summary>
public sealed class PartitionsTests : IAsyncLifetime
{
    private TestStore store = null!;

    private Partitions Partitions => new(store.Database, SystemClock.Instance);

    public async ValueTask InitializeAsync() => store = await TestStore.CreateAsync(DatabaseProvider.Postgres);

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task Months_made_by_an_earlier_version_get_todays_storage_parameters()
    {
        var month = (await MonthsAsync())[0];
        await store.ExecuteAsync($"ALTER TABLE {month} RESET (autovacuum_vacuum_threshold)");
        await store.ExecuteAsync(
            $"ALTER TABLE {month} SET (autovacuum_vacuum_cost_delay = 7, autovacuum_enabled = false)"
        );

        await Partitions.EnsureAsync(CancellationToken.None);

        var parameters = await ParametersAsync(month);
        Assert.Contains("autovacuum_vacuum_threshold=5000", parameters);
        Assert.Contains("autovacuum_vacuum_cost_delay=0", parameters);
        // Somebody else's decision stays.
        Assert.Contains("autovacuum_enabled=false", parameters);
    }

    [Fact]
    public async Task A_month_that_is_being_vacuumed_is_left_for_tomorrow()
    {
        var month = (await MonthsAsync())[0];
        await store.ExecuteAsync($"ALTER TABLE {month} RESET (autovacuum_vacuum_threshold)");
        await using var db = store.Open();
        await using var vacuum = await db.Database.BeginTransactionAsync();
        await db.Database.ExecuteSqlRawAsync($"LOCK TABLE {month} IN SHARE UPDATE EXCLUSIVE MODE");

        await Partitions.EnsureAsync(CancellationToken.None);

        Assert.DoesNotContain("autovacuum_vacuum_threshold=5000", await ParametersAsync(month));
    }

    [Fact]
    public async Task A_month_that_is_there_is_not_made_again()
    {
        var months = await MonthsAsync();

        await Partitions.EnsureAsync(CancellationToken.None);

        Assert.Equal(months, await MonthsAsync());
        Assert.Equal(5, months.Count);
    }

    private async Task<List<string>> MonthsAsync()
    {
        await using var db = store.Open();
        return await db
            .Database.SqlQueryRaw<string>(
                """
                SELECT inhrelid::regclass::text AS "Value" FROM pg_inherits WHERE inhparent = 'deliveries'::regclass ORDER BY 1
                """
            )
            .ToListAsync();
    }

    private async Task<string[]> ParametersAsync(string month)
    {
        await using var db = store.Open();
        return (
            await db
                .Database.SqlQuery<string[]>($"SELECT reloptions AS \"Value\" FROM pg_class WHERE relname = {month}")
                .ToListAsync()
        )[0];
    }
}
