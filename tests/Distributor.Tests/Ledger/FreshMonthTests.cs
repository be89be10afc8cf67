using System.Globalization;
using System.Text.Json;
using Distributor.Delivery;
using Distributor.Storage;
using Distributor.Storage.Postgres;
using Distributor.Testing.Plans;
using NodaTime;
using Npgsql;
using Xunit;

namespace Distributor.Tests.Ledger;

/// <summary>
/// The first run of a month: PostgreSQL has no statistics of the partition until autovacuum comes by, a minute later, and keeps plans
/// of the time when it was empty. What has its rows' keys must go by them all the same.
/// </summary>
public sealed class FreshMonthTests : IAsyncLifetime
{
    private const int Rows = 20_000;

    /// <summary>How many keys a statement is given; some look at a few rows of each.</summary>
    private const int Group = 100;

    /// <summary>The run that collects alerts of quiet hours; the alerts are those after it.</summary>
    private const int Alerts = 3;

    private TestStore store = null!;

    public async ValueTask InitializeAsync()
    {
        store = await TestStore.CreateAsync(DatabaseProvider.Postgres);
        await new Partitions(store.Database, SystemClock.Instance).EnsureAsync(LedgerWorld.Day, CancellationToken.None);
        await store.ExecuteAsync("ALTER TABLE deliveries_2026_11 SET (autovacuum_enabled = off)");
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    /// <param name="firstRows">How many rows the month had when the plan was made.</param>
    [Theory]
    [InlineData("record", 0)]
    [InlineData("record", 1)]
    [InlineData("record", 500)]
    [InlineData("record", Rows)]
    [InlineData("extend", 0)]
    [InlineData("extend", 1)]
    [InlineData("extend", 500)]
    [InlineData("extend", Rows)]
    [InlineData("claim", 0)]
    [InlineData("claim", 1)]
    [InlineData("claim", 500)]
    [InlineData("claim", Rows)]
    [InlineData("withdraw", 0)]
    [InlineData("withdraw", 500)]
    [InlineData("withdraw", Rows)]
    [InlineData("wake-quiet", 0)]
    [InlineData("wake-quiet", 500)]
    [InlineData("wake-quiet", Rows)]
    [InlineData("waiting-alerts", 0)]
    [InlineData("waiting-alerts", 500)]
    [InlineData("waiting-alerts", Rows)]
    [InlineData("summarise", 0)]
    [InlineData("summarise", 500)]
    [InlineData("summarise", Rows)]
    public async Task Rows_are_found_by_their_keys_by_a_plan_from_before_the_month_had_statistics(
        string name,
        int firstRows
    )
    {
        await FillAsync(1, firstRows);
        await using var connection = await OpenAsync(name, "force_generic_plan");
        await ExplainAsync(connection, name);
        await FillAsync(firstRows + 1, Rows);

        var plan = await ExplainAsync(connection, name);

        MustHaveReadFew(plan);
    }

    [Theory]
    [InlineData("record")]
    [InlineData("extend")]
    [InlineData("claim")]
    [InlineData("withdraw")]
    [InlineData("wake-quiet")]
    [InlineData("waiting-alerts")]
    [InlineData("summarise")]
    public async Task Rows_are_found_by_their_keys_when_its_values_are_known(string name)
    {
        await FillAsync(1, Rows);
        await using var connection = await OpenAsync(name, "force_custom_plan");

        var plan = await ExplainAsync(connection, name);

        MustHaveReadFew(plan);
    }

    /// <summary>Rows on their way, rows that are due, and alerts that wait for the end of quiet hours: as many of each.</summary>
    private Task FillAsync(int first, int last) =>
        store.ExecuteAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                INSERT INTO runs (id, kind, key, day, state, title, priority, planned_after, created_at) OVERRIDING SYSTEM VALUE
                SELECT n, CASE WHEN n < {Alerts} THEN 'digest' ELSE 'alert' END, 'run:' || n, '2026-11-23', 'sending', 'Run', 9, 0, now()
                FROM generate_series(1, {Alerts} + 4) AS n
                ON CONFLICT DO NOTHING;
                INSERT INTO subscribers (id, created_at) OVERRIDING SYSTEM VALUE SELECT n, now() FROM generate_series({first}, {last}) AS n;
                INSERT INTO addresses (id, subscriber_id, channel, value, state, state_since, lane_id, consent, language, time_zone,
                  created_at) OVERRIDING SYSTEM VALUE
                SELECT n, n, 1, 'r' || n || '@mail.example', 'active', now(), {Lane.OtherMail}, 0, 'en', 'Etc/UTC', now()
                FROM generate_series({first}, {last}) AS n;
                INSERT INTO deliveries (day, run_id, address_id, lane_id, priority, consent, state, attempt, due_at, changed_at)
                SELECT '2026-11-23', 1, n, {Lane.OtherMail}, 9, 0, 3, 1, now() + interval '45 s', now()
                FROM generate_series({first}, {last}) AS n;
                INSERT INTO deliveries (day, run_id, address_id, lane_id, priority, consent, state, attempt, due_at, changed_at)
                SELECT '2026-11-23', 2, n, {Lane.OtherMail}, 9, 0, 1, 0, now(), now() FROM generate_series({first}, {last}) AS n;
                INSERT INTO deliveries (day, run_id, address_id, lane_id, priority, consent, state, reason, due_at, changed_at)
                SELECT '2026-11-23', {Alerts} + 1 + n % 4, n, {Lane.OtherMail}, 5, 0, 2, 'quiet hours', now() + interval '1 h', now()
                FROM generate_series({first}, {last}) AS n;
                """
            )
        );

    private async Task<NpgsqlConnection> OpenAsync(string name, string mode)
    {
        var connection = new NpgsqlConnection(store.Database.ConnectionString);
        await connection.OpenAsync();
        await RunAsync(
            connection,
            PostgresLedger.WithoutJit
                + (name is "claim" or "record" or "extend" or "withdraw" ? PostgresLedger.NestedLoopsOnly : "")
                + $"SET plan_cache_mode = {mode}"
        );
        var (types, _) = LedgerCases.All[name];
        await RunAsync(
            connection,
            $"PREPARE statement({types}) AS {SqlFile.Read($"Postgres/Ledger/{name}.sql").TrimEnd().TrimEnd(';')}"
        );
        return connection;
    }

    /// <summary>What the statement really does; nothing of it stays but its plan.</summary>
    private static async Task<string> ExplainAsync(NpgsqlConnection connection, string name)
    {
        static string All(string value) => "'{" + string.Join(',', Enumerable.Repeat(value, Group)) + "}'";
        var addresses = $"'{{{string.Join(',', Enumerable.Range(1, Group))}}}'";
        var keys = $"{All("2026-11-23")}, {All("1")}, {addresses}, {All("0")}, {All("1")}";
        var values = name switch
        {
            "claim" => $"'{{{Lane.OtherMail}}}', {Group}, 1::smallint, '2026-11-23', '{{{Group}}}'",
            "extend" => $"{keys}, '2026-11-23', '2026-11-23'",
            "withdraw" => "7, 'unsubscribed', 1::smallint, '2026-11-23', '2026-11-23'",
            "wake-quiet" => "7, '2026-11-23', '2026-11-23'",
            "waiting-alerts" => $"{addresses}, 0, '2026-11-23', '2026-11-23'",
            "summarise" => $"{Alerts}, {addresses}, {All("tomorrow")}, 0, '2026-11-23', '2026-11-23'",
            _ =>
                $"{keys}, {All("4")}, {All("null")}, {All("null")}, {All("null")}, {All("f")}, {All("f")}, {All("null")}, 1::smallint, '2026-11-23', '2026-11-23'",
        };
        await RunAsync(connection, "BEGIN");
        var plan = await RunAsync(connection, $"EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE statement({values})");
        await RunAsync(connection, "ROLLBACK");
        return plan!;
    }

    private static void MustHaveReadFew(string plan)
    {
        using var json = JsonDocument.Parse(plan);
        var read = ExplainedPlan.Read(json.RootElement[0].GetProperty("Plan"));
        Assert.True(read <= 20 * Group, $"{read} rows of the ledger were read:\n{plan}");
    }

    private static async Task<string?> RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the statements of the product, and the values above
        command.CommandText = sql;
#pragma warning restore CA2100
        return (await command.ExecuteScalarAsync())?.ToString();
    }
}
