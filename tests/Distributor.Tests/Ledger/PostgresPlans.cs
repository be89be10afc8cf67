using System.Text.Json;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace Distributor.Tests.Ledger;

/// <summary>Explains the statements of PostgreSQL: with the values known, and as the plan kept for all values.</summary>
public sealed class PostgresPlans : IAsyncLifetime
{
    /// <summary>Types and values of $1, $2, …, as the ledger gives them.</summary>
    private static readonly Dictionary<string, (string Types, string Values)> Cases = new()
    {
        ["break-lane"] = ("int, text, int", "1, 'refused', 0"),
        ["claim"] = (
            "int[], int, smallint, date, date, int[]",
            "'{1,2}', 500, 1::smallint, '2026-10-09', '2026-12-20', '{500,15}'"
        ),
        ["count"] = ("bigint", "100"),
        ["days"] = ("", ""),
        ["due"] = ("date, date", "'2026-10-09', '2026-12-20'"),
        ["extend"] = (
            "date[], bigint[], bigint[], smallint[], smallint[], date, date",
            $"{Keys}, '2026-12-20', '2026-12-20'"
        ),
        ["finish"] = ("bigint", "100"),
        ["held-lanes"] = ("text", "'telegram'"),
        ["hold-lane"] = ("int, double precision, text", "1, 500, 'told to wait'"),
        ["look-again"] = ("bigint[], bigint[]", "'{100,100}', '{1,2}'"),
        ["next-due"] = ("bigint", "100"),
        ["mend-lane"] = ("int", "1"),
        ["ready-lanes"] = ("text", "'telegram'"),
        ["plan-alert"] = ("bigint, int[], smallint[], bigint, int", "100, '{1}', '{1}', 0, 10000"),
        ["plan-alert-capped"] = (
            "bigint, int[], smallint[], bigint, int, bigint, int, bigint[], date, date, timestamptz",
            "100, '{1}', '{1}', 0, 10000, 99, 30, '{97,98,99}', '2026-12-18', '2026-12-20', 'tomorrow'"
        ),
        ["plan-digests"] = (
            "bigint, bigint[], smallint[], bigint[], bigint[], bigint[], timestamptz[], timestamptz[]",
            "100, '{1,2}', '{3,3}', '{null,null}', '{0,0}', '{9,9}', '{now,now}', '{tomorrow,tomorrow}'"
        ),
        ["plan-edits"] = (
            "bigint, date, bigint, bigint[], bigint[], bigint[], bigint, int",
            "100, '2026-12-20', 100, '{1}', '{2}', '{1}', 0, 10000"
        ),
        ["plan-one"] = ("bigint, bigint, bigint", "100, 1, 1"),
        ["reassign"] = (
            "date, bigint, bigint, smallint, smallint, bigint, int",
            "'2026-12-20', 100, 1, 0::smallint, 1::smallint, 1, 1"
        ),
        ["record"] = (
            "date[], bigint[], bigint[], smallint[], smallint[], smallint[], text[], text[], bigint[], boolean[], boolean[], bigint[], smallint, date, date",
            $"{Keys}, '{{4,4}}', '{{null,null}}', '{{a,b}}', '{{null,null}}', '{{f,f}}', '{{f,f}}', '{{1000,null}}', 1::smallint, '2026-12-20', '2026-12-20'"
        ),
        ["cancel"] = ("bigint, bigint, int, smallint", "100, 0, 10000, 0::smallint"),
        ["retract"] = ("bigint, bigint, int, smallint", "100, 0, 10000, 0::smallint"),
        ["restore"] = ("bigint, bigint, int, smallint", "100, 0, 10000, 0::smallint"),
        ["retry"] = ("bigint, bigint, int, smallint, bigint", "100, 0, 10000, 0::smallint, null"),
        ["release"] = ("bigint", "100"),
        ["summarise"] = (
            "bigint, bigint[], timestamptz[], int, date, date",
            "99, '{1,2}', '{tomorrow,tomorrow}', 3, '2026-10-09', '2026-12-20'"
        ),
        ["plan-notice"] = ("bigint, bigint, bigint", "99, 7, 1"),
        ["wake-quiet"] = ("bigint, date, date", "7, '2026-10-09', '2026-12-20'"),
        ["waiting-alerts"] = ("bigint[], int, date, date", "'{1,2}', 3, '2026-10-09', '2026-12-20'"),
        ["withdraw"] = (
            "bigint, text, smallint, date, date",
            "7, 'unsubscribed', 1::smallint, '2026-10-09', '2026-12-20'"
        ),
    };

    private const string Keys = "'{2026-12-20,2026-12-20}', '{100,100}', '{1,2}', '{0,0}', '{1,1}'";

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
            foreach (var (name, (types, values)) in Cases)
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
                    [.. Scanned(json.RootElement[0].GetProperty("Plan")).Where(months.Contains)],
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

    private static IEnumerable<string> Scanned(JsonElement node)
    {
        if (
            node.GetProperty("Node Type").GetString()!.Contains("Seq Scan", StringComparison.Ordinal)
            && node.GetProperty("Relation Name").GetString() is { } table
            && table.StartsWith("deliveries", StringComparison.Ordinal)
        )
        {
            yield return table;
        }
        if (node.TryGetProperty("Plans", out var below))
        {
            foreach (var deeper in below.EnumerateArray().SelectMany(Scanned))
            {
                yield return deeper;
            }
        }
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
