using Distributor.Delivery;
using Distributor.Storage;
using Distributor.Subscribers;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Ledger;

/// <summary>
/// What both providers must keep of summaries: alerts that wait for the end of quiet hours, and those above the cap. Every
/// test ends by comparing the counters with the table. Longer than most files because it is one list of promises.
/// </summary>
public abstract class SummaryConformance(DatabaseProvider provider) : IAsyncLifetime
{
    private static readonly Instant Due = SystemClock.Instance.GetCurrentInstant() + Duration.FromHours(1);

    private TestStore store = null!;
    private LedgerWorld world = null!;
    private int topic;
    private long summary;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        store = await TestStore.CreateAsync(provider);
        world = new LedgerWorld(store);
        topic = await world.TopicAsync("World");
        summary = await world.RunAsync(RunKind.Summary, "hour:2026-11-23T10");
    }

    public async ValueTask DisposeAsync()
    {
        await world.CountsMustEqualTheTableAsync();
        await store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task More_alerts_than_that_become_one_row_and_fewer_stay()
    {
        var many = await QuietAddressAsync();
        var few = await QuietAddressAsync();
        await HeldAlertsAsync(4, many);
        await HeldAlertsAsync(3, few, from: 10);

        Assert.Equal([many], await WaitingAsync(many, few));
        Assert.Equal(4, await SummariseAsync(many, few));
        Assert.Equal(0, await SummariseAsync(many, few)); // twice adds nothing
        Assert.Empty(await WaitingAsync(many, few));

        var rows = await world.RowsAsync();
        var told = Assert.Single(rows, row => row.RunId == summary);
        Assert.Equal((many, DeliveryState.Deferred, 4L), (told.AddressId, told.State, told.WindowTo!.Value));
        Assert.Equal(Due.ToUnixTimeMilliseconds(), told.DueAt!.Value.ToUnixTimeMilliseconds());
        Assert.All(
            rows.Where(row => row.AddressId == many && row.RunId != summary),
            row =>
                Assert.Equal(
                    (DeliveryState.Suppressed, "in summary", $"{summary}-{many}-0", null),
                    (row.State, row.Reason, row.ExternalId, row.DueAt)
                )
        );
        Assert.All(rows.Where(row => row.AddressId == few), row => Assert.Equal(DeliveryState.Deferred, row.State));
    }

    [Fact]
    public async Task A_summary_takes_in_more_until_it_is_claimed_and_none_after()
    {
        var address = await QuietAddressAsync();
        await HeldAlertsAsync(4, address);
        Assert.Equal(4, await SummariseAsync(address));
        await HeldAlertsAsync(5, address, from: 10);
        Assert.Equal(5, await SummariseAsync(address));
        Assert.Equal(9, Assert.Single(await world.RowsAsync(), row => row.RunId == summary).WindowTo);

        await HeldAlertsAsync(4, address, from: 20);
        await EndQuietHoursAsync();
        await DueAsync(summary);
        Assert.Equal(RunKind.Summary, Assert.Single((await world.ClaimAsync()).Rows).RunKind);
        Assert.Equal(0, await SummariseAsync(address));
        Assert.Equal(4, (await world.RowsAsync()).Count(row => row.State == DeliveryState.Deferred));
    }

    [Fact]
    public async Task A_row_that_a_claimer_holds_or_that_may_have_arrived_is_left_alone()
    {
        var address = await QuietAddressAsync();
        var runs = await HeldAlertsAsync(6, address);
        await EndQuietHoursAsync();
        await DueAsync(runs[0]);
        var held = Assert.Single((await world.ClaimAsync()).Rows);
        await store.ExecuteAsync($"UPDATE deliveries SET maybe_duplicate = true WHERE run_id = {runs[1]}");

        Assert.Equal(4, await SummariseAsync(address));

        Assert.Equal(1, await world.RecordAsync([held], DeliveryState.Accepted));
        Assert.Equal(2, (await world.RowsAsync()).Count(row => row.ExternalId is null or "id" && row.RunId != summary));
    }

    [Fact]
    public async Task A_cancelled_summary_and_a_paused_address_suppress_nothing()
    {
        var address = await QuietAddressAsync();
        await HeldAlertsAsync(4, address);
        await using (var db = store.Open())
        {
            await db
                .Runs.Where(run => run.Id == summary)
                .ExecuteUpdateAsync(set => set.SetProperty(run => run.State, RunState.Cancelled), Token);
        }
        Assert.Equal(0, await SummariseAsync(address));
        await using (var db = store.Open())
        {
            await db
                .Runs.Where(run => run.Id == summary)
                .ExecuteUpdateAsync(set => set.SetProperty(run => run.State, RunState.Sending), Token);
            await db
                .Addresses.Where(a => a.Id == address)
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.State, AddressState.Paused), Token);
        }
        Assert.Equal(0, await SummariseAsync(address));
        Assert.DoesNotContain(await world.RowsAsync(), row => row.State == DeliveryState.Suppressed);
    }

    [Fact]
    public async Task A_finished_summary_run_is_open_again_with_a_new_row()
    {
        Assert.True(await world.Ledger.FinishAsync(summary, Token));
        var address = await QuietAddressAsync();
        await HeldAlertsAsync(4, address);
        await SummariseAsync(address);

        await using var db = store.Open();
        var run = await db.Runs.SingleAsync(r => r.Id == summary, Token);
        Assert.Equal((RunState.Sending, null), (run.State, run.FinishedAt));
        Assert.False(await world.Ledger.FinishAsync(summary, Token));
    }

    [Fact]
    public async Task Who_had_enough_within_the_hour_is_told_in_one_row_and_the_others_get_the_alert()
    {
        var full = await world.AddressAsync(topic);
        var runs = await AlertsAsync(3);
        var fresh = await world.AddressAsync(topic);

        var fourth = await AlertAsync(4, [.. runs]);
        var fifth = await AlertAsync(5, [.. runs, fourth]);

        var rows = await world.RowsAsync();
        Assert.All(
            rows.Where(row => row.RunId == fourth || row.RunId == fifth),
            row =>
                Assert.Equal(
                    row.AddressId == full
                        ? (DeliveryState.Suppressed, "in summary", $"{summary}-{full}-0")
                        : (DeliveryState.Planned, null, null),
                    (row.State, row.Reason, row.ExternalId)
                )
        );
        Assert.Equal(2, rows.Count(row => row.AddressId == fresh));
        var told = Assert.Single(rows, row => row.RunId == summary);
        Assert.Equal((full, DeliveryState.Deferred, 2L), (told.AddressId, told.State, told.WindowTo!.Value));

        // Again: nothing is new, and the summary does not count twice.
        await PlanCappedAsync(fourth, [.. runs, fifth]);
        Assert.Equal(2, Assert.Single(await world.RowsAsync(), row => row.RunId == summary).WindowTo);
    }

    [Fact]
    public async Task Alerts_that_wait_in_quiet_hours_are_not_counted_against_the_cap()
    {
        var address = await QuietAddressAsync();
        var runs = await AlertsAsync(3);

        var fourth = await AlertAsync(4, [.. runs]);

        Assert.Equal(DeliveryState.Planned, Assert.Single(await world.RowsAsync(), r => r.RunId == fourth).State);
        Assert.Equal(4, (await world.RowsAsync()).Count(row => row.AddressId == address));
    }

    [Fact]
    public async Task A_summary_that_was_claimed_takes_nothing_in_and_the_alert_goes_out_by_itself()
    {
        await world.AddressAsync(topic);
        var runs = await AlertsAsync(3);
        var fourth = await AlertAsync(4, [.. runs]);
        await DueAsync(summary);
        Assert.Contains((await world.ClaimAsync()).Rows, row => row.Key.RunId == summary);

        var fifth = await AlertAsync(5, [.. runs, fourth]);

        Assert.Equal(DeliveryState.Planned, Assert.Single(await world.RowsAsync(), r => r.RunId == fifth).State);
    }

    [Fact]
    public async Task Two_planners_at_once_leave_each_address_no_more_than_the_cap()
    {
        await world.AddressesAsync(40, topic);
        var runs = await AlertsAsync(2);
        var (third, fourth) = (await NewAlertAsync(3), await NewAlertAsync(4));

        await Task.WhenAll(
            Task.Run(() => PlanCappedAsync(third, [.. runs, fourth], size: 7), Token),
            Task.Run(() => PlanCappedAsync(fourth, [.. runs, third], size: 7), Token)
        );

        var rows = await world.RowsAsync();
        foreach (var address in rows.Where(row => row.RunId != summary).GroupBy(row => row.AddressId))
        {
            Assert.Equal(3, address.Count(row => row.State == DeliveryState.Planned));
            Assert.Equal(1, address.Count(row => row.State == DeliveryState.Suppressed));
        }
        Assert.Equal(40, rows.Count(row => row.RunId == summary));
        Assert.All(rows.Where(row => row.RunId == summary), row => Assert.Equal(1, row.WindowTo));
    }

    private async Task<long> QuietAddressAsync()
    {
        var id = await world.AddressAsync(topic);
        var now = SystemClock.Instance.GetCurrentInstant();
        await using var db = store.Open();
        await db
            .Addresses.Where(a => a.Id == id)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(a => a.QuietFrom, now - Duration.FromHours(1)).SetProperty(a => a.QuietUntil, Due),
                Token
            );
        return id;
    }

    /// <summary>So many alerts to one address, claimed in its quiet hours.</summary>
    private async Task<List<long>> HeldAlertsAsync(int count, long address, int from = 0)
    {
        var runs = new List<long>();
        for (var i = 0; i < count; i++)
        {
            var run = await world.RunAsync(key: $"story:{address}-{from + i}");
            await world.Ledger.PlanOneAsync(run, address, await world.EditionAsync(run), Token);
            runs.Add(run);
        }
        Claim claim;
        do
        {
            claim = await world.ClaimAsync();
            Assert.Empty(claim.Rows);
        } while (claim.Looked > 0);
        return runs;
    }

    /// <summary>So many alerts to everybody, without a cap.</summary>
    private async Task<List<long>> AlertsAsync(int count)
    {
        var runs = new List<long>();
        for (var i = 1; i <= count; i++)
        {
            var run = await NewAlertAsync(i);
            await world.PlanAsync(run, topic);
            runs.Add(run);
        }
        return runs;
    }

    private async Task<long> AlertAsync(int number, List<long> others)
    {
        var run = await NewAlertAsync(number);
        await PlanCappedAsync(run, others);
        return run;
    }

    private async Task<long> NewAlertAsync(int number)
    {
        var run = await world.RunAsync(key: $"story:{number}");
        await world.EditionAsync(run);
        return run;
    }

    /// <summary>Plans with a cap of three alerts.</summary>
    private async Task PlanCappedAsync(long run, List<long> others, int size = 10_000)
    {
        for (long? after = 0; after is { } from; )
        {
            var slice = new AlertSlice(run, [topic], [Cadence.Instant], from, size)
            {
                Cap = new AlertCap(3, summary, Due, others, LedgerWorld.Day, LedgerWorld.Day),
            };
            after = (await world.Ledger.PlanAlertSliceAsync(slice, Token)).Last;
        }
    }

    private Task<IReadOnlyList<long>> WaitingAsync(params long[] addresses) =>
        world.Ledger.WaitingAlertsAsync(addresses, 3, Token);

    private Task<int> SummariseAsync(params long[] addresses) =>
        world.Ledger.SummariseAsync(
            summary,
            [.. addresses.Select(address => new SummarisedAddress(address, Due))],
            3,
            Token
        );

    private async Task EndQuietHoursAsync()
    {
        await using var db = store.Open();
        await db.Addresses.ExecuteUpdateAsync(
            set => set.SetProperty(a => a.QuietFrom, (Instant?)null).SetProperty(a => a.QuietUntil, (Instant?)null),
            Token
        );
    }

    private Task DueAsync(long run) =>
        store.ExecuteAsync(
            provider == DatabaseProvider.Sqlite
                ? $"UPDATE deliveries SET due_at = 1 WHERE run_id = {run}"
                : $"UPDATE deliveries SET due_at = to_timestamp(0) WHERE run_id = {run}"
        );
}

public sealed class PostgresSummaryTests() : SummaryConformance(DatabaseProvider.Postgres);

public sealed class SqliteSummaryTests() : SummaryConformance(DatabaseProvider.Sqlite);
