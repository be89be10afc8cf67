using System.Net;
using Distributor.Delivery;
using Distributor.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Distributor.Tests.Faults;

/// <summary>The database, the relay and the Bot API are away for a while; nobody is restarted, and all goes on by itself.</summary>
[Collection(RealProcesses.Name)]
public sealed class OutageTests(ITestOutputHelper output)
{
    private const int Outages = 10;
    private const string Ready = "/health/ready";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PostgreSQL_that_is_stopped_and_started_ten_times_loses_nothing_and_repeats_nothing()
    {
        const int Rows = 2_000;
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var server = await PrivatePostgres.StartAsync(Token);
        await using var bench = await FaultBench.CreateAsync(server.ConnectionString, readers: 500, rate: 60);
        bench.Work();
        using var site = await ServeAsync(bench);
        var held = new HeldAnswers(bench);
        // Of the first outage all: that a message went out for real is written down once, with the first answer.
        held.Hold(each: Rows);
        await bench.PublishAsync(FaultBench.Stories);
        foreach (var moment in Moments(random, Rows * 3 / 4))
        {
            await bench.WaitForMessagesAsync(moment);
            await server.StopAsync(random.Next(2) == 0 ? PostgresStop.Fast : PostgresStop.Immediate, Token);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(site));
            // The answers come while nobody can write them down.
            held.Release();
            await server.StartAgainAsync(Token);
            await bench.UntilAsync("it is ready again", async () => await StatusAsync(site) == HttpStatusCode.OK);
            held.Hold(each: 2);
        }
        held.Release();
        await bench.UntilAllAreFinalAsync(Rows);

        var found = await Reconciliation.OfAsync(bench);
        output.WriteLine($"{found.Repeated} came twice, {found.Flagged} rows are flagged");
        found.NothingIsMissing(Rows);
        Assert.Equal(0, found.Repeated);
    }

    [Fact]
    public async Task While_relay_and_Bot_API_are_down_rows_wait_the_lanes_say_why_and_nothing_has_failed()
    {
        const int Rows = 400;
        await using var bench = await FaultBench.CreateAsync(null, readers: 200, rate: 40);
        bench.Work();
        await bench.PublishAsync(FaultBench.Stories[0]);
        await bench.WaitForMessagesAsync(Rows / 4);

        bench.Smtp.StopListening();
        bench.Smtp.CutConnections();
        await bench.Bot.RefuseConnectionsAsync();
        await bench.UntilAsync(
            "both lanes were tried again in vain",
            () => AreDownAsync(bench, Lane.Email, Lane.Telegram)
        );

        var waiting = await bench.OwedAsync();
        Assert.All(
            waiting,
            row =>
                Assert.True(
                    row.Row.State is DeliveryState.Accepted || row.Row.DueAt is not null,
                    $"{row.Row.State} {row.Row.Reason}"
                )
        );
        Assert.Contains(waiting, row => row.Row.State != DeliveryState.Accepted);

        bench.Smtp.ResumeListening();
        await bench.Bot.AcceptConnectionsAsync();
        await bench.UntilAllAreFinalAsync(Rows);

        var found = await Reconciliation.OfAsync(bench);
        output.WriteLine($"{found.Repeated} came twice, {found.Flagged} rows are flagged");
        found.NothingIsMissing(Rows);
        found.RepeatedOnesAreFlagged();
        await using var db = bench.Open();
        Assert.All(await db.Lanes.ToListAsync(Token), lane => Assert.Null(lane.Reason));
    }

    /// <summary>After how many messages each outage comes.</summary>
    private static IEnumerable<int> Moments(Random random, int last) =>
        Enumerable.Range(1, Outages - 1).Select(_ => random.Next(8, last)).Order().Prepend(4);

    /// <summary>More than one breakdown in a row, and the reason in words.</summary>
    private static async Task<bool> AreDownAsync(FaultBench bench, params int[] lanes)
    {
        await using var db = bench.Open();
        return await db.Lanes.CountAsync(
                lane => lanes.Contains(lane.Id) && lane.Breakdowns > 1 && lane.Reason != null && lane.Since != null,
                Token
            ) == lanes.Length;
    }

    private static async Task<HttpClient> ServeAsync(FaultBench bench)
    {
        const string Words = "Now listening on: ";
        var serve = bench.Start("serve", "--urls", "http://127.0.0.1:0");
        var line = await serve.WaitForLineAsync(Words, bench.Token);
        return new HttpClient
        {
            BaseAddress = new Uri(line[(line.IndexOf(Words, StringComparison.Ordinal) + Words.Length)..]),
        };
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient site)
    {
        using var answer = await site.GetAsync(Ready, Token);
        return answer.StatusCode;
    }
}
