using System.Globalization;
using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Testing.BotApi;
using Distributor.Tests.Channels.Telegram.Texts;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Channels.Telegram;

/// <summary>A long text goes out one part a call; in between the ledger holds what was sent.</summary>
public sealed class TelegramPartsTests
{
    static readonly TelegramMessage Long = new()
    {
        DeliveryId = "1-2-1",
        ChatId = 7,
        Html = $"<b>{LongTexts.Repeat("quokka ", 1500)}</b>",
        Buttons = [new TelegramButton("Read", new Uri("https://news.example.org/a/1"))],
    };

    [Fact]
    public async Task Each_call_sends_the_next_part_and_the_last_has_the_buttons()
    {
        await using var bench = await BotBench.StartAsync();

        var first = await bench.SendAsync(Long);
        var second = await bench.SendAsync(After(Long, first));
        var third = await bench.SendAsync(After(Long, second));

        Assert.Equal(
            new Outcome
            {
                State = DeliveryState.Deferred,
                Reason = "next part",
                Wait = Duration.FromSeconds(1),
                ExternalId = "1",
            },
            first
        );
        Assert.Equal((DeliveryState.Deferred, "1,2"), (second.State, second.ExternalId));
        Assert.Equal(Outcome.Accepted("1,2,3"), third);
        var messages = bench.Api.Chat(7).FromBot;
        Assert.Equal(1500, messages.Sum(message => message.Text.Split(' ').Length));
        Assert.All(messages, message => Assert.Single(message.Entities));
        Assert.Equal([0, 0, 1], messages.Select(message => message.Buttons.Count));
    }

    [Fact]
    public async Task A_part_that_has_to_wait_is_the_part_that_is_sent_next()
    {
        await using var bench = await BotBench.StartAsync();
        var first = After(Long, await bench.SendAsync(Long));
        bench.Api.Faults.Next(Fault.Answer(BotApiErrors.TooManyRequests(3)));

        var refused = await bench.SendAsync(first);
        Assert.Equal((DeliveryState.Deferred, null), (refused.State, refused.ExternalId));

        Assert.Equal("1,2", (await bench.SendAsync(first)).ExternalId);
        Assert.Equal(2, bench.Api.Chat(7).FromBot.Count);
    }

    [Fact]
    public async Task What_was_sent_to_its_end_is_not_sent_again()
    {
        await using var bench = await BotBench.StartAsync();

        Assert.Equal(Outcome.Accepted("1,2,3"), await bench.SendAsync(Long with { Sent = [1, 2, 3] }));
        Assert.Empty(bench.Api.Calls);
    }

    [Fact]
    public async Task A_server_that_counts_otherwise_gets_smaller_parts_and_all_of_the_text()
    {
        await using var bench = await BotBench.StartAsync();
        bench.Api.Faults.Next(Fault.Answer(BotApiErrors.MessageTooLong));
        var message = Long;
        Outcome outcome;
        while ((outcome = await bench.SendAsync(message)).State == DeliveryState.Deferred)
        {
            message = After(Long, outcome);
        }

        Assert.Equal(DeliveryState.Accepted, outcome.State);
        Assert.All(bench.Api.Chat(7).FromBot, part => Assert.InRange(part.Text.Length, 1, 2048));
        Assert.Equal(1500, bench.Api.Chat(7).FromBot.Sum(part => part.Text.Split(' ').Length));
    }

    [Fact]
    public async Task A_server_that_finds_everything_too_long_fails_the_message_in_the_end()
    {
        await using var bench = await BotBench.StartAsync();
        bench.Api.Faults.Always(Fault.Answer(BotApiErrors.TextTooLong));

        Assert.Equal(Outcome.Failed("the text is too long"), await bench.SendAsync(Long));
    }

    static TelegramMessage After(TelegramMessage message, Outcome outcome) =>
        message with
        {
            Sent = [.. outcome.ExternalId!.Split(',').Select(id => int.Parse(id, CultureInfo.InvariantCulture))],
        };
}
