using System.Net;
using Distributor.Testing.BotApi;
using Microsoft.Extensions.Time.Testing;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Xunit;

namespace Distributor.Tests.Testing.BotApi;

public sealed class FaultTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_rule_meets_so_many_calls_of_its_method_and_chat_and_no_other()
    {
        await using var bot = await EmulatedBotApi.StartAsync(new() { Rates = RateRules.None });
        var rule = bot.Faults.Next(Fault.Restart, times: 2, method: "sendMessage", chat: 7);
        bot.Faults.Next(Fault.Answer(BotApiErrors.TopicClosed), when: call => call["text"] == "unlucky");
        async Task<int?> Status(long chat, string text) => (int?)(await bot.SayAsync(chat, text))["error_code"];

        Assert.Equal(
            [null, 500, 500, null],
            [await Status(8, "a"), await Status(7, "a"), await Status(7, "b"), await Status(7, "c")]
        );
        Assert.Equal([400, null], [await Status(9, "unlucky"), await Status(9, "unlucky")]);
        Assert.Equal((2, 0), (rule.Hits, rule.Left));

        var always = bot.Faults.Always(Fault.Restart);
        Assert.Equal([500, 500], [await Status(7, "d"), await Status(8, "d")]);
        await bot.ResultAsync("getMe");
        always.Stop();
        Assert.Null(await Status(7, "e"));
    }

    [Theory, InlineData(502), InlineData(504)]
    public async Task A_proxy_answers_with_a_page(int status)
    {
        await using var bot = await EmulatedBotApi.StartAsync();
        bot.Faults.Next(Fault.Html(status));

        var thrown = await Assert.ThrowsAsync<RequestException>(() => bot.Client().SendMessage(7, "x"));

        Assert.Equal((HttpStatusCode)status, thrown.HttpStatusCode);
        Assert.Empty(bot.Chat(7).Messages);
    }

    [Fact]
    public async Task An_error_can_hide_that_the_message_arrived()
    {
        await using var bot = await EmulatedBotApi.StartAsync();
        bot.Faults.Next(Fault.Restart with { IsDelivered = true });

        Assert.Equal("Internal Server Error: restart", (string?)(await bot.SayAsync(7))["description"]);
        Assert.Single(bot.Chat(7).Messages);
        Assert.Equal((500, 1), (bot.Calls[0].Status, bot.Calls[0].MessageId));
    }

    [Fact]
    public async Task A_connection_can_end_before_and_after_the_message_arrived_and_in_the_middle_of_the_answer()
    {
        await using var bot = await EmulatedBotApi.StartAsync();
        bot.Faults.Next(Fault.CloseBeforeDelivery, chat: 1);
        bot.Faults.Next(Fault.AcceptAndDrop, chat: 2);
        bot.Faults.Next(Fault.HalfResponse, chat: 3);

        foreach (var chat in (long[])[1, 2, 3])
        {
            await Assert.ThrowsAsync<RequestException>(() => bot.Client().SendMessage(chat, "x"));
        }

        Assert.Equal([0, 1, 1], [.. ((long[])[1, 2, 3]).Select(chat => bot.Chat(chat).Messages.Count)]);
        Assert.All(bot.Calls, call => Assert.Equal((null, true), (call.Status, call.IsDone)));
    }

    [Fact]
    public async Task An_answer_waits_at_a_gate_although_the_message_is_there()
    {
        await using var bot = await EmulatedBotApi.StartAsync();
        var gate = new FaultGate();
        bot.Faults.Next(Fault.Hold(gate));

        var sending = bot.SayAsync(7);
        await gate.WaitForArrivalsAsync(1, Token);

        Assert.False(sending.IsCompleted);
        Assert.Single(bot.Chat(7).Messages);
        Assert.False(bot.Calls[0].IsDone);
        gate.Open();
        Assert.True((bool)(await sending)["ok"]!);
    }

    [Fact]
    public async Task A_message_can_arrive_long_after_the_caller_gave_up()
    {
        await using var bot = await EmulatedBotApi.StartAsync();
        var gate = new FaultGate();
        bot.Faults.Next(Fault.Hold(gate) with { IsDelivered = false });
        using var patience = new CancellationTokenSource();

        var sending = bot.Client().SendMessage(7, "x", cancellationToken: patience.Token);
        await gate.WaitForArrivalsAsync(1, Token);
        Assert.Empty(bot.Chat(7).Messages);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        gate.Open();

        await bot.WaitForMessagesAsync(1, Token);
        await bot.WaitUntilAsync(() => bot.Calls[0].IsDone, Token);
        Assert.NotNull(bot.Calls[0].MessageId);
    }

    [Fact]
    public async Task A_delay_is_of_the_clock_of_the_emulator()
    {
        var clock = new FakeTimeProvider();
        await using var bot = await EmulatedBotApi.StartAsync(time: clock);
        bot.Faults.Next(Fault.DelayBy(TimeSpan.FromMinutes(2)));

        var sending = bot.SayAsync(7);
        await bot.WaitForMessagesAsync(1, Token);
        clock.Advance(TimeSpan.FromSeconds(119));
        Assert.False(sending.IsCompleted);
        // Advanced again and again, since the delay may begin a moment after the message is there.
        while (!sending.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(119));
            await Task.Yield();
        }
        Assert.True((bool)(await sending)["ok"]!);
    }

    [Fact]
    public async Task A_server_that_is_down_refuses_and_is_the_same_when_it_is_up_again()
    {
        await using var bot = await EmulatedBotApi.StartAsync();
        var url = bot.Url;
        await bot.SayAsync(7);
        var gate = new FaultGate();
        bot.Faults.Next(Fault.Hold(gate));
        var cut = bot.SayAsync(7);
        await gate.WaitForArrivalsAsync(1, Token);

        await bot.RefuseConnectionsAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => cut);
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => bot.SayAsync(7));
        Assert.Equal(HttpRequestError.ConnectionError, refused.HttpRequestError);

        await bot.AcceptConnectionsAsync();

        Assert.Equal(url, bot.Url);
        Assert.True((bool)(await bot.SayAsync(7))["ok"]!);
        Assert.Equal(3, bot.Chat(7).Messages.Count);
    }

    [Fact]
    public async Task Waiting_ends_with_the_call_waited_for()
    {
        await using var bot = await EmulatedBotApi.StartAsync();
        var waiting = bot.WaitForCallsAsync(2, Token, call => call.Method == "sendMessage");
        await bot.ResultAsync("getMe");
        await bot.SayAsync(7);
        Assert.False(waiting.IsCompleted);

        await bot.SayAsync(7);

        await waiting;
    }
}
