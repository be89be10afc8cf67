using Distributor.Delivery;
using Distributor.Delivery.Sending;
using Distributor.Jobs;
using Distributor.Storage;
using Distributor.Subscribers;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Ledger;

/// <summary>What admins do with a run, on both providers: hold, release, cancel the rest, try again what failed.</summary>
public abstract class RunOrdersConformance(DatabaseProvider provider) : IAsyncLifetime
{
    private const string Rosa = "admin:rosa@press.example";
    private TestStore store = null!;
    private LedgerWorld world = null!;
    private RunControl control = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        store = await TestStore.CreateAsync(provider);
        world = new LedgerWorld(store);
        control = new RunControl(
            store.Database,
            store.Ledger,
            new NewWork(TimeProvider.System),
            new SenderWake(TimeProvider.System),
            SystemClock.Instance
        );
    }

    public async ValueTask DisposeAsync()
    {
        await world.CountsMustEqualTheTableAsync();
        await store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_held_run_sends_nothing_and_goes_on_where_it_was()
    {
        var (run, _) = await world.PlannedAlertAsync(3);
        var sent = (await world.ClaimAsync(limit: 1)).Rows;
        await world.RecordAsync(sent, DeliveryState.Accepted);

        Assert.Equal(RunOrder.Done, (await control.HoldAsync(run, Rosa, Token)).Order);
        Assert.Equal(RunOrder.Done, (await control.HoldAsync(run, Rosa, Token)).Order); // twice is once
        Assert.Empty((await world.ClaimAsync()).Rows);
        Assert.Equal(
            2,
            (await world.RowsAsync()).Count(row => row is { State: DeliveryState.Deferred, Reason: "held" })
        );

        Assert.Equal(new RunOrderResult(RunOrder.Done, 2), await control.ReleaseAsync(run, Rosa, Token));
        Assert.Equal(2, (await world.ClaimAsync()).Rows.Count);
        Assert.Equal(["run.hold", "run.release"], await AuditAsync(run));
    }

    [Fact]
    public async Task Cancelling_suppresses_what_waits_slice_by_slice_and_leaves_what_has_gone()
    {
        var (run, _) = await world.PlannedAlertAsync(7);
        await world.RecordAsync((await world.ClaimAsync(limit: 2)).Rows, DeliveryState.Accepted);
        await control.HoldAsync(run, Rosa, Token);
        await world.ClaimAsync(limit: 2); // two are deferred without a due time
        await SetStateAsync(run, RunState.Cancelled);

        var after = 0L;
        var sizes = new List<int>();
        while (await store.Ledger.CancelSliceAsync(run, after, 3, Token) is { Last: { } last } slice)
        {
            sizes.Add(slice.Written);
            after = last;
        }
        await store.Ledger.FinishAsync(run, Token);

        Assert.Equal((3, 5), (sizes.Count, sizes.Sum()));
        var rows = await world.RowsAsync();
        Assert.Equal(2, rows.Count(row => row.State == DeliveryState.Accepted));
        Assert.Equal(
            5,
            rows.Count(row => row is { State: DeliveryState.Suppressed, Reason: "cancelled", DueAt: null })
        );
        await using var db = store.Open();
        var finished = await db.Runs.SingleAsync(one => one.Id == run, Token);
        Assert.Equal(RunState.Cancelled, finished.State);
        Assert.NotNull(finished.FinishedAt);
    }

    [Fact]
    public async Task An_order_to_cancel_ends_the_run_and_is_refused_for_one_that_is_done()
    {
        var (run, _) = await world.PlannedAlertAsync(2);
        var done = await world.RunAsync(key: "story:9");
        await store.Ledger.FinishAsync(done, Token);

        Assert.Equal(new RunOrderResult(RunOrder.Done, 2), await control.CancelAsync(run, Rosa, Token));
        Assert.Equal(new RunOrderResult(RunOrder.Done), await control.CancelAsync(run, Rosa, Token));
        Assert.Equal(RunOrder.NotNow, (await control.CancelAsync(done, Rosa, Token)).Order);
        Assert.Equal(RunOrder.NotNow, (await control.RetryFailedAsync(run, null, Rosa, Token)).Order);
        Assert.Equal(RunOrder.Unknown, (await control.HoldAsync(4711, Rosa, Token)).Order);
        Assert.Equal(0, (await world.ClaimAsync()).Looked);
        Assert.Equal(["run.cancel"], await AuditAsync(run));
    }

    [Fact]
    public async Task Only_what_failed_is_tried_again_and_the_run_is_open_again()
    {
        var (run, addresses) = await world.PlannedAlertAsync(6);
        var rows = (await world.ClaimAsync()).Rows;
        await world.RecordAsync(rows.Take(2), DeliveryState.Accepted);
        await world.RecordAsync(rows.Skip(2), DeliveryState.Failed);
        Assert.True(await store.Ledger.FinishAsync(run, Token));
        await SetAddressStateAsync(rows[5].Key.AddressId, AddressState.Bounced);

        Assert.Equal(1, (await store.Ledger.RetrySliceAsync(run, rows[2].Key.AddressId, 0, 100, Token)).Written);
        Assert.Equal(new RunOrderResult(RunOrder.Done, 2), await control.RetryFailedAsync(run, null, Rosa, Token));
        Assert.Equal(new RunOrderResult(RunOrder.Done), await control.RetryFailedAsync(run, null, Rosa, Token));

        await using (var db = store.Open())
        {
            var open = await db.Runs.SingleAsync(one => one.Id == run, Token);
            Assert.Equal((RunState.Sending, null), (open.State, open.FinishedAt));
        }
        await world.MakeEverythingDueAsync();
        var again = (await world.ClaimAsync()).Rows;
        Assert.Equal(
            [.. rows.Skip(2).Take(3).Select(row => row.Key.AddressId).Order()],
            again.Select(row => row.Key.AddressId).Order()
        );
        Assert.All(again, row => Assert.Equal((2, 0), (row.Attempt, row.Failures)));
        var bounced = (await world.RowsAsync()).Single(row => row.AddressId == rows[5].Key.AddressId);
        Assert.Equal((DeliveryState.Failed, "a reason"), (bounced.State, bounced.Reason));
        Assert.Equal(6, addresses.Count);
    }

    [Fact]
    public async Task What_was_answered_is_counted_by_the_minute_and_lane()
    {
        await world.PlannedAlertAsync(3);
        var rows = (await world.ClaimAsync()).Rows;
        await world.RecordAsync(rows.Take(2), DeliveryState.Accepted);
        await world.RecordAsync(rows.Skip(2), DeliveryState.Failed);
        await world.RecordAsync(rows, DeliveryState.Accepted); // stale: counts nothing

        await using var db = store.Open();
        var minutes = await db.DeliveryMinutes.ToListAsync(Token);
        Assert.All(
            minutes,
            minute => Assert.Equal((Lane.Telegram, 0), (minute.LaneId, minute.Minute.ToUnixTimeSeconds() % 60))
        );
        Assert.Equal(2, minutes.Where(minute => minute.State == DeliveryState.Accepted).Sum(minute => minute.N));
        Assert.Equal(1, minutes.Where(minute => minute.State == DeliveryState.Failed).Sum(minute => minute.N));
    }

    private async Task<List<string>> AuditAsync(long run)
    {
        await using var db = store.Open();
        var subject = $"run:{run}";
        return await db
            .Audit.Where(entry => entry.Subject == subject && entry.Actor == Rosa)
            .OrderBy(entry => entry.Id)
            .Select(entry => entry.Action)
            .ToListAsync(Token);
    }

    private async Task SetStateAsync(long run, RunState state)
    {
        await using var db = store.Open();
        await db
            .Runs.Where(one => one.Id == run)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.State, state), Token);
    }

    private async Task SetAddressStateAsync(long address, AddressState state)
    {
        await using var db = store.Open();
        await db
            .Addresses.Where(one => one.Id == address)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.State, state), Token);
    }
}

public sealed class PostgresRunOrdersTests() : RunOrdersConformance(DatabaseProvider.Postgres);

public sealed class SqliteRunOrdersTests() : RunOrdersConformance(DatabaseProvider.Sqlite);
