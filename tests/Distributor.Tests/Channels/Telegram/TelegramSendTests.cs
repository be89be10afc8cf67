using Distributor.Channels;
using Distributor.Channels.Outbox;
using Distributor.Channels.Telegram;
using Distributor.Delivery;
using Distributor.Testing.BotApi;
using Distributor.Testing.Telegram;
using Xunit;

namespace Distributor.Tests.Channels.Telegram;

public sealed class TelegramSendTests
{
    static readonly TelegramMessage Alert = new()
    {
        DeliveryId = "1-2-1",
        ChatId = 7,
        Html = "<b>Quokka census</b> surprises rangers &amp; others 👩‍👩‍👧",
        Buttons =
        [
            new TelegramButton("Read", new Uri("https://news.example.org/a/1?x=1&y=2")),
            new TelegramButton("Less", CallbackData: "mute:4"),
        ],
    };

    [Fact]
    public async Task A_message_arrives_as_it_was_written()
    {
        await using var bench = await BotBench.StartAsync();

        var outcome = await bench.SendAsync(Alert);

        var message = Assert.Single(bench.Api.Chat(7).FromBot);
        Assert.Equal(Outcome.Accepted($"{message.Id}"), outcome);
        Assert.Equal("Quokka census surprises rangers & others 👩‍👩‍👧", message.Text);
        Assert.Equal([new TelegramEntity(TelegramEntityType.Bold, 0, 13)], message.Entities);
        Assert.Equal((false, true, null), (message.IsSilent, message.IsPreviewDisabled, message.ThreadId));
        Assert.Equal(
            [
                new EmulatedButton("Read", "https://news.example.org/a/1?x=1&y=2", null),
                new EmulatedButton("Less", null, "mute:4"),
            ],
            Assert.Single(message.Buttons)
        );
    }

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(true, false, true)]
    [InlineData(false, true, true)]
    public async Task A_quiet_message_and_a_possible_duplicate_make_no_sound(bool silent, bool duplicate, bool quiet)
    {
        await using var bench = await BotBench.StartAsync();

        await bench.SendAsync(Alert with { Silent = silent, MaybeDuplicate = duplicate });

        Assert.Equal(quiet, Assert.Single(bench.Api.Chat(7).FromBot).IsSilent);
    }

    [Fact]
    public async Task A_forum_topic_is_named_but_General_is_not()
    {
        await using var bench = await BotBench.StartAsync();
        var forum = bench.Api.AddForum(-1001234567890, 5);

        await bench.SendAsync(Alert with { ChatId = forum.Id, ThreadId = 5 });
        await bench.SendAsync(Alert with { ChatId = forum.Id, ThreadId = 1 });

        Assert.Equal([5, null], forum.FromBot.Select(message => message.ThreadId));
    }

    [Theory, InlineData("true", "true"), InlineData("false", null)]
    public async Task Stars_are_paid_only_when_the_setting_says_so(string setting, string? sent)
    {
        await using var bench = await BotBench.StartAsync(null, ("Telegram:PaidBroadcast", setting));

        await bench.SendAsync(Alert);

        Assert.Equal(sent, Assert.Single(bench.Api.Calls)["allow_paid_broadcast"]);
    }

    [Fact]
    public async Task Marks_that_are_refused_are_left_out_and_the_log_says_so()
    {
        await using var bench = await BotBench.StartAsync();

        var outcome = await bench.SendAsync(Alert with { Html = "<p>One &lt; <b>two</p>" });

        var message = Assert.Single(bench.Api.Chat(7).FromBot);
        Assert.Equal(Outcome.Accepted($"{message.Id}"), outcome);
        Assert.Equal("One < two", message.Text);
        Assert.Empty(message.Entities);
        Assert.Contains(bench.Logs.Lines, line => line.Contains("formatting fallback", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_button_that_is_refused_is_left_out_and_the_log_says_so()
    {
        await using var bench = await BotBench.StartAsync();
        bench.Api.Faults.Always(
            Fault.Answer(BotApiErrors.ButtonDataInvalid),
            when: call => call["reply_markup"] is not null
        );

        Assert.Equal(DeliveryState.Accepted, (await bench.SendAsync(Alert)).State);

        Assert.Empty(Assert.Single(bench.Api.Chat(7).FromBot).Buttons);
        Assert.Contains(bench.Logs.Lines, line => line.Contains("keyboard fallback", StringComparison.Ordinal));
    }

    public static TheoryData<BotApiError> ButtonErrors =>
        new(
            BotApiErrors.ButtonDataInvalid,
            BotApiErrors.ButtonTextEmpty,
            BotApiErrors.CannotParseMarkup,
            BotApiErrors.ButtonUrlInvalid("http://x", "wrong"),
            BotApiErrors.CannotParseButton("no text")
        );

    [Theory, MemberData(nameof(ButtonErrors))]
    public async Task Every_word_against_a_button_leaves_the_buttons_out(BotApiError error)
    {
        await using var bench = await BotBench.StartAsync();
        bench.Api.Faults.Next(Fault.Answer(error));

        Assert.Equal(DeliveryState.Accepted, (await bench.SendAsync(Alert)).State);
        Assert.Equal(2, bench.Api.Calls.Count);
    }

    [Fact]
    public async Task Too_many_links_are_fewer_and_then_none()
    {
        await using var bench = await BotBench.StartAsync();
        bench.Api.Faults.Next(Fault.Answer(BotApiErrors.EntitiesTooLong), times: 2);
        var links = string.Concat(
            Enumerable
                .Range(0, 9)
                .Select(i => $"<a href=\"https://e.org/{i}{new string('x', 700)}\">link</a> <b>b</b> ")
        );

        Assert.Equal(DeliveryState.Accepted, (await bench.SendAsync(Alert with { Html = links })).State);

        Assert.Equal([9, 6, 0], bench.Api.Calls.Select(call => call["text"]!.Split("<a ").Length - 1));
        Assert.Equal(9, Assert.Single(bench.Api.Chat(7).FromBot).Entities.Count);
    }

    [Fact]
    public async Task A_call_is_not_made_once_it_is_cancelled_and_not_given_up_once_it_is_made()
    {
        await using var bench = await BotBench.StartAsync();
        using var cancelled = new CancellationTokenSource();
        var gate = new FaultGate();
        bench.Api.Faults.Next(Fault.Hold(gate));

        var sending = bench.Channel.SendAsync(Alert, cancelled.Token);
        await bench.Api.WaitForCallsAsync(1, TestContext.Current.CancellationToken);
        await cancelled.CancelAsync();
        gate.Open();

        Assert.Equal(DeliveryState.Accepted, (await sending).State);
        await Assert.ThrowsAsync<OperationCanceledException>(() => bench.Channel.SendAsync(Alert, cancelled.Token));
        Assert.Single(bench.Api.Calls);
    }

    [Fact]
    public async Task Nothing_that_is_logged_or_told_has_the_token()
    {
        await using var bench = await BotBench.StartAsync();
        var secret = bench.Api.Token.Split(':')[1];
        List<string?> told = [];
        foreach (var fault in (Fault[])[Fault.Restart, Fault.Html(502), Fault.CloseBeforeDelivery, Fault.HalfResponse])
        {
            bench.Api.Faults.Next(fault);
            told.Add((await bench.SendAsync(Alert)).Reason);
        }
        await bench.SendAsync(Alert with { Html = "<p>x" });
        bench.Api.RevokeToken();
        told.Add((await bench.SendAsync(Alert)).Reason);
        await bench.Api.RefuseConnectionsAsync();
        told.Add((await bench.SendAsync(Alert)).Reason);

        Assert.All(told, reason => Assert.DoesNotContain(secret, reason!, StringComparison.Ordinal));
        Assert.NotEmpty(bench.Logs.Lines);
        Assert.DoesNotContain(bench.Logs.Lines, line => line.Contains(secret, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1", 8)]
    [InlineData("30", 9)]
    [InlineData("100", 30)]
    [InlineData("1000", 64)]
    public async Task As_many_calls_at_once_as_the_rate_needs(string rate, int parallel)
    {
        await using var bench = await BotBench.StartAsync(null, ("Telegram:MessagesPerSecond", rate));

        Assert.Equal((parallel, true), (bench.Channel.Parallel, bench.Channel.IsReal));
    }

    [Fact]
    public async Task Without_a_token_messages_go_to_the_outbox()
    {
        await using var with = await BotBench.StartAsync();
        await using var without = await BotBench.StartAsync(null, ("Telegram:BotToken", ""));

        Assert.IsType<TelegramChannel>(with.Channel);
        Assert.IsType<TelegramOutbox>(without.Channel);
    }
}
