using Distributor.Delivery;
using Distributor.Testing;
using Xunit;

namespace Distributor.Tests.Faults;

/// <summary><c>kill -9</c> in the middle of 2,000 deliveries, by e-mail and Telegram at once.</summary>
[Collection(RealProcesses.Name)]
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Kills = 10;
    private const int Readers = 500;
    private const int Rows = 2_000;

    /// <summary>What a dead instance had on its way is running again by then.</summary>
    private static readonly TimeSpan AllGoesOnWithin = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Two_instances_that_are_killed_ten_times_lose_nothing_and_flag_what_came_twice()
    {
        await using var server = await PostgresServer.CreateDatabaseAsync();
        await KillAsync(server.ConnectionString, instances: 2);
    }

    [Fact]
    public async Task One_instance_on_SQLite_that_is_killed_ten_times_loses_nothing_and_flags_what_came_twice() =>
        await KillAsync(null, instances: 1);

    private async Task KillAsync(string? connectionString, int instances)
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var bench = await FaultBench.CreateAsync(connectionString, Readers, rate: 40);
        var crew = Enumerable.Range(0, instances).Select(_ => bench.Work()).ToArray();
        await bench.PublishAsync(FaultBench.Stories);
        var held = new HeldAnswers(bench);
        var kills = new List<Disaster>();
        foreach (var moment in Moments(random))
        {
            held.Hold(instances);
            await bench.WaitForMessagesAsync(moment);
            var victim = random.Next(instances);
            await crew[victim].KillAsync();
            var now = DateTimeOffset.UtcNow;
            var rows = await bench.OwedAsync();
            kills.Add(new Disaster(now, [.. rows.Where(row => row.Row.State == DeliveryState.Sending)]));
            held.Release();
            crew[victim] = bench.Work();
        }
        await bench.UntilAllAreFinalAsync(Rows);

        var found = await Reconciliation.OfAsync(bench);
        found.NothingIsMissing(Rows);
        found.RepeatedOnesAreFlagged();
        var caught = found.RepeatedAreWhatDisastersCaught(kills);
        var silence = found.LongestSilence(kills);
        var rest = found.UntilTheEnd(kills);
        output.WriteLine(
            $"{Kills} kills caught {caught} messages taken and not written down; {found.Repeated} came twice, "
                + $"{found.Flagged} rows are flagged; the longest silence was {silence.TotalSeconds:F1} s, "
                + $"all was done {rest.TotalSeconds:F1} s after the last kill"
        );
        Assert.InRange(silence, TimeSpan.Zero, AllGoesOnWithin);
        Assert.InRange(rest, TimeSpan.Zero, AllGoesOnWithin);
    }

    /// <summary>After how many messages each kill comes; early enough that the end is not one long wait for leases.</summary>
    private static IEnumerable<int> Moments(Random random) =>
        Enumerable.Range(0, Kills).Select(_ => random.Next(20, Rows * 2 / 3)).Order();
}
