using System.Diagnostics;
using System.Globalization;
using Distributor.Storage;
using Distributor.Testing.BotApi;
using Distributor.Testing.Smtp;
using Xunit;

namespace Distributor.Tests.RealTime;

/// <summary>How soon after its push an article is on the wire: alone, beside a digest by mail, and through a digest of the same bot.</summary>
[Collection(RealTimeTests.Name)]
public sealed class PushTests
{
    private const int Mails = 6_000;
    private const int DigestChats = 2_000;
    private const int BreakingChats = 3;

    /// <summary>Each has one chat that wants it, which is therefore idle when its article comes. The first warms up.</summary>
    private static readonly string[] Topics =
    [
        "Letters",
        "Harbour",
        "Energy",
        "Culture",
        "Science",
        "Football",
        "Weather",
        "Traffic",
        "Markets",
        "Justice",
        "Gardens",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = RealTimeTests.Hopeless)]
    public async Task A_pushed_article_is_on_the_wire_at_once_when_nothing_else_is_sent()
    {
        await using var api = await EmulatedBotApi.StartAsync();
        await using var app = await WorkingApp.StartAsync(DatabaseProvider.Postgres, null, Bench.Settings(api));
        await app.ImportAsync(Chats().Prepend("telegram_chat_id,topics"));
        await app.LogInAsync();

        var waits = await PushAllAsync(app, api);

        Bench.Print($"push to first alert, the very first after a start: {waits[0]:0} ms");
        Print("idle", waits[1..]);
        Assert.Equal(Topics.Length, api.Messages.Count);
    }

    [Fact(Timeout = RealTimeTests.Hopeless)]
    public async Task A_pushed_article_does_not_wait_for_a_digest_by_mail()
    {
        await using var api = await EmulatedBotApi.StartAsync();
        await using var relay = await LoopbackSmtpServer.StartAsync(
            new() { KeepContent = false, KeepTranscript = false }
        );
        await using var app = await WorkingApp.StartAsync(
            DatabaseProvider.Postgres,
            null,
            [
                .. Bench.Settings(api),
                "--Smtp:Host=127.0.0.1",
                $"--Smtp:Port={relay.Port}",
                "--Smtp:Security=none",
                "--Mail:FromAddress=digest@news.example.org",
            ]
        );
        await app.ImportAsync(Chats().Prepend("telegram_chat_id,topics"));
        await app.ImportAsync(
            Enumerable.Range(1, Mails).Select(i => $"reader{i}@reader.example,*").Prepend("email,topics")
        );
        await app.LogInAsync();
        await app.PushAsync("What the digest is about", "Archive");
        Assert.Equal(Mails, await app.DigestNowAsync());
        await relay.WaitForMailsAsync(1, Token);

        var watch = Stopwatch.StartNew();
        var before = relay.MailsTaken;
        var waits = await PushAllAsync(app, api);
        var meanwhile = relay.MailsTaken - before;

        Print("beside a digest by mail", waits[1..]);
        Bench.Print($"mails meanwhile: {meanwhile} ({meanwhile / watch.Elapsed.TotalSeconds:0}/s) of {Mails}");
        Assert.Equal(Topics.Length, api.Messages.Count);
        Assert.True(meanwhile > 0, "The digest was over before the first push.");
        await relay.WaitForMailsAsync(Mails, Token);
        Assert.Equal(Mails, relay.Mails.Select(mail => mail.Recipient).Distinct().Count());
        Assert.Empty(relay.Violations);
    }

    [Fact(Timeout = RealTimeTests.Hopeless)]
    public async Task Breaking_news_overtakes_a_digest_on_the_same_bot()
    {
        await using var api = await EmulatedBotApi.StartAsync();
        await using var app = await WorkingApp.StartAsync(DatabaseProvider.Postgres, null, Bench.Settings(api));
        await app.ImportAsync(
            Enumerable
                .Range(1, DigestChats)
                .Select(i => $"{1000 + i},*,daily")
                .Concat(Enumerable.Range(1, BreakingChats).Select(i => $"{i},World,breaking"))
                .Prepend("telegram_chat_id,topics,telegram")
        );
        await app.LogInAsync();
        await app.PushAsync("What the digest is about", "World");
        Assert.Equal(DigestChats, await app.DigestNowAsync());
        await api.WaitForCallsAsync(60, Token);

        var pushedAt = DateTimeOffset.UtcNow;
        await app.PushAsync("Harbour closed", "World", breaking: true);
        await api.WaitForCallsAsync(BreakingChats, Token, IsBreaking);

        // And the digest goes on.
        await api.WaitForCallsAsync(api.Calls.Count + 30, Token);
        var calls = api.Sends();
        var last = calls.FindLastIndex(IsBreaking);
        var overtaking = calls.Take(last).Count(call => call.ReceivedAt > pushedAt && !IsBreaking(call));
        Assert.Equal(BreakingChats, calls.Count(IsBreaking));
        // What was claimed before goes first, about a second's worth; most of the digest does not.
        Assert.True(overtaking < DigestChats / 4, $"{overtaking} messages of the digest went before the alert.");
        Assert.All(api.Calls, call => Assert.NotEqual(429, call.Status));
        Assert.Equal((0, 0), (api.Rates.Refusals, api.Rates.RequestsInsideABan));
        Bench.Print(
            $"breaking news in a digest at 30/s: first after {(calls.Find(IsBreaking)!.ReceivedAt - pushedAt).TotalMilliseconds:0} ms, all {BreakingChats} after {(calls[last].ReceivedAt - pushedAt).TotalMilliseconds:0} ms, behind {overtaking} messages of the digest"
        );
    }

    private static bool IsBreaking(BotApiCall call) => call is { Method: "sendMessage", ChatId: <= BreakingChats };

    private static IEnumerable<string> Chats() =>
        Topics.Select((topic, i) => string.Create(CultureInfo.InvariantCulture, $"{i + 1},{topic}"));

    /// <returns>From each push to its first call, in milliseconds; the first was slow for the first use of everything.</returns>
    private static async Task<List<double>> PushAllAsync(WorkingApp app, EmulatedBotApi api)
    {
        var waits = new List<double>();
        foreach (var (i, topic) in Topics.Index())
        {
            var pushedAt = DateTimeOffset.UtcNow;
            await app.PushAsync($"News of {topic}", topic);
            await api.WaitForCallsAsync(1, Token, call => call.ChatId == i + 1);
            waits.Add((api.Calls.First(call => call.ChatId == i + 1).ReceivedAt - pushedAt).TotalMilliseconds);
        }
        return waits;
    }

    private static void Print(string when, List<double> waits)
    {
        var sorted = waits.Order().ToList();
        Bench.Print(
            $"push to first alert, {when}: median {sorted[sorted.Count / 2]:0} ms, worst {sorted[^1]:0} ms ({string.Join(' ', waits.Select(wait => wait.ToString("0", CultureInfo.InvariantCulture)))})"
        );
    }
}
