using Distributor.Delivery;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Distributor.Tests.Faults;

/// <summary>Everything that ends sending on purpose: SIGTERM, <c>stop</c>, and a second owner of a file.</summary>
[Collection(RealProcesses.Name)]
public sealed class StopTests
{
    private const int Rows = 300;

    /// <summary>What the program promises, from the signal to the end of the process.</summary>
    private static readonly TimeSpan Drained = TimeSpan.FromSeconds(10);

    private static readonly string Story = FaultBench.Stories[0];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SIGTERM_lets_what_is_on_the_wire_finish_and_gives_back_the_rest()
    {
        await using var bench = await BeginAsync();
        var held = new HeldAnswers(bench);
        held.Hold(each: 1);
        var instance = bench.Work();
        await bench.WaitForMessagesAsync(Rows / 4);
        await held.WaitAsync(each: 1, bench.Token);

        await instance.TerminateAsync(bench.Token);
        var ending = instance.WaitForExitAsync(bench.Token);
        await instance.WaitForLineAsync("Application is shutting down", bench.Token);
        held.Release();
        var exit = await ending.WaitAsync(Drained, Token);

        Assert.Equal(0, exit);
        var left = await bench.OwedAsync();
        Assert.DoesNotContain(left, row => row.Row.State == DeliveryState.Sending);
        Assert.Equal(bench.Taken, left.Count(row => row.Row.State == DeliveryState.Accepted));
        bench.Work();
        await EndsWithoutRepetitionAsync(bench);
    }

    [Fact]
    public async Task SIGTERM_does_not_wait_for_an_answer_that_does_not_come()
    {
        await using var bench = await BeginAsync();
        var held = new HeldAnswers(bench);
        held.Hold(each: 1);
        var instance = bench.Work();
        await held.WaitAsync(each: 1, bench.Token);

        await instance.TerminateAsync(bench.Token);
        var exit = await instance.WaitForExitAsync(bench.Token).WaitAsync(Drained, Token);

        Assert.Equal(0, exit);
        var left = await bench.OwedAsync();
        // Their leases tell that they may have arrived.
        Assert.Equal(2, left.Count(row => row.Row.State == DeliveryState.Sending));
        Assert.Equal(bench.Taken - 2, left.Count(row => row.Row.State == DeliveryState.Accepted));
        held.Release();
    }

    [Fact]
    public async Task Stop_halts_sending_within_a_second_and_resume_loses_nothing()
    {
        await using var bench = await BeginAsync(rate: 5);
        var slow = bench.Work();
        await bench.WaitForMessagesAsync(10);

        var stop = await bench.RunAsync("stop");
        var stopped = DateTimeOffset.UtcNow;
        Assert.Equal((0, "sending is stopped"), (stop.Exit, stop.Lines.Single()));
        await bench.UntilAsync(
            "nothing is on its way",
            async () => await CountAsync(bench, DeliveryState.Sending) == 0
        );
        var taken = bench.Taken;
        Assert.Equal(taken, await CountAsync(bench, DeliveryState.Accepted));
        Assert.InRange(taken, 1, Rows - 1);
        // Another process comes, and another run is planned: nothing of it leaves either.
        await slow.KillAsync();
        bench.SetRate(200);
        bench.Work();
        await bench.PublishAsync(FaultBench.Stories[1]);
        await bench.UntilAsync("all is planned", async () => await CountAsync(bench, null) == 2 * Rows);
        Assert.Equal(taken, bench.Taken);
        Assert.DoesNotContain(bench.Copies(), copy => copy.At > stopped + TimeSpan.FromSeconds(1));

        var resume = await bench.RunAsync("resume");
        Assert.Equal((0, "sending is running"), (resume.Exit, resume.Lines.Single()));
        await EndsWithoutRepetitionAsync(bench, 2 * Rows);
    }

    [Fact]
    public async Task A_second_owner_of_a_SQLite_file_is_told_who_must_end_first()
    {
        await using var bench = await FaultBench.CreateAsync(null, readers: 1, rate: 40);
        var first = bench.Work();
        await first.WaitForLineAsync("Application started", bench.Token);

        var second = await bench.RunAsync("work");

        Assert.Equal(1, second.Exit);
        Assert.Empty(second.Lines);
        var line = Assert.Single(second.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("distributor.db is in use by another `serve` or `work`", line, StringComparison.Ordinal);
        Assert.Contains("end that one first, or use PostgreSQL", line, StringComparison.Ordinal);
        await first.KillAsync();
        await bench.Work().WaitForLineAsync("Application started", bench.Token);
    }

    /// <summary>An article that all readers are to get, and nobody who sends it yet.</summary>
    private static async Task<FaultBench> BeginAsync(double rate = 40)
    {
        var bench = await FaultBench.CreateAsync(null, readers: Rows / 2, rate);
        await bench.PublishAsync(Story);
        return bench;
    }

    private static async Task EndsWithoutRepetitionAsync(FaultBench bench, int rows = Rows)
    {
        await bench.UntilAllAreFinalAsync(rows);
        var found = await Reconciliation.OfAsync(bench);
        found.NothingIsMissing(rows);
        Assert.Equal((0, 0), (found.Repeated, found.Flagged));
    }

    /// <param name="state">Null counts all.</param>
    private static async Task<int> CountAsync(FaultBench bench, DeliveryState? state)
    {
        await using var db = bench.Open();
        return await db.Deliveries.CountAsync(row => state == null || row.State == state, Token);
    }
}
