using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Distributor.Api;
using Distributor.Delivery;
using Distributor.Delivery.Sending;
using Distributor.Digests;
using Distributor.Subscribers.Importing;
using Distributor.Testing.BotApi;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Distributor.Tests.RealTime;

/// <summary>What a test does with the application as <c>serve</c> runs it, in few words.</summary>
internal static class Bench
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Settings that send alerts to the emulator.</summary>
    public static string[] Settings(EmulatedBotApi api) =>
        [
            $"--Telegram:BotToken={api.Token}",
            $"--Telegram:ApiBaseUrl={api.Url}",
            "--Telegram:Mode=off",
            "--Site:PublicUrl=https://news.example.org",
        ];

    /// <summary>A number a person can look at: it goes to the output of the run, and nothing depends on it.</summary>
    public static void Print(FormattableString line) =>
        Console.WriteLine("   " + line.ToString(CultureInfo.InvariantCulture));

    public static async Task ImportAsync(this WorkingApp app, IEnumerable<string> lines)
    {
        var bad = new List<BadRow>();
        await app.Service<SubscriberImporter>()
            .ImportAsync(new StringReader(string.Join('\n', lines)), "test", bad.Add, null, Token);
        Assert.Empty(bad);
    }

    /// <summary>Lets <see cref="PushAsync"/> in.</summary>
    public static async Task LogInAsync(this WorkingApp app)
    {
        var key = await app.Service<ApiKeys>().CreateAsync("test", "cli:test", Token);
        app.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>As a newsroom's program pushes an article.</summary>
    public static async Task PushAsync(this WorkingApp app, string title, string topic, bool breaking = false)
    {
        using var answer = await app.Client.PostAsJsonAsync(
            "/api/v1/articles",
            new
            {
                guid = title,
                title,
                text = "What happened, told in one sentence.",
                topics = new[] { topic },
                breaking,
            },
            Token
        );
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>As <c>digest --now</c>, and the senders are told.</summary>
    /// <returns>How many digests were planned.</returns>
    public static async Task<int> DigestNowAsync(this WorkingApp app)
    {
        var run = await app.Service<DigestRuns>().OpenNowAsync(Token);
        await app.Service<DigestPlanner>().PlanNowAsync(run, Token);
        app.Service<SenderWake>().Wake();
        await using var db = app.NewDb();
        return await db.Deliveries.CountAsync(row => row.RunId == run, Token);
    }

    /// <summary>Rows by state, over all runs.</summary>
    public static async Task<Dictionary<DeliveryState, int>> StatesAsync(this WorkingApp app)
    {
        await using var db = app.NewDb();
        return await db
            .Deliveries.GroupBy(row => row.State)
            .Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(group => group.Key, group => group.Count, Token);
    }

    public static List<BotApiCall> Sends(this EmulatedBotApi api) =>
        [.. api.Calls.Where(call => call.Method == "sendMessage")];
}
