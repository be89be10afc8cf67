using Distributor.Delivery;
using Distributor.Storage;
using Distributor.Testing.BotApi;
using Xunit;

namespace Distributor.Tests.RealTime;

/// <summary>As fast as Telegram allows, and never faster.</summary>
[Collection(RealTimeTests.Name)]
public sealed class RateTests
{
    private const int Chats = 3_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = RealTimeTests.Hopeless)]
    public async Task Three_thousand_alerts_go_out_at_the_full_rate_and_meet_no_ban()
    {
        await using var api = await EmulatedBotApi.StartAsync();
        await using var app = await WorkingApp.StartAsync(DatabaseProvider.Postgres, null, Bench.Settings(api));
        await app.ImportAsync(Enumerable.Range(1, Chats).Select(i => $"{i}").Prepend("telegram_chat_id"));
        await app.LogInAsync();

        await app.PushAsync("Harbour closed", "World");
        await api.WaitForMessagesAsync(Chats, Token);

        var calls = api.Sends();
        Assert.Equal(Chats, calls.Count);
        Assert.All(api.Calls, call => Assert.NotEqual(429, call.Status));
        Assert.Equal((0, 0), (api.Rates.Refusals, api.Rates.RequestsInsideABan));
        Assert.Equal(
            Enumerable.Range(1, Chats).Select(i => (long)i),
            api.Messages.Select(message => message.ChatId).Order()
        );
        await WorkingApp.UntilAsync(
            "every row is accepted",
            async () => (await app.StatesAsync()).GetValueOrDefault(DeliveryState.Accepted) == Chats
        );
        var seconds = (calls[^1].ReceivedAt - calls[0].ReceivedAt).TotalSeconds;
        var rate = (Chats - 1) / seconds;
        Bench.Print($"{Chats} alerts in {seconds:0.0} s: {rate:0.00}/s, {rate / 30:P1} of 30/s");
    }
}
