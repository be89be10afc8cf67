using System.Text.RegularExpressions;
using Distributor.Storage;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Distributor.Tests.Ledger;

/// <summary>Explains every single statement of SQLite's files, with the temporary tables the ones before it make.</summary>
public sealed partial class SqlitePlans : IAsyncLifetime
{
    private readonly Dictionary<string, List<StatementPlan>> plans = [];
    private BigLedger ledger = null!;

    public long Rows { get; private set; }

    public async ValueTask InitializeAsync()
    {
        ledger = await BigLedger.CreateAsync(DatabaseProvider.Sqlite);
        Rows = await ledger.CountAsync();
    }

    public async Task<IReadOnlyList<StatementPlan>> PlansAsync(string name)
    {
        if (plans.Count == 0)
        {
            foreach (var when in new[] { "before ANALYZE", "after ANALYZE" })
            {
                foreach (var file in typeof(SqlFile).Assembly.GetManifestResourceNames().Where(IsStatement))
                {
                    var key = file.Split('.')[^2];
                    plans.TryAdd(key, []);
                    var found = await ExplainAsync(SqlFile.Read($"Sqlite/Ledger/{key}.sql"));
                    plans[key].AddRange(found.Select(plan => plan with { When = $"{when}, {plan.When}" }));
                }
                await ledger.Store.ExecuteAsync("ANALYZE");
            }
        }
        return plans[name];
    }

    public async Task<IReadOnlyList<StatementPlan>> ExplainAsync(string file)
    {
        await using var connection = new SqliteConnection(ledger.Store.Database.ConnectionString);
        await connection.OpenAsync();
        var found = new List<StatementPlan>();
        var statements = Comment().Replace(file, "").Split(';', StringSplitOptions.TrimEntries);
        foreach (var statement in statements.Where(statement => statement.Length > 0))
        {
            if (statement.StartsWith("CREATE TEMP", StringComparison.Ordinal))
            {
                await ReadAsync(connection, statement);
                continue;
            }
            var steps = await ReadAsync(connection, "EXPLAIN QUERY PLAN " + statement);
            // A step names the table by its alias. SEARCH goes by a key, SCAN from end to end, also over an index.
            var names = Alias()
                .Matches(statement)
                .Select(match => match.Groups[1].Value)
                .Append("deliveries")
                .ToHashSet();
            found.Add(
                new StatementPlan(
                    statement,
                    [.. steps.Where(step => step.Split(' ') is ["SCAN", var table, ..] && names.Contains(table))],
                    string.Join('\n', steps)
                )
            );
        }
        return found;
    }

    public ValueTask DisposeAsync() => ledger.DisposeAsync();

    private static bool IsStatement(string resource) => resource.Contains(".Sqlite.Ledger.", StringComparison.Ordinal);

    private static async Task<List<string>> ReadAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements of the product.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var name in Parameter().Matches(sql).Select(match => match.Value).Distinct())
        {
            command.Parameters.AddWithValue(name, DBNull.Value);
        }
        await using var reader = await command.ExecuteReaderAsync();
        var steps = new List<string>();
        while (await reader.ReadAsync())
        {
            steps.Add(reader.GetString(3));
        }
        return steps;
    }

    [GeneratedRegex("--.*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\$\w+")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"\bdeliveries (?:AS )?(?!SET\b|WHERE\b|ON\b|ORDER\b)([a-z]\w*)")]
    private static partial Regex Alias();
}
