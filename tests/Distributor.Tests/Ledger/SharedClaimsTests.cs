using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Storage;
using Xunit;

namespace Distributor.Tests.Ledger;

/// <summary>Claims over several lanes on PostgreSQL; on SQLite each lane is a statement of its own.</summary>
public sealed class SharedClaimsTests : IAsyncLifetime
{
    private const int Gmail = 11;

    private TestStore store = null!;
    private LedgerWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        store = await TestStore.CreateAsync(DatabaseProvider.Postgres);
        world = new LedgerWorld(store);
    }

    public async ValueTask DisposeAsync()
    {
        await world.CountsMustEqualTheTableAsync();
        await store.DisposeAsync();
    }

    [Fact]
    public async Task Lanes_with_something_due_share_a_claim_evenly()
    {
        await PlannedAsync(gmail: 8, others: 8);

        var claim = await ClaimAsync(6);

        Assert.Equal(3, claim.Rows.Count(row => row.LaneId == Gmail));
        Assert.Equal(3, claim.Rows.Count(row => row.LaneId == Lane.OtherMail));
    }

    [Fact]
    public async Task A_lane_with_nothing_due_takes_no_share()
    {
        await PlannedAsync(gmail: 8, others: 0);

        Assert.Equal(6, (await ClaimAsync(6)).Rows.Count);
    }

    [Fact]
    public async Task What_is_left_of_a_small_lane_does_not_hold_up_a_large_one()
    {
        await PlannedAsync(gmail: 9, others: 1);

        var first = await ClaimAsync(6);
        var second = await ClaimAsync(6);

        Assert.Equal(4, first.Rows.Count);
        Assert.Equal(6, second.Rows.Count);
        Assert.Equal(10, first.Rows.Concat(second.Rows).Select(row => row.Key).Distinct().Count());
    }

    private Task<Claim> ClaimAsync(int limit) =>
        world.Ledger.ClaimAsync(
            [LedgerWorld.ReadyLaneOf(Lane.OtherMail), LedgerWorld.ReadyLaneOf(Gmail)],
            limit,
            1,
            CancellationToken.None
        );

    private async Task PlannedAsync(int gmail, int others)
    {
        var topic = await world.TopicAsync("World");
        if (gmail > 0)
        {
            await world.AddressesAsync(gmail, topic, channel: ChannelKind.Email);
            await store.ExecuteAsync($"UPDATE addresses SET lane_id = {Gmail}");
        }
        if (others > 0)
        {
            await world.AddressesAsync(others, topic, channel: ChannelKind.Email);
        }
        var run = await world.RunAsync();
        await world.EditionAsync(run, ChannelKind.Email);
        await world.PlanAsync(run, topic);
    }
}
