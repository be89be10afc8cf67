using Distributor.Bot.Intake;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Testing.BotApi;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Bot;

/// <summary>Updates are stored before they are handled, each is handled once, and none stops the others.</summary>
[Collection(BotTests.Name)]
public sealed class IntakeTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 23, 9, 0);

    private static CancellationToken Token => BotBench.Token;

    [Theory, InlineData(DatabaseProvider.Sqlite), InlineData(DatabaseProvider.Postgres)]
    public async Task What_was_said_while_nobody_asked_is_answered_in_order(DatabaseProvider provider)
    {
        var api = await EmulatedBotApi.StartAsync(new() { Rates = RateRules.None });
        api.Chat(1).Start();
        api.Chat(1).Write("/stop");
        api.Chat(2).Start();
        await using var bench = await BotBench.OnAsync(provider, api);

        await api.WaitUntilAsync(() => api.Chat(1).FromBot.Count == 2 && api.Chat(2).FromBot.Count == 1, Token);

        Assert.Equal(AddressState.Unsubscribed, (await bench.AddressAsync("1")).State);
        Assert.Equal(AddressState.Active, (await bench.AddressAsync("2")).State);
        Assert.Equal(2, api.Chat(1).FromBot.Count);
        // Confirmed: the next question begins after them.
        await api.WaitUntilAsync(
            () => api.Calls.Any(call => call.Method == "getUpdates" && call["offset"] is { Length: > 8 }),
            Token
        );
    }

    [Theory, InlineData(DatabaseProvider.Sqlite), InlineData(DatabaseProvider.Postgres)]
    public async Task A_second_copy_is_not_handled_and_nonsense_stops_nothing(DatabaseProvider provider)
    {
        await using var world = await RoundWorld.OpenAsync(provider, Now);
        var start = Message(10, 5, "/start");

        Assert.Equal(1, await world.StoreAsync(start));
        Assert.Equal(0, await world.StoreAsync(start));
        await world.StoreAsync(
            new(8, """{"update_id":8,"message":"what"}"""),
            new(9, """{"update_id":9,"message":{"chat":{"id":5}}"""),
            new(11, """{"update_id":11,"poll":{"id":"1"}}"""),
            new(
                12,
                """{"update_id":12,"my_chat_member":{"chat":{"id":5,"type":"private"},"new_chat_member":{"status":"ghost"}}}"""
            )
        );
        await world.RoundAsync();
        Assert.Equal(0, await world.StoreAsync(start));
        await world.RoundAsync();

        Assert.Single(world.Api.Chat(5).FromBot);
        var updates = await world.UpdatesAsync();
        Assert.All(updates, update => Assert.NotNull(update.HandledAt));
        Assert.Equal(
            [8L, 9L, 12L],
            updates.Where(update => update.Fault is not null).Select(update => update.UpdateId)
        );
    }

    [Theory, InlineData(DatabaseProvider.Sqlite), InlineData(DatabaseProvider.Postgres)]
    public async Task A_fault_is_tried_again_holds_back_its_own_chat_only_and_is_given_up_in_the_end(
        DatabaseProvider provider
    )
    {
        await using var world = await RoundWorld.OpenAsync(provider, Now);
        world.Api.Faults.Always(Fault.Answer(BotApiErrors.Restart), "sendMessage", chat: 5);
        await world.StoreAsync(Message(1, 5, "/start"), Message(2, 5, "/stop"), Message(3, 6, "/start"));

        await world.RoundAsync();
        await world.RoundAsync(); // not before its pause is over

        var updates = await world.UpdatesAsync();
        Assert.Equal([1, 0, 1], updates.Select(update => update.Attempts));
        Assert.Equal([false, false, true], updates.Select(update => update.HandledAt is not null));
        Assert.Single(world.Api.Chat(6).FromBot);

        for (var attempt = 0; attempt < 4; attempt++)
        {
            world.Clock.Now += Duration.FromMinutes(10);
            await world.RoundAsync();
        }
        updates = await world.UpdatesAsync();
        Assert.Equal((5, "the Bot API answers 500"), (updates[0].Attempts, updates[0].Fault));
        Assert.NotNull(updates[0].HandledAt);
        // Its successor had its turn meanwhile, and has failed in its own right.
        world.Api.Faults.Clear();
        world.Clock.Now += Duration.FromMinutes(10);
        await world.RoundAsync();
        Assert.NotNull((await world.UpdatesAsync())[1].HandledAt);
        Assert.Single(world.Api.Chat(5).FromBot);
    }

    [Fact]
    public async Task A_wait_that_Telegram_asks_for_is_no_failure()
    {
        await using var world = await RoundWorld.OpenAsync(DatabaseProvider.Sqlite, Now);
        world.Api.Faults.Next(Fault.Answer(BotApiErrors.TooManyRequests(30)), method: "sendMessage");
        await world.StoreAsync(Message(1, 5, "/start"));

        await world.RoundAsync();
        var waiting = Assert.Single(await world.UpdatesAsync());
        Assert.Equal((0, Now + Duration.FromSeconds(30)), (waiting.Attempts, waiting.NextTryAt));

        world.Clock.Now += Duration.FromSeconds(31);
        await world.RoundAsync();
        Assert.NotNull(Assert.Single(await world.UpdatesAsync()).HandledAt);
    }

    [Theory, InlineData(DatabaseProvider.Sqlite), InlineData(DatabaseProvider.Postgres)]
    public async Task Killed_between_handling_and_marking_it_is_handled_again_and_nothing_is_doubled(
        DatabaseProvider provider
    )
    {
        await using var world = await RoundWorld.OpenAsync(provider, Now);
        await world.StoreAsync(Message(1, 5, "/start"), Message(2, 5, "/digest 06:45"), Message(3, 5, "/stop"));
        await world.RoundAsync();
        var once = await world.AddressAsync(5);
        await world.ForgetThatItWasHandledAsync(3);

        await world.RoundAsync();

        var twice = await world.AddressAsync(5);
        Assert.Equal((once.State, once.Consent), (twice.State, twice.Consent));
        Assert.Equal(AddressState.Unsubscribed, twice.State);
        await world.ForgetThatItWasHandledAsync(1);
        await world.RoundAsync();
        await using var db = world.App.NewDb();
        Assert.Equal(1, await db.Addresses.CountAsync(Token));
    }

    [Fact]
    public async Task Handled_updates_are_forgotten_after_a_week()
    {
        await using var world = await RoundWorld.OpenAsync(DatabaseProvider.Sqlite, Now);
        await world.StoreAsync(Message(1, 5, "/start"));
        await world.RoundAsync();
        var cleanup = world.App.Service<global::Distributor.Bot.BotCleanup>();

        world.Clock.Now += Duration.FromDays(6);
        Assert.Equal(0, await cleanup.RunAsync(Token));
        await world.StoreAsync(Message(2, 5, "/help"));
        world.Clock.Now += Duration.FromDays(2);
        Assert.Equal(1, await cleanup.RunAsync(Token));
        Assert.Equal(2, Assert.Single(await world.UpdatesAsync()).UpdateId);
    }

    [Fact]
    public async Task Of_two_instances_one_asks_and_the_other_takes_over()
    {
        await using var api = await EmulatedBotApi.StartAsync(new() { Rates = RateRules.None });
        await using var app = await TestApp.StartAsync(
            DatabaseProvider.Postgres,
            null,
            $"--Telegram:BotToken={api.Token}",
            $"--Telegram:ApiBaseUrl={api.Url}"
        );
        using var first = ActivatorUtilities.CreateInstance<UpdatePoller>(app.Service<IServiceProvider>());
        using var second = ActivatorUtilities.CreateInstance<UpdatePoller>(app.Service<IServiceProvider>());
        await first.StartAsync(Token);
        await api.WaitUntilAsync(() => api.IsPolled, Token);
        await second.StartAsync(Token);
        api.Chat(5).Start();
        await api.WaitForCallsAsync(2, Token, call => call.Method == "getUpdates");

        await first.StopAsync(Token);
        await api.WaitUntilAsync(() => !api.IsPolled, Token);
        await api.WaitUntilAsync(() => api.IsPolled, Token);
        await second.StopAsync(Token);

        Assert.DoesNotContain(api.Calls, call => call.Status == 409);
        Assert.Equal(2, api.Calls.Count(call => call.Method == "deleteWebhook"));
        await using var db = app.NewDb();
        Assert.Equal(1, await db.BotUpdates.CountAsync(Token));
    }

    [Fact]
    public async Task Another_program_that_asks_for_the_same_bot_is_waited_out()
    {
        await using var bench = await BotBench.StartAsync(DatabaseProvider.Sqlite);
        await bench.WaitAsync(() => bench.Api.IsPolled);

        bench.Api.Faults.Next(Fault.Answer(BotApiErrors.OtherGetUpdates), method: "getUpdates");
        bench.Chat.Write("/help"); // ends the question that waits; the next one meets the conflict
        await bench.Api.WaitForCallsAsync(1, Token, call => call.Status == 409);
        await bench.NextAsync(bench.Chat, 0);

        Assert.StartsWith("Welcome", (await bench.SayAsync("/start")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_menu_is_set_in_four_languages_for_people_and_administrators_and_once()
    {
        await using var bench = await BotBench.StartAsync(DatabaseProvider.Sqlite);
        await bench.Api.WaitForCallsAsync(8, Token, call => call is { Method: "setMyCommands", IsDone: true });

        foreach (var scope in new[] { "all_private_chats", "all_chat_administrators" })
        {
            foreach (var language in new[] { "", "es", "ar", "ru" })
            {
                Assert.Equal("topics", bench.Api.Menu(scope, language)[0].Name);
                Assert.Equal(12, bench.Api.Menu(scope, language).Count);
            }
        }
        Assert.Equal("Elegir temas", bench.Api.Menu("all_private_chats", "es")[0].Description);
        Assert.Empty(bench.Api.Menu("default", ""));
    }

    internal static IncomingUpdate Message(long id, long chat, string text) =>
        new(
            id,
            $$$"""
            {"update_id":{{{id}}},"message":{"message_id":{{{id}}},"date":1790000000,
            "from":{"id":{{{chat}}},"is_bot":false,"first_name":"Zoe","language_code":"en"},
            "chat":{"id":{{{chat}}},"type":"private","first_name":"Zoe"},"text":"{{{text}}}"}}
            """
        );
}
