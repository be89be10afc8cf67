using System.Collections.Concurrent;
using Distributor.Testing.BotApi;
using Distributor.Tests.Sources;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Distributor.Tests.Testing.BotApi;

public sealed class WebhookTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Updates_are_posted_with_the_secret_until_they_are_taken()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        await using var bot = await EmulatedBotApi.StartAsync(time: clock);
        await using var site = await FeedServer.StartAsync();
        var bodies = new ConcurrentQueue<string>();
        var taken = new TaskCompletionSource();
        site.On(
            "/hook",
            async context =>
            {
                using var reader = new StreamReader(context.Request.Body);
                bodies.Enqueue(await reader.ReadToEndAsync());
                context.Response.StatusCode = bodies.Count == 1 ? StatusCodes.Status500InternalServerError : 200;
                if (bodies.Count == 3)
                {
                    taken.SetResult();
                }
            }
        );

        await bot.ResultAsync("setWebhook", new { url = site.At("/hook"), secret_token = "S3cret_-" });
        bot.Chat(7).Write("one");
        bot.Chat(7).Write("two");
        while (!taken.Task.IsCompleted)
        {
            // The second attempt waits for the clock.
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        var posts = bodies.ToArray();
        Assert.Contains("\"one\"", posts[0], StringComparison.Ordinal);
        Assert.Equal(posts[0], posts[1]);
        Assert.Contains("\"two\"", posts[2], StringComparison.Ordinal);
        Assert.All(
            site.Requests,
            request => Assert.Equal("S3cret_-", request.Headers["X-Telegram-Bot-Api-Secret-Token"])
        );
        var info = await bot.ResultAsync("getWebhookInfo");
        Assert.StartsWith(
            "Wrong response from the webhook: 500",
            (string?)info["last_error_message"],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_webhook_and_polling_exclude_each_other()
    {
        await using var bot = await EmulatedBotApi.StartAsync();
        var poll = bot.CallAsync("getUpdates", new { timeout = 50 });
        await bot.WaitUntilAsync(() => bot.IsPolled, Token);

        await bot.ResultAsync("setWebhook", new { url = "http://127.0.0.1:9/hook" });

        Assert.Equal(BotApiErrors.TerminatedBySetWebhook.Description, (string?)(await poll)["description"]);
        Assert.Equal(BotApiErrors.WebhookIsActive.Description, await bot.ErrorAsync("getUpdates"));
        await bot.CallAsync("deleteWebhook", new { drop_pending_updates = true });
        Assert.Empty((await bot.ResultAsync("getUpdates")).AsArray());
    }

    [Theory]
    [InlineData("http://example.com/", null, "bad webhook: An HTTPS URL must be provided for webhook")]
    [InlineData(
        "https://example.com:5000/",
        null,
        "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"
    )]
    [InlineData("https://example.com/", "no blanks", "secret token contains unallowed characters")]
    public async Task A_wrong_webhook_is_refused(string url, string? secret, string what)
    {
        await using var bot = await EmulatedBotApi.StartAsync(new() { IsLocalServer = false });

        Assert.Equal("Bad Request: " + what, await bot.ErrorAsync("setWebhook", new { url, secret_token = secret }));
    }
}
