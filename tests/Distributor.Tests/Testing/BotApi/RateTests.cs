using Distributor.Testing.BotApi;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Distributor.Tests.Testing.BotApi;

/// <summary>The flood limits; longer than most, since each rule is tried at its edge.</summary>
public sealed class RateTests
{
    private const long Group = -500;
    private readonly FakeTimeProvider clock = new(DateTimeOffset.UnixEpoch.AddYears(56));

    [Fact]
    public async Task A_person_takes_three_at_once_and_then_one_a_second()
    {
        await using var bot = await StartAsync();

        Assert.Equal([null, null, null, 1], await SendAsync(bot, 7, 4));
        Pass(1);
        Assert.Equal([null, 1], await SendAsync(bot, 7, 2));
        Pass(3);
        Assert.Equal([null, null, null, 1], await SendAsync(bot, 7, 4));

        Assert.Equal(7, bot.Chat(7).Messages.Count);
        Assert.Equal((3, 0), (bot.Rates.Refusals, bot.Rates.RequestsInsideABan));
    }

    [Fact]
    public async Task A_group_takes_twenty_a_minute()
    {
        await using var bot = await StartAsync();
        bot.AddGroup(Group);
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal([null], await SendAsync(bot, Group, 1));
            Pass(1);
        }

        // The first of them falls out of the window sixty seconds after it was sent.
        Assert.Equal([40], await SendAsync(bot, Group, 1));
        Pass(40);
        Assert.Equal([null], await SendAsync(bot, Group, 1));
    }

    [Fact]
    public async Task The_bot_takes_thirty_in_any_second_and_not_one_more()
    {
        await using var bot = await StartAsync();

        Assert.All(await SpreadAsync(bot, 15), Assert.Null);
        clock.Advance(TimeSpan.FromMilliseconds(600));
        Assert.All(await SpreadAsync(bot, 15), Assert.Null);
        clock.Advance(TimeSpan.FromMilliseconds(399));
        Assert.Equal([1], await SpreadAsync(bot, 1));
        Assert.Equal(TimeSpan.FromSeconds(1), bot.Rates.BotBanLeft);
        Pass(1);

        // Of the 30 the second 15 are out of the window too: 1.399 s have passed since.
        Assert.All(await SpreadAsync(bot, 30), Assert.Null);
        Assert.Equal([1], await SpreadAsync(bot, 1));
        Assert.Equal(60, bot.Messages.Count);
    }

    [Fact]
    public async Task The_window_of_the_bot_slides_to_the_tick()
    {
        await using var bot = await StartAsync();
        await SpreadAsync(bot, 30);

        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.All(await SpreadAsync(bot, 30), Assert.Null);
        Assert.Equal(0, bot.Rates.Refusals);
    }

    [Fact]
    public async Task Limits_are_exact_when_everybody_calls_at_once()
    {
        await using var bot = await StartAsync();

        var waits = await Task.WhenAll(Enumerable.Range(1, 100).Select(i => SendAsync(bot, i, 1)));

        Assert.Equal(30, waits.Count(wait => wait[0] is null));
        Assert.Equal(30, bot.Messages.Count);
        Assert.Equal((1, 69), (bot.Rates.Refusals, bot.Rates.RequestsInsideABan));
    }

    [Fact]
    public async Task Who_wrote_within_a_minute_does_not_count_for_the_bot()
    {
        await using var bot = await StartAsync();
        bot.Chat(7).Write("hello");
        await SpreadAsync(bot, 30);

        Assert.Equal([null], await SendAsync(bot, 7, 1));
        Pass(60);
        await SpreadAsync(bot, 30);
        Assert.Equal([1], await SendAsync(bot, 7, 1));
    }

    [Fact]
    public async Task Paid_messages_have_a_window_of_their_own_and_cost_stars()
    {
        await using var bot = await EmulatedBotApi.StartAsync(
            new()
            {
                Rates = new() { Stars = 1m, PaidLimit = 1000 },
            },
            clock
        );
        await SpreadAsync(bot, 30);

        for (var i = 0; i < 10; i++)
        {
            Assert.Null(await SendOneAsync(bot, 5000 + i, isPaid: true));
        }

        Assert.Equal(0m, bot.Rates.Stars);
        // Nothing is left to pay with, so the ordinary window decides, and it is full.
        Assert.Equal(1, await SendOneAsync(bot, 6000, isPaid: true));
    }

    [Fact]
    public async Task Inside_a_ban_the_seconds_count_down_and_impatience_doubles_them()
    {
        await using var bot = await StartAsync();
        bot.AddGroup(Group);
        for (var i = 0; i < 20; i++)
        {
            await SendAsync(bot, Group, 1);
            Pass(1);
        }
        Assert.Equal([40], await SendAsync(bot, Group, 1));
        Pass(10);

        Assert.Equal([30, 30, 30, 30, 30], await SendAsync(bot, Group, 5));
        Assert.Equal([60, 120], await SendAsync(bot, Group, 2));
        Assert.Equal([null], await SendAsync(bot, 7, 1));
        Assert.Equal(7, bot.Rates.RequestsInsideABan);

        Assert.Equal(3600, (await SendAsync(bot, Group, 6))[^1]);
        Pass(3600);
        Assert.Equal([null], await SendAsync(bot, Group, 1));
    }

    [Fact]
    public async Task An_edit_counts_in_its_chat_and_an_answer_to_a_button_never()
    {
        await using var bot = await StartAsync();
        await SendAsync(bot, 7, 2);
        var edit = await bot.CallAsync(
            "editMessageText",
            new
            {
                chat_id = 7,
                message_id = 1,
                text = "new",
            }
        );
        var second = await bot.CallAsync(
            "editMessageText",
            new
            {
                chat_id = 7,
                message_id = 2,
                text = "new",
            }
        );

        Assert.True((bool)edit["ok"]!);
        Assert.Equal(429, (int)second["error_code"]!);
        Assert.Equal(BotApiErrors.QueryTooOld.Description, await bot.ErrorAsync("answerCallbackQuery"));
        Assert.Equal(0, bot.Rates.RequestsInsideABan);
    }

    [Fact]
    public async Task An_album_counts_for_each_of_its_pictures()
    {
        await using var bot = await StartAsync();
        var media = Enumerable.Range(0, 4).Select(i => new { type = "photo", media = $"https://example.com/{i}.jpg" });

        await bot.ResultAsync("sendMediaGroup", new { chat_id = 7, media });

        Assert.Equal([2], await SendAsync(bot, 7, 1));
    }

    [Fact]
    public async Task A_long_text_costs_two_when_the_rules_are_strict()
    {
        await using var bot = await EmulatedBotApi.StartAsync(
            new() { Rates = new() { LongTextCostsTwo = true } },
            clock
        );
        for (var i = 0; i < 15; i++)
        {
            Assert.Null(await SendOneAsync(bot, 1000 + i, new string('x', 501)));
        }

        Assert.Equal(1, await SendOneAsync(bot, 2000, "x"));
    }

    [Fact]
    public async Task A_scripted_ban_closes_the_chat_or_the_bot_for_real()
    {
        await using var bot = await StartAsync();
        bot.Faults.Next(Fault.ChatBan(30));
        Assert.Equal([30, 30], await SendAsync(bot, 7, 2));
        Assert.Equal([null], await SendAsync(bot, 8, 1));
        bot.Faults.Next(Fault.BotBan(60));
        Assert.Equal([60], await SendAsync(bot, 8, 1));
        Assert.Equal([60], await SendAsync(bot, 9, 1));
        Assert.Equal(2, bot.Rates.RequestsInsideABan);
        bot.Faults.Next(Fault.ChatBan(5));
        Assert.Equal([5], await SendAsync(bot, 8, 1));
        Assert.Equal(3, bot.Rates.RequestsInsideABan);
        Pass(60);
        Assert.Equal([null], await SendAsync(bot, 7, 1));
    }

    [Fact]
    public async Task Who_could_not_have_heard_of_a_ban_is_refused_and_counted_but_does_not_lengthen_it()
    {
        var rates = new RateRules { TimeToHear = TimeSpan.FromSeconds(2) };
        await using var bot = await EmulatedBotApi.StartAsync(new() { Rates = rates }, clock);
        bot.Faults.Next(Fault.BotBan(20));
        await SendAsync(bot, 7, 1);
        Pass(1);
        Assert.All(await SpreadAsync(bot, 30), wait => Assert.Equal(19, wait));
        Assert.Equal((30, 0), (bot.Rates.RequestsInsideABan, bot.Rates.RequestsUnheeding));
        Pass(1);

        Assert.Equal([18, 18, 18, 18, 18, 36], await SpreadAsync(bot, 6));
        Assert.Equal((36, 6), (bot.Rates.RequestsInsideABan, bot.Rates.RequestsUnheeding));
    }

    private Task<EmulatedBotApi> StartAsync() => EmulatedBotApi.StartAsync(time: clock);

    private void Pass(int seconds) => clock.Advance(TimeSpan.FromSeconds(seconds));

    /// <returns>For each its retry_after; null when it arrived.</returns>
    private static async Task<List<int?>> SendAsync(EmulatedBotApi bot, long chat, int times)
    {
        List<int?> waits = [];
        for (var i = 0; i < times; i++)
        {
            waits.Add(await SendOneAsync(bot, chat));
        }
        return waits;
    }

    private int lastStranger = 100_000;

    /// <summary>One message each to people who had none yet.</summary>
    private async Task<List<int?>> SpreadAsync(EmulatedBotApi bot, int people)
    {
        List<int?> waits = [];
        for (var i = 0; i < people; i++)
        {
            waits.Add(await SendOneAsync(bot, ++lastStranger));
        }
        return waits;
    }

    private static async Task<int?> SendOneAsync(
        EmulatedBotApi bot,
        long chat,
        string text = "Hello",
        bool isPaid = false
    )
    {
        var answer = await bot.CallAsync(
            "sendMessage",
            new
            {
                chat_id = chat,
                text,
                allow_paid_broadcast = isPaid,
            }
        );
        return (int?)answer["parameters"]?["retry_after"];
    }
}
