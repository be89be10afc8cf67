using Distributor.Articles.Topics;
using Distributor.Delivery;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Subscribers.Saving;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Ledger;

/// <summary>What both providers must keep of muted topics while they plan alerts, with and without the cap.</summary>
public abstract class MuteConformance(DatabaseProvider provider) : IAsyncLifetime
{
    private static readonly Instant Later = SystemClock.Instance.GetCurrentInstant() + Duration.FromHours(1);
    private static readonly Instant Earlier = SystemClock.Instance.GetCurrentInstant() - Duration.FromHours(1);

    private TestStore store = null!;
    private LedgerWorld world = null!;
    private int energy;
    private int politics;
    private long summary;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        store = await TestStore.CreateAsync(provider);
        world = new LedgerWorld(store);
        energy = await world.TopicAsync("Energy");
        politics = await world.TopicAsync("Politics");
        summary = await world.RunAsync(RunKind.Summary, "hour:2026-11-23T10");
    }

    public async ValueTask DisposeAsync()
    {
        await world.CountsMustEqualTheTableAsync();
        await store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task An_alert_of_a_muted_topic_is_a_suppressed_row_that_says_so(bool isCapped)
    {
        var muted = await world.AddressAsync(energy);
        var other = await world.AddressAsync(energy);
        await MuteAsync(muted, energy, Later);
        await MuteAsync(other, energy, Earlier);

        var run = await AlertAsync(isCapped, energy);

        var rows = (await world.RowsAsync()).Where(row => row.RunId == run).ToList();
        Assert.Equal(
            [(muted, DeliveryState.Suppressed, "muted", true), (other, DeliveryState.Planned, null, false)],
            rows.Select(row => (row.AddressId, row.State, row.Reason, row.DueAt is null))
        );
        Assert.All(rows, row => Assert.Null(row.ExternalId));
        Assert.Equal(2, rows.Count);
        // Twice adds nothing.
        await PlanAsync(run, isCapped, [energy]);
        Assert.Equal(2, (await world.RowsAsync()).Count(row => row.RunId == run));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task An_article_in_another_followed_topic_still_comes(bool isCapped)
    {
        var both = await world.AddressAsync(energy);
        var one = await world.AddressAsync(energy);
        var all = await world.AddressAsync(Topic.EverythingId);
        await FollowAsync(both, politics);
        foreach (var address in new[] { both, one, all })
        {
            await MuteAsync(address, energy, Later);
        }

        var mixed = await AlertAsync(isCapped, energy, politics);
        var alone = await AlertAsync(isCapped, energy);
        var none = await AlertAsync(isCapped);

        var rows = await world.RowsAsync();
        Assert.Equal(
            [both, all],
            rows.Where(row => row.RunId == mixed && row.State == DeliveryState.Planned).Select(Who)
        );
        Assert.Equal([one], rows.Where(row => row.RunId == mixed && row.Reason == "muted").Select(Who));
        Assert.Equal([both, one, all], rows.Where(row => row.RunId == alone && row.Reason == "muted").Select(Who));
        Assert.Equal([all], rows.Where(row => row.RunId == none && row.State == DeliveryState.Planned).Select(Who));
    }

    [Fact]
    public async Task What_is_muted_is_told_in_no_summary()
    {
        var address = await world.AddressAsync(energy);
        var runs = new List<long>();
        for (var number = 1; number <= 3; number++)
        {
            runs.Add(await AlertAsync(isCapped: false, energy));
        }
        await MuteAsync(address, energy, Later);

        var fourth = await AlertAsync(isCapped: true, energy);

        var rows = await world.RowsAsync();
        Assert.Equal("muted", Assert.Single(rows, row => row.RunId == fourth).Reason);
        Assert.DoesNotContain(rows, row => row.RunId == summary);
    }

    private static long Who(DeliveryRow row) => row.AddressId;

    private async Task<long> AlertAsync(bool isCapped, params int[] topics)
    {
        var run = await world.RunAsync(key: $"story:{Guid.NewGuid():N}");
        await world.EditionAsync(run);
        await PlanAsync(run, isCapped, topics);
        return run;
    }

    private async Task PlanAsync(long run, bool isCapped, int[] topics)
    {
        var others = (await world.RowsAsync()).Select(row => row.RunId).Where(id => id != run).Distinct().ToList();
        await world.Ledger.PlanAlertSliceAsync(
            new AlertSlice(run, [.. topics, Topic.EverythingId], [Cadence.Instant], 0)
            {
                Cap = isCapped ? new AlertCap(3, summary, Later, others, LedgerWorld.Day, LedgerWorld.Day) : null,
            },
            Token
        );
    }

    private async Task MuteAsync(long address, int topic, Instant until)
    {
        await using var db = store.Open();
        db.TopicMutes.Add(
            new TopicMute
            {
                AddressId = address,
                TopicId = topic,
                Until = until,
                CreatedAt = LedgerWorld.Now,
            }
        );
        await db.SaveChangesAsync(Token);
    }

    private async Task FollowAsync(long address, int topic)
    {
        await using var db = store.Open();
        db.Subscriptions.Add(
            new Subscription
            {
                AddressId = address,
                TopicId = topic,
                Cadence = Cadence.Instant,
                CreatedAt = LedgerWorld.Now,
            }
        );
        await db.SaveChangesAsync(Token);
    }
}

public sealed class PostgresMuteTests() : MuteConformance(DatabaseProvider.Postgres);

public sealed class SqliteMuteTests() : MuteConformance(DatabaseProvider.Sqlite);
