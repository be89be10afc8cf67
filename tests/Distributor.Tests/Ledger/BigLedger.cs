using Distributor.Storage;
using Distributor.Testing.Plans;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Tests.Ledger;

/// <summary>
/// A ledger of 200,000 rows in all states: a hundred runs over three months, nine of ten finished, to 2,000 addresses each.
/// </summary>
public sealed class BigLedger(TestStore store) : IAsyncDisposable
{
    public const int Rows = 200_000;

    public TestStore Store => store;

    public static async Task<BigLedger> CreateAsync(DatabaseProvider provider)
    {
        var store = await TestStore.CreateAsync(provider);
        await new Partitions(store.Database, SystemClock.Instance).EnsureAsync(
            new LocalDate(2026, 11, 23),
            CancellationToken.None
        );
        var big = new BigLedger(store);
        if (provider == DatabaseProvider.Postgres)
        {
            // The plans before the first ANALYZE are looked at too: nobody may come and analyse in between.
            await store.ExecuteAsync(
                """
                DO $$ DECLARE part regclass; BEGIN
                  FOR part IN SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = 'deliveries'::regclass LOOP
                    EXECUTE format('ALTER TABLE %s SET (autovacuum_enabled = false)', part);
                  END LOOP; END $$
                """
            );
        }
        await store.ExecuteAsync(LedgerFill.Sql(provider == DatabaseProvider.Postgres, Rows / LedgerFill.Runs));
        return big;
    }

    public async Task<long> CountAsync()
    {
        await using var db = store.Open();
        return await db.Deliveries.LongCountAsync();
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();
}
