using System.Diagnostics;
using System.Text.Json;
using Distributor.Benchmarks.Measuring;
using Distributor.Storage;
using Distributor.Storage.Ownership;
using Distributor.Storage.Postgres;
using Distributor.Testing.Plans;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Npgsql;

namespace Distributor.Benchmarks.Ledgers;

/// <summary>
/// Executes every statement of the ledger under EXPLAIN ANALYZE in a transaction that is rolled back, on a ledger of many rows: with
/// the values known and as the plan kept for all values. None may read a partition that has rows from end to end, in its own order or
/// along an index: what is thrown away is at most the rows of one run, which letting a held run go has to look at.
/// </summary>
public sealed class ExplainScenario(int size)
{
    /// <returns>1 when a statement scans the ledger.</returns>
    public async Task<int> RunAsync(string? named, CancellationToken cancellationToken)
    {
        await using var bench = await BenchDatabase.OpenAsync(named, cancellationToken);
        await FillAsync(bench, cancellationToken);
        var rows = await bench.ScalarAsync<long>("SELECT sum(n)::bigint FROM run_counts", cancellationToken);
        var months = await bench.ScalarAsync<string[]>(
            "SELECT array_agg(DISTINCT inhrelid::regclass::text) FROM pg_inherits WHERE inhparent = 'deliveries'::regclass AND pg_relation_size(inhrelid) > 0",
            cancellationToken
        );
        await using var connection = new NpgsqlConnection(bench.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        var isMet = true;
        foreach (var (name, (types, values)) in LedgerCases.All.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var custom = await ExplainAsync(connection, name, types, values, "force_custom_plan", cancellationToken);
            var generic = await ExplainAsync(connection, name, types, values, "force_generic_plan", cancellationToken);
            var scanned = custom.Scanned.Concat(generic.Scanned).Distinct().Where(months.Contains).ToList();
            var discarded = Math.Max(custom.Discarded, generic.Discarded);
            var isFine = scanned.Count == 0 && discarded <= rows / LedgerFill.Runs;
            isMet &= isFine;
            new ResultLine
            {
                Scenario = "explain",
                Variant = name + ".sql",
                Size = rows,
                Goal = "no sequential scan of the ledger, and no more rows thrown away than one run has",
                GoalMet = isFine,
                Note =
                    (scanned.Count > 0 ? $"scans {string.Join(", ", scanned)}; " : "")
                    + FormattableString.Invariant(
                        $"executed in {custom.Milliseconds:0.0} ms with its values known, {generic.Milliseconds:0.0} ms by the plan kept for all values, {generic.Blocks:#,0} blocks of 8 KB read, {discarded:#,0} rows read for nothing"
                    ),
            }.Write();
        }
        return isMet ? 0 : 1;
    }

    private async Task FillAsync(BenchDatabase bench, CancellationToken cancellationToken)
    {
        var database = new Database(bench.ConnectionString, "");
        using var ownership = new DatabaseOwnership(database);
        var partitions = new Partitions(database, SystemClock.Instance);
        await new Migrator(database, ownership, partitions, NullLogger<Migrator>.Instance).MigrateAsync(
            cancellationToken
        );
        if (await bench.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM runs)", cancellationToken))
        {
            return;
        }
        await partitions.EnsureAsync(new LocalDate(2026, 11, 23), cancellationToken);
        var began = Stopwatch.GetTimestamp();
        await bench.ExecuteAsync(LedgerFill.Sql(postgres: true, size / LedgerFill.Runs), cancellationToken);
        // What the claim takes: the rows of the run that is open are due.
        await bench.ExecuteAsync(
            FormattableString.Invariant($"UPDATE deliveries SET due_at = now() WHERE run_id = {LedgerFill.Runs}"),
            cancellationToken
        );
        await bench.ExecuteAsync("VACUUM ANALYZE", cancellationToken);
        await Console.Error.WriteLineAsync(
            FormattableString.Invariant(
                $"filled with {size} rows in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s"
            )
        );
    }

    private static async Task<Explained> ExplainAsync(
        NpgsqlConnection connection,
        string name,
        string types,
        string values,
        string mode,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var statement = SqlFile.Read($"Postgres/Ledger/{name}.sql").TrimEnd().TrimEnd(';');
        // As on the ledger's connections; rolled back with the rest.
        var settings =
            PostgresLedger.WithoutJit
            + (name is "claim" or "record" or "extend" or "withdraw" ? PostgresLedger.NestedLoopsOnly : "");
        await ScalarAsync(connection, $"{settings} SET plan_cache_mode = {mode}", cancellationToken);
        await ScalarAsync(
            connection,
            $"PREPARE statement{(types.Length > 0 ? $"({types})" : "")} AS {statement}",
            cancellationToken
        );
        var text = await ScalarAsync(
            connection,
            $"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE statement{(values.Length > 0 ? $"({values})" : "")}",
            cancellationToken
        );
        await ScalarAsync(connection, "DEALLOCATE statement", cancellationToken);
        await transaction.RollbackAsync(cancellationToken);
        using var json = JsonDocument.Parse(text!);
        var plan = json.RootElement[0].GetProperty("Plan");
        return new Explained(
            [.. ExplainedPlan.Scanned(plan)],
            ExplainedPlan.Discarded(plan),
            json.RootElement[0].GetProperty("Execution Time").GetDouble(),
            plan.GetProperty("Shared Hit Blocks").GetInt64() + plan.GetProperty("Shared Read Blocks").GetInt64()
        );
    }

    private static async Task<string?> ScalarAsync(
        NpgsqlConnection connection,
        string sql,
        CancellationToken cancellationToken
    )
    {
        await using var command = connection.CreateCommand();
        command.CommandTimeout = 0;
#pragma warning disable CA2100 // The statements of the product, and our own values.
        command.CommandText = sql;
#pragma warning restore CA2100
        return (await command.ExecuteScalarAsync(cancellationToken))?.ToString();
    }

    private sealed record Explained(IReadOnlyList<string> Scanned, long Discarded, double Milliseconds, long Blocks);
}
