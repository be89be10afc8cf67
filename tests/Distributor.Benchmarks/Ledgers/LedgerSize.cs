using Distributor.Benchmarks.Planning;

namespace Distributor.Benchmarks.Ledgers;

/// <summary>What the ledger's partitions occupy on disk.</summary>
/// <param name="Table">Bytes of rows, live and dead.</param>
/// <param name="Indexes">Bytes of all indexes.</param>
/// <param name="Dead">Rows no longer visible and not yet cleaned, as PostgreSQL counts them.</param>
/// <param name="Vacuums">How often autovacuum has cleaned.</param>
internal sealed record LedgerSize(long Table, long Indexes, long Dead, long Vacuums)
{
    public long All => Table + Indexes;

    public static async Task<LedgerSize> OfAsync(Publication publication, CancellationToken cancellationToken)
    {
        var row = await publication.ScalarAsync<long[]>(
            """
            SELECT ARRAY[sum(pg_table_size(i.inhrelid)), sum(pg_indexes_size(i.inhrelid)), sum(s.n_dead_tup), sum(s.autovacuum_count)]::bigint[]
            FROM pg_inherits i JOIN pg_stat_user_tables s ON s.relid = i.inhrelid
            WHERE i.inhparent = 'deliveries'::regclass
            """,
            cancellationToken
        );
        return new LedgerSize(row[0], row[1], row[2], row[3]);
    }

    public override string ToString() =>
        FormattableString.Invariant(
            $"table {Table / 1e6:0} MB, indexes {Indexes / 1e6:0} MB, {Dead:#,0} dead rows, {Vacuums} vacuums"
        );
}
