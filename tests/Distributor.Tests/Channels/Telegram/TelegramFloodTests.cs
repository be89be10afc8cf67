using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Testing.BotApi;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Channels.Telegram;

public sealed class TelegramFloodTests
{
    [Fact]
    public async Task A_chat_that_has_had_too_much_waits_as_long_as_told_and_a_little_more()
    {
        await using var bench = await BotBench.StartAsync();
        bench.Api.Faults.Next(Fault.ChatBan(30));

        var outcome = await bench.SendAsync(Alert(7));

        Assert.Equal(
            new Outcome
            {
                State = DeliveryState.Deferred,
                Reason = "Telegram asks to wait 30 s",
                Wait = outcome.Wait,
                Address = AddressVerdict.Wait,
            },
            outcome
        );
        Assert.InRange(outcome.Wait!.Value, Duration.FromSeconds(30), Duration.FromSeconds(34));
    }

    [Fact]
    public async Task A_wait_of_half_a_day_is_kept()
    {
        await using var bench = await BotBench.StartAsync();
        bench.Api.Faults.Next(Fault.ChatBan(43_837));

        var outcome = await bench.SendAsync(Alert(7));

        Assert.InRange(outcome.Wait!.Value, Duration.FromSeconds(43_837), Duration.FromSeconds(43_867));
    }

    [Fact]
    public async Task A_wait_is_as_long_as_told_whatever_the_clock_is_set_to_meanwhile()
    {
        await using var bench = await BotBench.StartAsync();
        foreach (var chat in (long[])[1, 2, 3])
        {
            bench.Api.Faults.Next(Fault.ChatBan(10), chat: chat);
            // Forward and back: what counts between the refusals is the time that passed.
            bench.Time.AdjustTime(bench.Time.GetUtcNow() + TimeSpan.FromHours(chat == 2 ? -26 : 26));

            var outcome = await bench.SendAsync(Alert(chat));

            Assert.InRange(outcome.Wait!.Value, Duration.FromSeconds(10), Duration.FromSeconds(12));
        }
    }

    [Fact]
    public async Task Three_chats_at_once_are_the_bot_and_it_waits_for_the_longest()
    {
        await using var bench = await BotBench.StartAsync();
        bench.Api.Faults.Next(Fault.ChatBan(5), chat: 1);
        bench.Api.Faults.Next(Fault.ChatBan(90), chat: 2);
        bench.Api.Faults.Next(Fault.ChatBan(7), chat: 3);

        Assert.Equal(LaneVerdict.Open, (await bench.SendAsync(Alert(1))).Lane);
        var second = await bench.SendAsync(Alert(2));
        Assert.Equal(LaneVerdict.Open, second.Lane);
        var third = await bench.SendAsync(Alert(3));

        Assert.Equal(
            (LaneVerdict.Wait, true, AddressVerdict.Wait, second.Wait),
            (third.Lane, third.IsWholeChannel, third.Address, third.Wait)
        );
    }

    [Fact]
    public async Task One_chat_three_times_or_three_chats_one_after_the_other_are_not_the_bot()
    {
        await using var bench = await BotBench.StartAsync();
        bench.Api.Faults.Always(Fault.Answer(BotApiErrors.TooManyRequests(3)));

        foreach (var chat in (long[])[1, 1, 1, 2])
        {
            Assert.Equal(LaneVerdict.Open, (await bench.SendAsync(Alert(chat))).Lane);
        }
        bench.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(LaneVerdict.Open, (await bench.SendAsync(Alert(3))).Lane);
    }

    [Fact]
    public async Task The_limits_of_the_emulated_server_are_met_as_waits()
    {
        await using var bench = await BotBench.StartAsync(new RateRules());
        var outcomes = new List<Outcome>();
        for (var i = 0; i < 4; i++)
        {
            outcomes.Add(await bench.SendAsync(Alert(7)));
        }

        Assert.Equal(3, bench.Api.Chat(7).FromBot.Count);
        Assert.Equal((DeliveryState.Deferred, AddressVerdict.Wait), (outcomes[3].State, outcomes[3].Address));
    }

    static TelegramMessage Alert(long chat) =>
        new()
        {
            DeliveryId = "1-2-1",
            ChatId = chat,
            Html = "Quokkas",
        };
}
