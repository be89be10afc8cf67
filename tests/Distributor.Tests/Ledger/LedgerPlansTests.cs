using Distributor.Testing;
using Xunit;

namespace Distributor.Tests.Ledger;

/// <summary>
/// No statement of the ledger reads the whole ledger: every file is explained at 200,000 rows, before the first ANALYZE and
/// after it. A new file is found here by itself.
/// </summary>
public sealed class LedgerPlansTests(PostgresPlans postgres, SqlitePlans sqlite)
    : IClassFixture<PostgresPlans>,
        IClassFixture<SqlitePlans>
{
    public static TheoryData<string> PostgresFiles => [.. Files("Postgres")];

    public static TheoryData<string> SqliteFiles => [.. Files("Sqlite")];

    [Fact]
    public void Both_databases_have_the_same_statements() => Assert.Equal(Files("Postgres"), Files("Sqlite"));

    [Theory]
    [MemberData(nameof(PostgresFiles))]
    public async Task No_statement_on_PostgreSQL_scans_the_ledger(string name)
    {
        Assert.Equal(BigLedger.Rows, postgres.Rows);
        foreach (var plan in await postgres.PlansAsync(name))
        {
            Assert.True(
                plan.ScannedTables.Count == 0,
                $"{plan.When}: {string.Join(", ", plan.ScannedTables)}\n{plan.Text}"
            );
        }
    }

    [Theory]
    [MemberData(nameof(SqliteFiles))]
    public async Task No_statement_on_SQLite_scans_the_ledger(string name)
    {
        Assert.Equal(BigLedger.Rows, sqlite.Rows);
        foreach (var plan in await sqlite.PlansAsync(name))
        {
            Assert.True(
                plan.ScannedTables.Count == 0,
                $"{plan.When}: {string.Join(", ", plan.ScannedTables)}\n{plan.Text}"
            );
        }
    }

    [Fact]
    public async Task Looking_where_rows_are_due_on_SQLite_scans_nothing()
    {
        var plans = await sqlite.ExplainAsync(Distributor.Storage.SqlFile.Read("Sqlite/due-lanes.sql"));

        Assert.All(plans, plan => Assert.Empty(plan.ScannedTables));
    }

    [Fact]
    public async Task A_scan_would_be_seen()
    {
        Assert.NotEmpty(
            (await postgres.ExplainAsync("", "", "SELECT count(*) FROM deliveries WHERE failures = 7"))[0].ScannedTables
        );
        Assert.NotEmpty(
            (await sqlite.ExplainAsync("SELECT count(*) FROM deliveries d WHERE d.failures = 7"))[0].ScannedTables
        );
    }

    private static IEnumerable<string> Files(string provider) =>
        Directory
            .GetFiles(Path.Combine(Repository.Root, "src/Distributor/Storage", provider, "Ledger"), "*.sql")
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Order(StringComparer.Ordinal);
}

/// <param name="When">Which statistics and which kind of plan.</param>
/// <param name="ScannedTables">Parts of the ledger that are read from end to end.</param>
public sealed record StatementPlan(string When, IReadOnlyList<string> ScannedTables, string Text);
