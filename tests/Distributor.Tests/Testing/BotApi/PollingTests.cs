using Distributor.Testing.BotApi;
using Microsoft.Extensions.Time.Testing;
using Telegram.Bot;
using Telegram.Bot.Types.Enums;
using Xunit;

namespace Distributor.Tests.Testing.BotApi;

/// <summary>How a bot asks for what it has not heard, and says that it has.</summary>
public sealed class PollingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_offset_confirms_what_is_before_it_and_a_negative_one_keeps_the_end()
    {
        await using var bot = await EmulatedBotApi.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            bot.Chat(7).Write($"m{i}");
        }
        async Task<string[]> Ask(long offset, int limit = 100) =>
            [
                .. (await bot.ResultAsync("getUpdates", new { offset, limit }))
                    .AsArray()
                    .Select(update => (string)update!["message"]!["text"]!),
            ];
        var first = (long)(await bot.ResultAsync("getUpdates"))[0]!["update_id"]!;

        Assert.Equal(["m0", "m1"], await Ask(0, 2));
        Assert.Equal(["m0", "m1", "m2", "m3", "m4"], await Ask(first));
        Assert.Equal(["m1", "m2", "m3", "m4"], await Ask(first + 1));
        Assert.Equal(["m3", "m4"], await Ask(-2));
        Assert.Equal(["m3", "m4"], await Ask(0));
        Assert.Empty(await Ask(first + 5));
        bot.Chat(7).Write("m5");
        Assert.Equal(first + 5, (long)(await bot.ResultAsync("getUpdates"))[0]!["update_id"]!);
    }

    [Fact]
    public async Task A_long_poll_ends_with_news_or_with_its_time()
    {
        var clock = new FakeTimeProvider();
        await using var bot = await EmulatedBotApi.StartAsync(time: clock);

        var news = bot.ResultAsync("getUpdates", new { timeout = 30 });
        await bot.WaitUntilAsync(() => bot.IsPolled, Token);
        bot.Chat(7).Write("hello");
        Assert.Single((await news).AsArray());

        var nothing = bot.ResultAsync("getUpdates", new { timeout = 1000, offset = 2_000_000_000 });
        await bot.WaitUntilAsync(() => bot.IsPolled, Token);
        while (!nothing.IsCompleted)
        {
            // Fifty seconds is the longest the server waits; advanced again in case its timer began a moment later.
            clock.Advance(TimeSpan.FromSeconds(50));
            await Task.Yield();
        }
        Assert.Empty((await nothing).AsArray());
    }

    [Fact]
    public async Task A_second_poll_sends_the_first_away()
    {
        await using var bot = await EmulatedBotApi.StartAsync();
        var first = bot.CallAsync("getUpdates", new { timeout = 50 });
        await bot.WaitUntilAsync(() => bot.IsPolled, Token);

        var second = bot.CallAsync("getUpdates", new { timeout = 50 });

        var away = await first;
        Assert.Equal(
            (409, BotApiErrors.OtherGetUpdates.Description),
            ((int)away["error_code"]!, (string?)away["description"])
        );
        await bot.WaitUntilAsync(() => bot.IsPolled, Token);
        bot.Chat(7).Write("hello");
        Assert.True((bool)(await second)["ok"]!);
    }

    [Fact]
    public async Task A_poll_given_up_is_no_second_one()
    {
        await using var bot = await EmulatedBotApi.StartAsync();
        using var patience = new CancellationTokenSource();
        var poll = bot.Client().GetUpdates(timeout: 50, cancellationToken: patience.Token);
        await bot.WaitUntilAsync(() => bot.IsPolled, Token);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => poll);
        await bot.WaitUntilAsync(() => !bot.IsPolled && bot.Calls[0].IsDone, Token);

        bot.Chat(7).Write("still here");

        Assert.Single(await bot.Client().GetUpdates());
        Assert.Null(bot.Calls[0].Status);
    }

    [Fact]
    public async Task Only_kinds_that_were_asked_for_are_kept()
    {
        await using var bot = await EmulatedBotApi.StartAsync();
        await bot.ResultAsync("getUpdates", new { allowed_updates = new[] { "my_chat_member" } });
        bot.Chat(7).Write("unheard");
        bot.Chat(7).Block();

        // Without the parameter the last one stays; an empty list is the default again.
        Assert.Equal(UpdateType.MyChatMember, Assert.Single(await bot.Client().GetUpdates()).Type);
        await bot.ResultAsync("getUpdates", new { allowed_updates = Array.Empty<string>() });
        bot.Chat(7).Write("heard");
        Assert.Equal(3, (await bot.Client().GetUpdates()).Length);
    }
}
