using System.Collections.Concurrent;
using System.Diagnostics;
using Distributor.Delivery;
using Distributor.Storage;
using Distributor.Telemetry;
using Distributor.Testing.BotApi;
using Distributor.Testing.Smtp;
using Distributor.Tests.RealTime;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Distributor.Tests.Telemetry;

/// <summary>
/// What is measured while the application works. Meters and activity sources are the whole process's, so nothing else may be sent
/// meanwhile.
/// </summary>
[Collection(RealTimeTests.Name)]
public sealed class DeliveredFiguresTests
{
    private const int Chats = 40;
    private const int Blocked = 3;
    private const int Mailboxes = 25;

    /// <summary>Every label of ours and all its values; a lane's name is one of those in the table of lanes.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["distributor_channel"] = ["email", "telegram"],
        ["distributor_state"] = ["planned", "deferred", "sending", "accepted", "failed", "suppressed", "uncertain"],
        ["distributor_run_kind"] = ["alert", "digest", "notice", "edit", "summary"],
        ["distributor_run_state"] = ["planning", "sending", "scheduled", "held", "done", "cancelled"],
        ["distributor_connection_state"] = ["idle", "used"],
        ["distributor_lane_reason"] = ["waits", "broken", "closed"],
        ["distributor_lane_event"] = ["waits", "broken", "mended"],
        ["distributor_edition_layout"] = ["alert", "digest", "summary", "notice", "edit"],
        ["distributor_job_queue"] = ["all", "alerts", "default", "digests"],
        ["distributor_job_state"] = ["processing", "scheduled", "failed", "enqueued"],
        ["distributor_source_result"] = ["read", "unchanged", "failed", "created", "updated", "held"],
        ["distributor_bot_result"] = ["done", "later"],
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = RealTimeTests.Hopeless)]
    [InlineData(DatabaseProvider.Postgres)]
    [InlineData(DatabaseProvider.Sqlite)]
    public async Task After_deliveries_the_counters_say_what_the_ledger_says(DatabaseProvider provider)
    {
        await using var api = await EmulatedBotApi.StartAsync(new() { Rates = RateRules.None });
        await using var relay = await LoopbackSmtpServer.StartAsync();
        await using var app = await WorkingApp.StartAsync(
            provider,
            null,
            [
                .. Bench.Settings(api),
                "--Smtp:Host=127.0.0.1",
                $"--Smtp:Port={relay.Port}",
                "--Smtp:Security=none",
                "--Mail:FromAddress=digest@news.example.org",
            ]
        );
        foreach (var chat in Enumerable.Range(1, Blocked))
        {
            api.Chat(chat).Block();
        }
        await app.ImportAsync(Enumerable.Range(1, Chats).Select(i => $"{i}").Prepend("telegram_chat_id"));
        await app.ImportAsync(Enumerable.Range(1, Mailboxes).Select(i => $"reader{i}@reader.example").Prepend("email"));
        await app.LogInAsync();

        await app.PushAsync("Harbour closed", "World");
        await WorkingApp.UntilAsync("the alert is over", () => IsOverAsync(app, Chats));
        await app.DigestNowAsync();
        await WorkingApp.UntilAsync("the digest is over", () => IsOverAsync(app, Chats + Mailboxes));

        var metrics = await ReadAsync(app);
        await using var db = app.NewDb();
        var rows = await db.Deliveries.AsNoTracking().ToListAsync(Token);
        foreach (var (channel, isMail) in new[] { ("telegram", false), ("email", true) })
        {
            foreach (var state in new[] { DeliveryState.Accepted, DeliveryState.Failed, DeliveryState.Uncertain })
            {
                Assert.Equal(
                    rows.Count(row => row.LaneId != Lane.Telegram == isMail && row.State == state),
                    metrics.Sum(
                        "distributor_delivery_answers_total",
                        ("distributor_channel", channel),
                        ("distributor_state", state.ToString().ToLowerInvariant())
                    )
                );
            }
        }
        var accepted = rows.Count(row => row.State == DeliveryState.Accepted);
        Assert.True(accepted >= Chats - Blocked + Mailboxes);
        Assert.Equal(accepted, metrics.Sum("distributor_delivery_wait_seconds_count"));
        Assert.Equal(rows.Count, metrics.Sum("distributor_ledger_record_rows_sum"));
        Assert.Equal(0, metrics.Sum("distributor_delivery_in_flight"));
        Assert.Equal(Chats, metrics.Sum("distributor_ledger_plan_rows_total", ("distributor_run_kind", "alert")));
        MustBeBounded(metrics, await db.Lanes.Select(lane => lane.Key).ToListAsync(Token));
    }

    [Fact(Timeout = RealTimeTests.Hopeless)]
    public async Task The_way_of_an_article_is_one_trace_from_its_push_to_the_record()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Instrumentation.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var api = await EmulatedBotApi.StartAsync(new() { Rates = RateRules.None });
        await using var app = await WorkingApp.StartAsync(DatabaseProvider.Sqlite, null, Bench.Settings(api));
        await app.ImportAsync(["telegram_chat_id", "1"]);
        await app.LogInAsync();

        await app.PushAsync("Harbour closed", "World");
        await WorkingApp.UntilAsync("the alert is over", () => IsOverAsync(app, 1));

        await using var db = app.NewDb();
        var run = await db.Runs.SingleAsync(one => one.Kind == RunKind.Alert, Token);
        var trace = app.Service<RunTraces>().Of(run.Id).TraceId;
        string[] way = ["intake", "plan", "claim", "send", "record"];
        await WorkingApp.UntilAsync(
            "all spans have ended",
            () =>
                Task.FromResult(way.All(name => spans.Any(span => span.TraceId == trace && span.OperationName == name)))
        );
        var mine = spans.Where(span => span.TraceId == trace).ToList();
        Assert.All(mine, span => Assert.Equal(run.Id, span.GetTagItem("distributor.run.id")));
        Assert.Equal(1, mine.First(span => span.OperationName == "plan").GetTagItem("distributor.rows"));
        // Nothing of readers, and no words of the article, is in any span.
        Assert.DoesNotContain(
            mine.SelectMany(span => span.TagObjects),
            tag => tag.Value?.ToString()?.Contains("Harbour", StringComparison.Ordinal) == true
        );
    }

    private static async Task<Exposition> ReadAsync(WorkingApp app) =>
        new(await app.Client.GetStringAsync("/metrics", Token));

    /// <summary>So many rows are there, and all have come to an end.</summary>
    private static async Task<bool> IsOverAsync(WorkingApp app, int atLeast)
    {
        var states = await app.StatesAsync();
        return states.Values.Sum() >= atLeast
            && !states.Keys.Any(state => state <= DeliveryState.Sending)
            && app.Service<Distributor.Delivery.Sending.OnTheWay>().Count == 0;
    }

    private static void MustBeBounded(Exposition metrics, List<string> lanes)
    {
        foreach (
            var (name, value) in metrics.Ours.SelectMany(sample => sample.Labels).Where(label => label.Key != "le")
        )
        {
            Assert.True(
                name == "distributor_lane" ? lanes.Contains(value) : Allowed[name].Contains(value),
                $"{name} has the value {value}."
            );
        }
    }
}
