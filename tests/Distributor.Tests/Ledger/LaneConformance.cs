using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Ledger;

/// <summary>
/// Slots, waits, breakdowns and chats: what both databases promise of the lanes. Longer than most files because it is one list of
/// promises.
/// </summary>
public abstract class LaneConformance(DatabaseProvider provider) : IAsyncLifetime
{
    private TestStore store = null!;
    private LedgerWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        store = await TestStore.CreateAsync(provider);
        world = new LedgerWorld(store);
    }

    public async ValueTask DisposeAsync()
    {
        await world.CountsMustEqualTheTableAsync();
        await store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_held_lane_is_shut_for_its_time_and_takes_nothing_from_others()
    {
        await world.Ledger.HoldLaneAsync(
            Lane.Telegram,
            Duration.FromMinutes(1),
            "told to wait",
            CancellationToken.None
        );

        var telegram = Assert.Single(await LanesAsync("telegram"));
        Assert.InRange(telegram.ReadyIn, Duration.FromSeconds(30), Duration.FromSeconds(60));
        Assert.True(telegram.IsTroubled);
        Assert.All(await LanesAsync("email"), lane => Assert.True(lane.ReadyIn <= Duration.Zero));
        Assert.Equal([Lane.Telegram], await world.Ledger.HeldLanesAsync("telegram", CancellationToken.None));
        Assert.Empty(await world.Ledger.HeldLanesAsync("email", CancellationToken.None));
    }

    [Fact]
    public async Task A_shorter_wait_does_not_end_a_longer_one()
    {
        await world.Ledger.HoldLaneAsync(Lane.Telegram, Duration.FromMinutes(9), "long", CancellationToken.None);
        await world.Ledger.HoldLaneAsync(Lane.Telegram, Duration.FromSeconds(1), "short", CancellationToken.None);

        Assert.True(Assert.Single(await LanesAsync("telegram")).ReadyIn > Duration.FromMinutes(8));
    }

    [Fact]
    public async Task A_wait_of_the_account_holds_for_every_receiving_domain_and_that_of_a_domain_for_itself()
    {
        await world.Ledger.HoldLaneAsync(11, Duration.FromMinutes(1), "slow down", CancellationToken.None);
        var ready = (await LanesAsync("email")).Where(lane => lane.ReadyIn <= Duration.Zero).ToList();
        Assert.DoesNotContain(ready, lane => lane.Id == 11);
        Assert.Contains(ready, lane => lane.Id == Lane.OtherMail);

        await world.Ledger.HoldLaneAsync(Lane.Email, Duration.FromMinutes(1), "login refused", CancellationToken.None);

        Assert.All(await LanesAsync("email"), lane => Assert.True(lane.ReadyIn > Duration.Zero));
        var held = await world.Ledger.HeldLanesAsync("email", CancellationToken.None);
        Assert.Contains(Lane.OtherMail, held);
    }

    [Fact]
    public async Task Of_many_messages_that_find_a_lane_broken_the_first_counts_and_the_pause_grows()
    {
        for (var breakdown = 0; breakdown < 3; breakdown++)
        {
            Assert.True(await BreakAsync(breakdown));
            Assert.False(await BreakAsync(breakdown)); // claimed at the same time
            var lane = Assert.Single(await LanesAsync("telegram"));
            Assert.Equal(breakdown + 1, lane.Breakdowns);
            Assert.Equal(1, lane.Most(500));
            var pause = Duration.FromSeconds(5 << breakdown);
            Assert.InRange(lane.ReadyIn, pause - Duration.FromSeconds(4), pause);
            await EndWaitsAsync();
        }
        for (var breakdown = 3; breakdown < 20; breakdown++)
        {
            await BreakAsync(breakdown);
        }
        Assert.True(Assert.Single(await LanesAsync("telegram")).ReadyIn <= Duration.FromMinutes(5));

        await EndWaitsAsync();
        Assert.True(await world.Ledger.MendLaneAsync(Lane.Telegram, CancellationToken.None));
        Assert.False(await world.Ledger.MendLaneAsync(Lane.Telegram, CancellationToken.None));
        var mended = Assert.Single(await LanesAsync("telegram"));
        Assert.Equal((0, false), (mended.Breakdowns, mended.IsTroubled));
    }

    [Fact]
    public async Task A_wait_told_after_a_lane_was_found_ready_holds_and_ends_without_a_trace()
    {
        await world.PlannedAlertAsync(5);
        await SpacingAsync(Lane.Telegram, 50_000);
        var ready = await LanesAsync("telegram");
        await world.Ledger.HoldLaneAsync(Lane.Telegram, Duration.FromMinutes(5), "wait", CancellationToken.None);

        var early = await world.Ledger.ClaimAsync(ready, 500, 1, CancellationToken.None);
        await EndWaitsAsync();
        var lane = Assert.Single(await LanesAsync("telegram"));
        var claim = await world.Ledger.ClaimAsync([lane], 500, 1, CancellationToken.None);

        Assert.Equal((0, 0), (early.Looked, early.Rows.Count));
        Assert.True(lane.ReadyIn <= Duration.Zero);
        Assert.Equal(5, claim.Rows.Count);
        Assert.All(claim.Rows, row => Assert.InRange(row.LeaveIn, Duration.Zero, Duration.FromSeconds(1)));
    }

    [Fact]
    public async Task A_lane_that_broke_lets_one_message_through()
    {
        await world.PlannedAlertAsync(5);
        await BreakAsync(0);
        await EndWaitsAsync();

        var claim = await world.Ledger.ClaimAsync(await LanesAsync("telegram"), 500, 1, CancellationToken.None);

        Assert.Single(claim.Rows);
    }

    [Fact]
    public async Task Messages_leave_in_slots_and_a_claim_takes_a_quarter_of_a_second_of_them()
    {
        await world.PlannedAlertAsync(40);
        await SpacingAsync(Lane.Telegram, 50_000);

        var first = await world.Ledger.ClaimAsync(await LanesAsync("telegram"), 500, 1, CancellationToken.None);
        var second = await world.Ledger.ClaimAsync(await LanesAsync("telegram"), 500, 1, CancellationToken.None);

        Assert.Equal(5, first.Rows.Count);
        Assert.Equal(5, second.Rows.Count);
        var between = first
            .Rows.Zip(first.Rows.Skip(1))
            .Select(pair => (pair.Second.LeaveIn - pair.First.LeaveIn).TotalMilliseconds);
        Assert.All(between, gap => Assert.InRange(gap, 49, 51));
        // The second claim's slots lie behind those of the first, and now the lane is full for a while.
        Assert.True(second.Rows[0].LeaveIn > Duration.Zero);
        Assert.True(Assert.Single(await LanesAsync("telegram")).ReadyIn > Duration.Zero);
    }

    [Fact]
    public async Task Slots_of_the_account_are_shared_by_its_lanes()
    {
        var topic = await world.TopicAsync("World");
        var ids = await world.AddressesAsync(4, topic, channel: ChannelKind.Email);
        await using (var db = store.Open())
        {
            await db
                .Addresses.Where(a => a.Id == ids[0] || a.Id == ids[1])
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.LaneId, 11));
        }
        var run = await world.RunAsync(key: "story:1");
        await world.EditionAsync(run, ChannelKind.Email);
        await world.PlanAsync(run, topic);
        await SpacingAsync(Lane.Email, 100_000);

        var claim = await world.Ledger.ClaimAsync(await LanesAsync("email"), 500, 1, CancellationToken.None);

        var leaving = claim.Rows.Select(row => row.LeaveIn.TotalMilliseconds).Order().ToList();
        Assert.Equal(4, leaving.Count);
        // Each lane's claim counts from its own moment, and a busy machine puts some time between them; without shared slots
        // two of the four would leave at once.
        Assert.All(leaving.Zip(leaving.Skip(1)), pair => Assert.True(pair.Second - pair.First > 50));
    }

    [Fact]
    public async Task Of_one_chat_one_message_is_on_the_way_at_a_time_also_of_its_forum_topics()
    {
        var topic = await world.TopicAsync("World");
        var ids = await world.AddressesAsync(3, topic);
        await using (var db = store.Open())
        {
            var addresses = await db.Addresses.OrderBy(a => a.Id).ToListAsync();
            addresses[0].Value = "-1001";
            addresses[1].Value = "-1001/7";
            addresses[2].Value = "55";
            await db.SaveChangesAsync();
        }
        var run = await world.RunAsync(key: "story:1");
        await world.EditionAsync(run);
        await world.PlanAsync(run, topic);

        var first = await world.ClaimAsync();
        Assert.Equal(3, first.Looked);
        Assert.Equal(["-1001", "55"], first.Rows.Select(row => row.AddressValue).Order(StringComparer.Ordinal));
        await DueAsync();
        Assert.Empty((await world.ClaimAsync()).Rows); // the chat is still busy
        var waiting = Assert.Single(await world.RowsAsync(), row => row.AddressId == ids[1]);
        Assert.Equal((DeliveryState.Planned, (short)0), (waiting.State, waiting.Attempt));
        await world.CountsMustEqualTheTableAsync();

        await world.RecordAsync(first.Rows, DeliveryState.Accepted, chatWait: Duration.Zero);
        await DueAsync();
        Assert.Equal(ids[1], Assert.Single((await world.ClaimAsync()).Rows).Key.AddressId);
    }

    [Fact]
    public async Task A_chat_that_told_us_to_wait_is_looked_at_when_its_time_comes()
    {
        var topic = await world.TopicAsync("World");
        await world.AddressAsync(topic);
        foreach (var key in new[] { "story:1", "story:2" })
        {
            var run = await world.RunAsync(key: key);
            await world.EditionAsync(run);
            await world.PlanAsync(run, topic);
        }
        var row = Assert.Single((await world.ClaimAsync()).Rows);
        await world.RecordAsync([row], DeliveryState.Deferred, Duration.FromHours(2), chatWait: Duration.FromHours(2));
        await DueAsync();

        Assert.Empty((await world.ClaimAsync()).Rows);

        var soon = SystemClock.Instance.GetCurrentInstant() + Duration.FromHours(1);
        Assert.All(await world.RowsAsync(), waiting => Assert.True(waiting.DueAt > soon));
    }

    [Fact]
    public async Task Two_claimers_never_hold_one_chat()
    {
        var topic = await world.TopicAsync("World");
        await world.AddressesAsync(20, topic);
        for (var story = 1; story <= 3; story++)
        {
            var run = await world.RunAsync(key: $"story:{story}");
            await world.EditionAsync(run);
            await world.PlanAsync(run, topic);
        }

        var claims = await Task.WhenAll(Enumerable.Range(1, 4).Select(slot => world.ClaimAsync(15, slot: (short)slot)));

        var held = claims.SelectMany(claim => claim.Rows).Select(row => row.Key.AddressId).ToList();
        Assert.NotEmpty(held);
        Assert.Equal(held.Count, held.Distinct().Count());
        await world.CountsMustEqualTheTableAsync();
    }

    [Fact]
    public async Task What_is_too_old_is_suppressed_as_too_late()
    {
        var (run, _) = await world.PlannedAlertAsync(2);
        await store.ExecuteAsync(
            provider == DatabaseProvider.Sqlite
                ? "UPDATE deliveries SET expires_at = 1 WHERE address_id = (SELECT min(address_id) FROM deliveries)"
                : "UPDATE deliveries SET expires_at = now() - interval '1 s' WHERE address_id = (SELECT min(address_id) FROM deliveries)"
        );

        var claim = await world.ClaimAsync();

        Assert.Single(claim.Rows);
        Assert.Equal(
            "too late",
            Assert.Single(await world.RowsAsync(), row => row.State == DeliveryState.Suppressed).Reason
        );
        Assert.Equal(1, (await world.Ledger.CountAsync(run, CancellationToken.None)).Suppressed);
    }

    [Fact]
    public async Task The_wait_of_quiet_hours_does_not_count_as_age()
    {
        var (run, addresses) = await world.PlannedAlertAsync(1);
        var now = SystemClock.Instance.GetCurrentInstant();
        await using (var db = store.Open())
        {
            await db
                .Addresses.Where(a => a.Id == addresses[0])
                .ExecuteUpdateAsync(set =>
                    set.SetProperty(a => a.QuietFrom, now - Duration.FromHours(1))
                        .SetProperty(a => a.QuietUntil, now + Duration.FromHours(9))
                );
        }
        await store.ExecuteAsync(
            provider == DatabaseProvider.Sqlite
                ? $"UPDATE deliveries SET expires_at = {(now + Duration.FromHours(1)).ToUnixTimeTicks()}"
                : "UPDATE deliveries SET expires_at = now() + interval '1 h'"
        );

        await world.ClaimAsync();

        var row = Assert.Single(await world.RowsAsync());
        Assert.InRange(row.ExpiresAt!.Value, now + Duration.FromMinutes(599), now + Duration.FromMinutes(601));
        Assert.Equal(run, row.RunId);
    }

    [Fact]
    public async Task A_lane_full_of_digests_does_not_keep_the_alerts_of_another_waiting()
    {
        var topic = await world.TopicAsync("World");
        await world.AddressesAsync(30, topic, channel: ChannelKind.Email);
        var digest = await world.RunAsync(RunKind.Digest, "daily:2026-11-23", priority: Priorities.Digest);
        await world.EditionAsync(digest, ChannelKind.Email);
        await world.PlanAsync(digest, topic);
        var other = await world.TopicAsync("Sport");
        var google = await world.AddressesAsync(3, other, channel: ChannelKind.Email);
        await using (var db = store.Open())
        {
            await db
                .Addresses.Where(a => google.Contains(a.Id))
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.LaneId, 11));
        }
        var alert = await world.RunAsync(key: "story:9");
        await world.EditionAsync(alert, ChannelKind.Email);
        await world.PlanAsync(alert, other);

        var claim = await world.Ledger.ClaimAsync(await LanesAsync("email"), 5, 1, CancellationToken.None);

        Assert.Equal(5, claim.Rows.Count);
        Assert.Equal(3, claim.Rows.Count(row => row.Key.RunId == alert));
    }

    private Task<IReadOnlyList<ReadyLane>> LanesAsync(string key) =>
        world.Ledger.ReadyLanesAsync(key, CancellationToken.None);

    private Task<bool> BreakAsync(int seen) =>
        world.Ledger.BreakLaneAsync(Lane.Telegram, "refused", seen, CancellationToken.None);

    private Task EndWaitsAsync() => store.ExecuteAsync("UPDATE lanes SET held_until = NULL");

    private async Task SpacingAsync(int lane, long microseconds)
    {
        await using var db = store.Open();
        await db
            .Lanes.Where(l => l.Id == lane)
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.SpacingMicroseconds, microseconds));
    }

    /// <summary>Ends the waits of rows that are not being sent, and leaves those of chats.</summary>
    private Task DueAsync() =>
        store.ExecuteAsync(
            provider == DatabaseProvider.Sqlite
                ? "UPDATE deliveries SET due_at = 1 WHERE due_at IS NOT NULL AND state <> 3"
                : "UPDATE deliveries SET due_at = now() - interval '1 s' WHERE due_at IS NOT NULL AND state <> 3"
        );
}

public sealed class PostgresLaneTests() : LaneConformance(DatabaseProvider.Postgres);

public sealed class SqliteLaneTests() : LaneConformance(DatabaseProvider.Sqlite);
