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
/// Lanes under load, on both databases: a hundred thousand rows that wait cost the claims of others nothing.
/// </summary>
public abstract class LoadConformance(DatabaseProvider provider) : IAsyncLifetime
{
    private const int Waiting = 100_000;
    private const int Google = 11;
    private const long Many = 900;
    private const long Few = 901;

    private TestStore store = null!;
    private LedgerWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        store = await TestStore.CreateAsync(provider);
        world = new LedgerWorld(store);
        await new Partitions(store.Database, SystemClock.Instance).EnsureAsync(LedgerWorld.Day, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Theory, InlineData(Lane.Telegram, 2), InlineData(Lane.OtherMail, 1)]
    public async Task Breaking_news_is_in_the_next_claim_before_a_digest_of_a_hundred_thousand(int lane, int channel)
    {
        await FillAsync(Many, "digest", Priorities.Digest, lane, channel, 1, Waiting, dueBefore: 3_600);
        await FillAsync(Few, "alert", Priorities.Urgent, lane, channel, Waiting + 1, 3, dueBefore: 0);

        var claim = await world.ClaimAsync(limit: 10, lane);

        Assert.Equal(10, claim.Rows.Count);
        Assert.All(claim.Rows.Take(3), row => Assert.Equal(Few, row.Key.RunId));
        Assert.All(claim.Rows.Skip(3), row => Assert.Equal(Many, row.Key.RunId));
        await RowsReadByAClaimMustBeFewAsync([lane]);
    }

    [Fact]
    public async Task A_domain_that_says_wait_holds_up_only_its_own_hundred_thousand()
    {
        await FillAsync(Many, "digest", Priorities.Digest, Google, 1, 1, Waiting, dueBefore: 3_600);
        await FillAsync(Few, "digest", Priorities.Digest, Lane.OtherMail, 1, Waiting + 1, 5, dueBefore: 0);
        await world.Ledger.HoldLaneAsync(Google, Duration.FromHours(1), "slow down", CancellationToken.None);

        var ready = (await world.Ledger.ReadyLanesAsync("email", CancellationToken.None))
            .Where(lane => lane.ReadyIn <= Duration.Zero)
            .ToList();
        var claim = await world.Ledger.ClaimAsync(ready, 10, 1, CancellationToken.None);
        var next = await world.Ledger.ClaimAsync(ready, 10, 1, CancellationToken.None);

        Assert.Equal(5, claim.Rows.Count);
        Assert.All(claim.Rows, row => Assert.Equal(Few, row.Key.RunId));
        Assert.Equal(0, next.Looked);
        await RowsReadByAClaimMustBeFewAsync([.. ready.Select(lane => lane.Id)]);
    }

    [Fact]
    public async Task A_chat_that_says_wait_is_looked_at_once_and_not_again_before_its_time()
    {
        // A hundred messages to one chat, older than those to all others.
        await FillAsync(Few, "alert", Priorities.Alert, Lane.Telegram, 2, 2, 40, dueBefore: 10);
        await FillAsync(Many, "alert", Priorities.Alert, Lane.Telegram, 2, 1, 1, dueBefore: 3_600, parts: 100);
        await TellChatToWaitAsync();

        var claims = new List<Claim>();
        for (var i = 0; i < 4; i++)
        {
            claims.Add(await world.ClaimAsync(limit: 100));
        }

        // One claim puts its messages off, the next has the others', and then nothing is left to look at.
        Assert.Equal([100, 40, 0, 0], claims.Select(claim => claim.Looked));
        Assert.Equal([0, 40, 0, 0], claims.Select(claim => claim.Rows.Count));
    }

    [Fact]
    public async Task A_slice_of_digests_is_planned_without_comparing_its_rows_with_each_other()
    {
        if (provider != DatabaseProvider.Postgres)
        {
            return; // its steps are single statements, explained in their own tests
        }
        const int slice = 2_000;
        await FillAsync(Many, "digest", Priorities.Digest, Lane.OtherMail, 1, 1, slice, dueBefore: 0);
        // Everybody is due at the same moment and reads from the same place: no statistics tell one reader from another.
        await store.ExecuteAsync(
            $"""
            DELETE FROM deliveries;
            INSERT INTO digest_schedules (address_id, cadence, local_time, cursor, next_at)
            SELECT n, 3, '07:30', 0, '2026-11-23 07:30Z' FROM generate_series(1, {slice}) AS x (n);
            ANALYZE;
            """
        );
        static string All(string value) => "'{" + string.Join(',', Enumerable.Repeat('"' + value + '"', slice)) + "}'";

        var plan = await ExplainAsync(
            "bigint, bigint[], smallint[], bigint[], bigint[], bigint[], timestamptz[], timestamptz[]",
            "plan-digests",
            $"{Many}, '{{{string.Join(',', Enumerable.Range(1, slice))}}}', {All("3")}, {All("1")}, {All("0")}, {All("9")}, {All("2026-11-23 07:30Z")}, {All("2026-11-24 07:30Z")}"
        );

        using var json = JsonDocument.Parse(plan);
        var passed = RowsPassed(json.RootElement[0].GetProperty("Plan"));
        Assert.True(passed < 100 * slice, $"Planning {slice} digests handled {passed} rows:\n{plan}");
    }

    private Task TellChatToWaitAsync() =>
        store.ExecuteAsync(
            provider == DatabaseProvider.Sqlite
                ? "UPDATE addresses SET next_at = CAST(unixepoch('subsec') * 10000000 AS INTEGER) + 36000000000 WHERE id = 1"
                : "UPDATE addresses SET next_at = now() + interval '1 hour' WHERE id = 1"
        );

    /// <summary>A run with rows that are due, to readers of its own.</summary>
    private async Task FillAsync(
        long run,
        string kind,
        int priority,
        int lane,
        int channel,
        int first,
        int count,
        int dueBefore,
        int parts = 1
    )
    {
        var isPostgres = provider == DatabaseProvider.Postgres;
        string Numbers(int from, int upTo) =>
            isPostgres
                ? Say($"generate_series({from}, {upTo}) AS x (n)")
                : Say(
                    $"(WITH RECURSIVE x (n) AS (SELECT {from} UNION ALL SELECT n + 1 FROM x WHERE n < {upTo}) SELECT n FROM x) x"
                );
        var ids = isPostgres ? "OVERRIDING SYSTEM VALUE" : "";
        var now = isPostgres ? "now()" : "CAST(unixepoch('subsec') * 10000000 AS INTEGER)";
        var due = isPostgres ? Say($"now() - interval '{dueBefore} s'") : Say($"{now} - {dueBefore}0000000");
        var day = isPostgres ? "date '2026-11-23'" : "'2026-11-23'";
        var part = isPostgres
            ? Say($"generate_series(0, {parts - 1}) AS p (part)")
            : Say(
                $"(WITH RECURSIVE p (part) AS (SELECT 0 UNION ALL SELECT part + 1 FROM p WHERE part < {parts - 1}) SELECT part FROM p) p"
            );
        await store.ExecuteAsync(
            Say(
                $"""
                INSERT INTO runs (id, kind, key, day, state, title, priority, planned_after, created_at) {ids}
                VALUES ({run}, '{kind}', 'run:{run}', {day}, 'sending', 'Run', {priority}, 0, {now});
                INSERT INTO subscribers (id, created_at) {ids} SELECT n, {now} FROM {Numbers(first, first + count - 1)};
                INSERT INTO addresses (id, subscriber_id, channel, value, state, state_since, lane_id, consent, language,
                  time_zone, created_at) {ids}
                SELECT n, n, {channel}, CAST(7000000 + n AS text), 'active', {now}, {lane}, 0, 'en', 'Etc/UTC', {now}
                FROM {Numbers(first, first + count - 1)};
                INSERT INTO deliveries (day, run_id, address_id, part, lane_id, priority, consent, state, due_at, changed_at)
                SELECT {day}, {run}, n, part, {lane}, {priority}, 0, 1, {due}, {now}
                FROM {Numbers(first, first + count - 1)} CROSS JOIN {part};
                """
            )
        );
        if (isPostgres)
        {
            await store.ExecuteAsync("ANALYZE");
        }
    }

    /// <summary>Counts what PostgreSQL really read; on SQLite the time of the test would tell.</summary>
    private async Task RowsReadByAClaimMustBeFewAsync(int[] lanes)
    {
        if (provider != DatabaseProvider.Postgres)
        {
            return;
        }
        var most = string.Join(',', lanes.Select(_ => "10"));
        var plan = await ExplainAsync(
            "int[], int, smallint, date, int[]",
            "claim",
            $"'{{{string.Join(',', lanes)}}}', 10, 1::smallint, '2026-11-23', '{{{most}}}'"
        );
        using var json = JsonDocument.Parse(plan);
        var read = ExplainedPlan.Read(json.RootElement[0].GetProperty("Plan"));
        Assert.True(read < 200, $"The claim of ten rows read {read}:\n{plan}");
    }

    /// <summary>What a statement of the ledger really does; nothing of it stays.</summary>
    private async Task<string> ExplainAsync(string types, string name, string values)
    {
        await using var connection = new NpgsqlConnection(store.Database.ConnectionString);
        await connection.OpenAsync();
        await RunAsync(connection, PostgresLedger.WithoutJit + PostgresLedger.NestedLoopsOnly);
        await RunAsync(connection, "BEGIN");
        await RunAsync(connection, $"PREPARE statement({types}) AS {SqlFile.Read($"Postgres/Ledger/{name}.sql")}");
        var plan = await RunAsync(connection, $"EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE statement({values})");
        await RunAsync(connection, "ROLLBACK");
        return plan!;
    }

    /// <summary>Rows that any step of the plan took from another or threw away.</summary>
    private static double RowsPassed(JsonElement node)
    {
        var below = node.TryGetProperty("Plans", out var plans) ? plans.EnumerateArray().Sum(RowsPassed) : 0;
        return below + (node.GetProperty("Actual Rows").GetDouble() * node.GetProperty("Actual Loops").GetDouble());
    }

    private static async Task<string?> RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the statements of the product, and the values above
        command.CommandText = sql.TrimEnd().TrimEnd(';');
#pragma warning restore CA2100
        return (await command.ExecuteScalarAsync())?.ToString();
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

public sealed class PostgresLoadTests() : LoadConformance(DatabaseProvider.Postgres);

public sealed class SqliteLoadTests() : LoadConformance(DatabaseProvider.Sqlite);
