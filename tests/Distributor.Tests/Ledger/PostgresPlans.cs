using System.Text.Json;
using Distributor.Storage;
using Distributor.Testing.Plans;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace Distributor.Tests.Ledger;

/// <summary>Explains the statements of PostgreSQL: with the values known, and as the plan kept for all values.</summary>
public sealed class PostgresPlans : IAsyncLifetime
{
    private readonly Dictionary<string, List<StatementPlan>> plans = [];
    private HashSet<string> months = [];
    private BigLedger ledger = null!;

    public long Rows { get; private set; }

    public async ValueTask InitializeAsync()
    {
        ledger = await BigLedger.CreateAsync(DatabaseProvider.Postgres);
        Rows = await ledger.CountAsync();
        months = await MonthsWithRowsAsync();
        foreach (var when in new[] { "before ANALYZE", "after ANALYZE" })
        {
            foreach (var (name, (types, values)) in LedgerCases.All)
            {
                var found = await ExplainAsync(types, values, SqlFile.Read($"Postgres/Ledger/{name}.sql"));
                plans.TryAdd(name, []);
                plans[name].AddRange(found.Select(plan => plan with { When = $"{when}, {plan.When}" }));
            }
            await ledger.Store.ExecuteAsync("ANALYZE");
        }
    }

    /// <exception cref="KeyNotFoundException">A new statement: give it a case.</exception>
    public Task<IReadOnlyList<StatementPlan>> PlansAsync(string name) =>
        Task.FromResult<IReadOnlyList<StatementPlan>>(plans[name]);

    public async Task<IReadOnlyList<StatementPlan>> ExplainAsync(string types, string values, string statement)
    {
        await using var connection = new NpgsqlConnection(ledger.Store.Database.ConnectionString);
        await connection.OpenAsync();
        await ScalarAsync(
            connection,
            $"PREPARE statement{(types.Length > 0 ? $"({types})" : "")} AS {statement.TrimEnd().TrimEnd(';')}"
        );
        var found = new List<StatementPlan>();
        foreach (var mode in new[] { "force_custom_plan", "force_generic_plan" })
        {
            await ScalarAsync(connection, $"SET plan_cache_mode = {mode}");
            var text = await ScalarAsync(
                connection,
                $"EXPLAIN (FORMAT JSON, COSTS OFF) EXECUTE statement{(values.Length > 0 ? $"({values})" : "")}"
            );
            using var json = JsonDocument.Parse(text!);
            found.Add(
                new StatementPlan(
                    mode,
                    [.. ExplainedPlan.Scanned(json.RootElement[0].GetProperty("Plan")).Where(months.Contains)],
                    text!
                )
            );
        }
        await ScalarAsync(connection, "DEALLOCATE statement");
        return found;
    }

    public ValueTask DisposeAsync() => ledger.DisposeAsync();

    /// <summary>The months to come are empty: to read nothing is the best plan there is, and it has no index in it.</summary>
    private async Task<HashSet<string>> MonthsWithRowsAsync()
    {
        await using var db = ledger.Store.Open();
        var names = await db
            .Database.SqlQueryRaw<string>("""SELECT DISTINCT tableoid::regclass::text AS "Value" FROM deliveries""")
            .ToListAsync();
        return [.. names, "deliveries"];
    }

    private static async Task<string?> ScalarAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements of the product, and the values above.
        command.CommandText = sql;
#pragma warning restore CA2100
        return (await command.ExecuteScalarAsync())?.ToString();
    }
}
