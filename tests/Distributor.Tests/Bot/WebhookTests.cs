using System.Net;
using System.Net.Sockets;
using System.Text;
using Distributor.Bot.Intake;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Distributor.Tests.Bot;

/// <summary>Updates posted by Telegram: only with the secret, stored before the answer, nonsense answered too.</summary>
[Collection(BotTests.Name)]
public sealed class WebhookTests
{
    private static CancellationToken Token => BotBench.Token;

    [Theory, InlineData(DatabaseProvider.Sqlite), InlineData(DatabaseProvider.Postgres)]
    public async Task Telegram_posts_and_is_answered_and_nobody_else_is_heard(DatabaseProvider provider)
    {
        var address = $"http://127.0.0.1:{FreePort()}";
        await using var bench = await BotBench.StartAsync(
            provider,
            "--Telegram:Mode=webhook",
            $"--urls={address}",
            $"--Site:PublicUrl={address}"
        );
        await bench.Api.WaitForCallsAsync(1, Token, call => call is { Method: "setWebhook", IsOk: true });

        Assert.StartsWith("Welcome", (await bench.SayAsync("/start")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(bench.Api.Calls, call => call.Method == "getUpdates");

        var secret = await bench.Service<WebhookSecret>().GetAsync(Token);
        var update = IntakeTests.Message(1, 99, "/start").Body;
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(bench, null, update));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(bench, secret + "x", update));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(bench, secret, "no update at all"));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(bench, secret, "[1]"));
        Assert.Equal(
            HttpStatusCode.RequestEntityTooLarge,
            await PostAsync(bench, secret, new string(' ', 1024 * 1024 + 1))
        );
        Assert.Equal(HttpStatusCode.OK, await PostAsync(bench, secret, update));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(bench, secret, update));
        await bench.WaitAsync(() => bench.Api.Chat(99).FromBot.Count == 1);
        await using var db = bench.App.NewDb();
        Assert.Equal(2, await db.BotUpdates.CountAsync(Token));
    }

    [Fact]
    public async Task Without_a_webhook_there_is_no_such_page()
    {
        await using var bench = await BotBench.StartAsync(DatabaseProvider.Sqlite);

        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(bench, "", "{}"));
    }

    private static async Task<HttpStatusCode> PostAsync(BotBench bench, string? secret, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, WebhookEndpoint.Path)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        if (secret is not null)
        {
            request.Headers.Add("X-Telegram-Bot-Api-Secret-Token", secret);
        }
        using var answer = await bench.App.Client.SendAsync(request, Token);
        return answer.StatusCode;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
