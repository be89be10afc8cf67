using Distributor.Articles.Topics;
using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Storage;
using Distributor.Subscribers;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Ledger;

/// <summary>
/// What both providers must keep. One suite, run twice; every test ends by comparing the counters with the table. Longer
/// than most files because it is one list of promises.
/// </summary>
public abstract class LedgerConformance(DatabaseProvider provider) : IAsyncLifetime
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
    public async Task Planning_an_alert_twice_adds_nothing()
    {
        var topic = await world.TopicAsync("World");
        await world.AddressesAsync(25, topic);
        var run = await world.RunAsync();
        await world.EditionAsync(run);

        Assert.Equal(25, await world.PlanAsync(run, topic, size: 10));
        Assert.Equal(0, await world.PlanAsync(run, topic, size: 10));
        Assert.Equal(25, (await world.RowsAsync()).Count);
    }

    [Fact]
    public async Task A_run_that_becomes_breaking_while_it_is_planned_begins_again_also_after_a_kill()
    {
        var topic = await world.TopicAsync("World");
        await world.AddressesAsync(5, topic);
        var run = await world.RunAsync();
        await world.EditionAsync(run);
        await using var db = store.Open();
        await db
            .Runs.Where(one => one.Id == run)
            .ExecuteUpdateAsync(set =>
                set.SetProperty(one => one.Priority, Priorities.Urgent).SetProperty(one => one.PlannedAfter, 0)
            );

        // A planner that read it before writes on, for the instant cadence alone, and is killed.
        await world.PlanAsync(run, topic);
        Assert.Equal(0, (await db.Runs.AsNoTracking().SingleAsync(one => one.Id == run)).PlannedAfter);

        var slice = new AlertSlice(run, [topic], [Cadence.Instant, Cadence.Breaking], 0);
        var planned = await world.Ledger.PlanAlertSliceAsync(slice, CancellationToken.None);
        Assert.Equal(planned.Last, (await db.Runs.AsNoTracking().SingleAsync(one => one.Id == run)).PlannedAfter);
    }

    [Fact]
    public async Task Planning_again_after_the_month_has_ended_adds_nothing()
    {
        var topic = await world.TopicAsync("World");
        await world.AddressAsync(topic);
        await new Partitions(store.Database, SystemClock.Instance).EnsureAsync(
            new LocalDate(2026, 11, 30),
            CancellationToken.None
        );
        var run = await world.RunAsync(day: new LocalDate(2026, 11, 30));
        await world.EditionAsync(run);
        await world.PlanAsync(run, topic);

        // The day is the run's, so whatever today is, the row is the same row.
        Assert.Equal(0, await world.PlanAsync(run, topic));
        Assert.Equal(new LocalDate(2026, 11, 30), Assert.Single(await world.RowsAsync()).Day);
    }

    [Fact]
    public async Task Somebody_with_two_of_the_topics_gets_one_row()
    {
        var world1 = await world.TopicAsync("World");
        var address = await world.AddressAsync(world1);
        await using (var db = store.Open())
        {
            foreach (var cadence in new[] { Cadence.Instant, Cadence.Breaking })
            {
                db.Subscriptions.Add(
                    new Subscription
                    {
                        AddressId = address,
                        TopicId = Topic.EverythingId,
                        Cadence = cadence,
                        CreatedAt = LedgerWorld.Now,
                    }
                );
            }
            await db.SaveChangesAsync();
        }
        var run = await world.RunAsync();
        await world.EditionAsync(run);

        Assert.Equal(1, await world.PlanAsync(run, world1, size: 1));
    }

    [Fact]
    public async Task An_alert_reaches_nobody_of_another_topic_or_cadence_or_state()
    {
        var topic = await world.TopicAsync("World");
        await world.AddressAsync(await world.TopicAsync("Sport"));
        await world.AddressAsync(topic, Cadence.Daily);
        await world.AddressAsync(topic, Cadence.Breaking);
        await world.AddressAsync(topic, state: AddressState.Pending);
        await world.AddressAsync(topic, state: AddressState.Paused);
        await world.AddressAsync(topic, channel: ChannelKind.Email); // no edition for e-mail in this run
        var wanted = await world.AddressAsync(topic);
        var run = await world.RunAsync();
        await world.EditionAsync(run);

        await world.PlanAsync(run, topic);

        Assert.Equal(wanted, Assert.Single(await world.RowsAsync()).AddressId);
    }

    [Fact]
    public async Task Two_claimers_never_get_the_same_row()
    {
        await world.PlannedAlertAsync(300);

        var claimers = Enumerable
            .Range(1, 4)
            .Select(async slot =>
            {
                var mine = new List<DeliveryKey>();
                while (true)
                {
                    var claim = await world.ClaimAsync(20, slot: (short)slot);
                    if (claim.Looked == 0)
                    {
                        return mine;
                    }
                    mine.AddRange(claim.Rows.Select(row => row.Key));
                    await world.TotalMustBeAsync(300);
                }
            });
        var all = (await Task.WhenAll(claimers)).SelectMany(keys => keys).ToList();

        Assert.Equal(300, all.Count);
        Assert.Equal(300, all.Distinct().Count());
    }

    [Fact]
    public async Task An_expired_lease_comes_back_flagged()
    {
        await world.PlannedAlertAsync(1);
        var first = Assert.Single((await world.ClaimAsync()).Rows);
        Assert.False(first.MaybeDuplicate);
        Assert.Empty((await world.ClaimAsync()).Rows); // the lease holds

        await world.MakeEverythingDueAsync();
        var second = Assert.Single((await world.ClaimAsync()).Rows);

        Assert.True(second.MaybeDuplicate);
        Assert.Equal(first.Attempt + 1, second.Attempt);
    }

    [Fact]
    public async Task A_stale_outcome_is_refused_and_leaves_an_event()
    {
        await world.PlannedAlertAsync(1);
        var first = Assert.Single((await world.ClaimAsync()).Rows);
        await world.MakeEverythingDueAsync();
        var second = Assert.Single((await world.ClaimAsync()).Rows);

        Assert.Equal(0, await world.RecordAsync([first], DeliveryState.Failed));
        Assert.Equal(DeliveryState.Sending, Assert.Single(await world.RowsAsync()).State);
        Assert.Equal(1, await world.RecordAsync([second], DeliveryState.Accepted));
        Assert.Equal(0, await world.RecordAsync([second], DeliveryState.Accepted));

        await using var db = store.Open();
        Assert.Equal(2, await db.DeliveryEvents.CountAsync(e => e.Kind == "stale"));
    }

    [Fact]
    public async Task An_extended_lease_is_not_claimed_by_others()
    {
        await world.PlannedAlertAsync(1);
        var row = Assert.Single((await world.ClaimAsync()).Rows);
        await world.MakeEverythingDueAsync();

        Assert.Equal(1, await world.Ledger.ExtendAsync([row.Claimed], CancellationToken.None));
        Assert.Empty((await world.ClaimAsync()).Rows);
        Assert.Equal(0, await world.Ledger.ExtendAsync([row.Claimed with { Attempt = 9 }], CancellationToken.None));
    }

    [Fact]
    public async Task A_pending_address_gets_a_notice_and_nothing_else()
    {
        var topic = await world.TopicAsync("World");
        var address = await world.AddressAsync(topic, state: AddressState.Pending);
        foreach (
            var (kind, key) in new[] { (RunKind.Notice, "notice:2026-11-23"), (RunKind.Digest, "daily:2026-11-23") }
        )
        {
            var run = await world.RunAsync(kind, key);
            await world.Ledger.PlanOneAsync(run, address, await world.EditionAsync(run), CancellationToken.None);
        }

        var claim = await world.ClaimAsync();

        Assert.Equal(RunKind.Notice, Assert.Single(claim.Rows).RunKind);
        Assert.Equal(2, claim.Looked);
        Assert.Equal(
            "pending",
            Assert.Single(await world.RowsAsync(), r => r.State == DeliveryState.Suppressed).Reason
        );
    }

    [Fact]
    public async Task Urgent_rows_are_claimed_before_digests()
    {
        var topic = await world.TopicAsync("World");
        var addresses = await world.AddressesAsync(2, topic);
        var digest = await world.RunAsync(RunKind.Digest, "daily:2026-11-23", priority: Priorities.Digest);
        var digestEdition = await world.EditionAsync(digest);
        foreach (var address in addresses)
        {
            await world.Ledger.PlanOneAsync(digest, address, digestEdition, CancellationToken.None);
        }
        var breaking = await world.RunAsync(key: "story:9", priority: Priorities.Urgent);
        await world.Ledger.PlanOneAsync(
            breaking,
            addresses[0],
            await world.EditionAsync(breaking),
            CancellationToken.None
        );

        Assert.Equal(breaking, Assert.Single((await world.ClaimAsync(1)).Rows).Key.RunId);
    }

    [Fact]
    public async Task An_alert_in_quiet_hours_is_deferred_to_their_end()
    {
        var (_, addresses) = await world.PlannedAlertAsync(1);
        var now = SystemClock.Instance.GetCurrentInstant();
        await using (var db = store.Open())
        {
            var address = await db.Addresses.SingleAsync(a => a.Id == addresses[0]);
            address.QuietFrom = now - Duration.FromHours(1);
            address.QuietUntil = now + Duration.FromHours(1);
            await db.SaveChangesAsync();
        }

        var claim = await world.ClaimAsync();

        Assert.Empty(claim.Rows);
        var row = Assert.Single(await world.RowsAsync());
        Assert.Equal(DeliveryState.Deferred, row.State);
        Assert.Equal("quiet hours", row.Reason);
        Assert.True(row.DueAt > now + Duration.FromMinutes(59));
        Assert.Equal(0, (await world.ClaimAsync()).Looked);
    }

    [Fact]
    public async Task Rows_of_a_cancelled_run_are_suppressed_and_those_of_a_held_one_wait_for_release()
    {
        var (run, _) = await world.PlannedAlertAsync(2);
        await SetRunStateAsync(run, RunState.Held);
        Assert.Empty((await world.ClaimAsync()).Rows);
        Assert.Equal(0, (await world.ClaimAsync()).Looked);

        await SetRunStateAsync(run, RunState.Sending);
        Assert.Equal(2, await world.Ledger.ReleaseAsync(run, CancellationToken.None));
        await SetRunStateAsync(run, RunState.Cancelled);
        Assert.Empty((await world.ClaimAsync()).Rows);
        Assert.All(await world.RowsAsync(), row => Assert.Equal("cancelled", row.Reason));
    }

    [Fact]
    public async Task Withdrawing_suppresses_what_waits_and_a_last_look_tells_about_the_rest()
    {
        var (_, addresses) = await world.PlannedAlertAsync(1);
        var topic = await world.TopicAsync("Sport");
        await using (var db = store.Open())
        {
            db.Subscriptions.Add(
                new Subscription
                {
                    AddressId = addresses[0],
                    TopicId = topic,
                    Cadence = Cadence.Instant,
                    CreatedAt = LedgerWorld.Now,
                }
            );
            await db.SaveChangesAsync();
        }
        var claimed = Assert.Single((await world.ClaimAsync()).Rows);
        var second = await world.RunAsync(key: "story:2");
        await world.EditionAsync(second);
        await world.PlanAsync(second, topic);
        await using (var db = store.Open())
        {
            await db
                .Addresses.Where(a => a.Id == addresses[0])
                .ExecuteUpdateAsync(set =>
                    set.SetProperty(a => a.State, AddressState.Unsubscribed)
                        .SetProperty(a => a.Consent, a => a.Consent + 1)
                );
        }

        Assert.Equal(1, await world.Ledger.WithdrawAsync(addresses[0], "unsubscribed", CancellationToken.None));

        var look = await world.Ledger.LookAgainAsync([claimed.Key], CancellationToken.None);
        Assert.Equal(AddressState.Unsubscribed, look[claimed.Key].AddressState);
        Assert.Equal(claimed.Consent + 1, look[claimed.Key].Consent);
        Assert.Equal(0, (await world.ClaimAsync()).Looked);
    }

    [Fact]
    public async Task A_deferred_row_comes_back_after_its_delay_and_counts_its_failures()
    {
        await world.PlannedAlertAsync(1);
        var row = Assert.Single((await world.ClaimAsync()).Rows);
        await world.RecordAsync([row], DeliveryState.Deferred, Duration.FromMinutes(5));
        Assert.Equal(0, (await world.ClaimAsync()).Looked);

        await world.MakeEverythingDueAsync();
        row = Assert.Single((await world.ClaimAsync()).Rows);

        Assert.Equal(1, row.Failures);
        Assert.False(row.MaybeDuplicate);
    }

    [Fact]
    public async Task The_second_ambiguous_answer_is_uncertain()
    {
        await world.PlannedAlertAsync(1);
        for (var answer = 1; answer <= 2; answer++)
        {
            var row = Assert.Single((await world.ClaimAsync()).Rows);
            Assert.Equal(answer == 2, row.MaybeDuplicate);
            await world.RecordAsync([row], DeliveryState.Deferred, Duration.Zero, ambiguous: true);
        }

        Assert.Equal(DeliveryState.Uncertain, Assert.Single(await world.RowsAsync()).State);
        Assert.Equal(0, (await world.ClaimAsync()).Looked);
    }

    [Fact]
    public async Task A_run_is_done_when_its_rows_are_final_and_open_again_with_a_new_row()
    {
        var (run, _) = await world.PlannedAlertAsync(2);
        Assert.False(await world.Ledger.FinishAsync(run, CancellationToken.None));
        Assert.NotNull(await world.Ledger.NextDueAsync(run, CancellationToken.None));

        await world.RecordAsync((await world.ClaimAsync()).Rows, DeliveryState.Accepted);
        Assert.True(await world.Ledger.FinishAsync(run, CancellationToken.None));
        Assert.Null(await world.Ledger.NextDueAsync(run, CancellationToken.None));

        var late = await world.AddressAsync(await world.TopicAsync("Late"));
        await world.Ledger.PlanOneAsync(run, late, await world.EditionAsync(run), CancellationToken.None);
        Assert.Single((await world.ClaimAsync()).Rows);
        await using var db = store.Open();
        Assert.Equal(RunState.Sending, (await db.Runs.SingleAsync(r => r.Id == run)).State);
    }

    [Fact]
    public async Task What_is_due_is_told_without_a_look_at_every_row()
    {
        Assert.Equal(new DueSummary(0, null), await world.Ledger.DueAsync(CancellationToken.None));
        await world.PlannedAlertAsync(3);

        var due = await world.Ledger.DueAsync(CancellationToken.None);

        Assert.Equal(3, due.Now);
        Assert.NotNull(due.Next);
    }

    private async Task SetRunStateAsync(long run, RunState state)
    {
        await using var db = store.Open();
        await db.Runs.Where(r => r.Id == run).ExecuteUpdateAsync(set => set.SetProperty(r => r.State, state));
    }
}

public sealed class PostgresLedgerTests() : LedgerConformance(DatabaseProvider.Postgres);

public sealed class SqliteLedgerTests() : LedgerConformance(DatabaseProvider.Sqlite);
