using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Storage;
using Distributor.Tests.Articles.Intake;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Distributor.Tests.Delivery;

/// <summary>An account that sends one mail in minutes, as in the first days of a warm-up.</summary>
public sealed class SlowAccountTests(MigratedDatabases databases) : IClassFixture<MigratedDatabases>
{
    private const int Google = 11;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(DatabaseProvider.Sqlite), InlineData(DatabaseProvider.Postgres)]
    public async Task One_mail_at_a_time_is_claimed_over_all_its_lanes(DatabaseProvider provider)
    {
        await using var world = await SendingWorld.CreateAsync(databases, provider);
        var topic = await world.TopicAsync("World");
        var ids = new List<long>();
        for (var i = 0; i < 6; i++)
        {
            ids.Add(await world.ReaderAsync(ChannelKind.Email, topics: topic));
        }
        await using (var db = world.Database.CreateDbContext())
        {
            await db
                .Addresses.Where(address => address.Id == ids[0] || address.Id == ids[1])
                .ExecuteUpdateAsync(set => set.SetProperty(address => address.LaneId, Google), Token);
            // Two hundred a day.
            await db
                .Lanes.Where(lane => lane.Id == Lane.Email)
                .ExecuteUpdateAsync(set => set.SetProperty(lane => lane.SpacingMicroseconds, 432_000_000), Token);
        }
        await world.AlertAsync("World", "Harbour closed");
        var channel = new TestChannel<EmailMessage>();

        var first = await world.RoundAsync(channel);
        var second = await world.RoundAsync(channel);

        // One has left, and the next turn is seven minutes away: no row waits for it in this process's hands.
        Assert.Equal((1, 0), (first, second));
        var states = (await world.RowsAsync()).CountBy(row => row.State).ToDictionary();
        Assert.Equal((1, 5), (states[DeliveryState.Accepted], states[DeliveryState.Planned]));
        await world.CountsMustEqualTheTableAsync();
    }
}
