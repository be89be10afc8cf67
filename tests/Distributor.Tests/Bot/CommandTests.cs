using Distributor.Articles.Topics;
using Distributor.Bot.Places;
using Distributor.Delivery.Buttons;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Testing.BotApi;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Bot;

/// <summary>Each command in a private chat, its buttons, and what the bot says to everything else.</summary>
[Collection(BotTests.Name)]
public sealed class CommandTests
{
    private static CancellationToken Token => BotBench.Token;

    [Fact]
    public async Task Each_wish_can_be_said_pressed_and_read_again()
    {
        await using var bench = await BotBench.StartAsync(DatabaseProvider.Sqlite);
        await bench.SayAsync("/start");

        // A digest: an hour alone makes it daily, a press makes it weekly, another the day.
        var digest = await bench.SayAsync("/digest 06:45");
        Assert.Contains("Every day at 06:45", digest.Text, StringComparison.Ordinal);
        await bench.PressAsync(digest, "Weekly");
        await bench.PressAsync(digest, "Wed");
        var schedule = Assert.Single((await bench.AddressAsync()).Schedules);
        Assert.Equal(
            (Cadence.Weekly, new LocalTime(6, 45), IsoDayOfWeek.Wednesday),
            (schedule.Cadence, schedule.LocalTime, schedule.Weekday)
        );
        await bench.PressAsync(digest, "Another hour");
        Assert.Contains("no time of day", (await bench.SayAsync("soon")).Text, StringComparison.Ordinal);
        Assert.Contains("at 19:05", (await bench.SayAsync("19.05")).Text, StringComparison.Ordinal);

        // Alerts, quiet hours, zone.
        var alerts = await bench.SayAsync("/breaking");
        await bench.PressAsync(alerts, "Breaking news only");
        Assert.Equal(["Breaking news only"], BotBench.Ticked(bench.Now(alerts)));
        var quiet = await bench.SayAsync("/quiet ٢٢:٣٠-06:30");
        Assert.Contains("22:30–06:30", quiet.Text, StringComparison.Ordinal);
        await bench.PressAsync(quiet, "Off");
        Assert.Null((await bench.AddressAsync()).QuietStart);
        Assert.StartsWith(
            "Madrid: it is",
            (await bench.SayAsync("/timezone Barcelona")).Text,
            StringComparison.Ordinal
        );

        // Pause, resume, stop and its undo.
        var pause = await bench.SayAsync("/pause");
        await bench.PressAsync(pause, "1 week");
        Assert.Equal(AddressState.Paused, (await bench.AddressAsync()).State);
        Assert.Contains("The pause is over", (await bench.SayAsync("/resume")).Text, StringComparison.Ordinal);
        var stop = await bench.SayAsync("/stop");
        Assert.Equal(AddressState.Unsubscribed, (await bench.AddressAsync()).State);
        await bench.PressAsync(stop, "Undo");
        Assert.Equal(AddressState.Active, (await bench.AddressAsync()).State);

        var settings = await bench.SayAsync("/settings");
        Assert.Equal(
            "Your settings\nTopics: All topics\nAlerts: Breaking news only\nDigest: every Wednesday at 19:05\nQuiet hours: None",
            string.Join('\n', settings.Text.Split('\n')[..5])
        );
    }

    [Fact]
    public async Task A_shared_location_finds_the_zone_and_is_not_kept()
    {
        await using var bench = await BotBench.StartAsync(DatabaseProvider.Sqlite);
        await bench.SayAsync("/start");
        await bench.SayAsync("/timezone");
        var before = bench.Chat.FromBot.Count;
        bench.Chat.ShareLocation(35.68, 139.69);

        // The answer, and then the neighbours, should it be wrong.
        await bench.NextAsync(bench.Chat, before + 1);
        Assert.StartsWith("Tokyo", bench.Chat.FromBot[before].Text, StringComparison.Ordinal);
        Assert.Equal("Asia/Tokyo", (await bench.AddressAsync()).TimeZone);
        Assert.Contains("do not know", (await bench.SayAsync("/timezone Qwertyville")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Madrid", "Europe/Madrid")]
    [InlineData("europe/berlin", "Europe/Berlin")]
    [InlineData("new york", "America/New_York")]
    [InlineData("São Paulo", "America/Sao_Paulo")]
    [InlineData("Москва", "Europe/Moscow")]
    [InlineData("القاهرة", "Africa/Cairo")]
    [InlineData("Madrdi", "Europe/Madrid")]
    [InlineData("Munich, Germany", "Europe/Berlin")]
    [InlineData("UTC+3", "Etc/GMT-3")]
    [InlineData("gmt-5", "Etc/GMT+5")]
    public void A_place_has_a_zone_by_any_of_its_names(string text, string zone) =>
        Assert.Contains(zone, ZoneNames.Find(text));

    [Fact]
    public async Task Unknown_words_get_a_helpful_answer_and_typos_a_suggestion()
    {
        await using var bench = await BotBench.StartAsync(DatabaseProvider.Sqlite);
        Assert.StartsWith("I understand commands", (await bench.SayAsync("hello?")).Text, StringComparison.Ordinal);
        Assert.StartsWith("Did you mean /topics", (await bench.SayAsync("/topcis")).Text, StringComparison.Ordinal);
        Assert.StartsWith("I do not know", (await bench.SayAsync("/elephant")).Text, StringComparison.Ordinal);
        Assert.StartsWith("What I can do", (await bench.SayAsync("/help")).Text, StringComparison.Ordinal);
        // Whoever was never here is welcomed, whatever they ask for.
        Assert.StartsWith("Welcome", (await bench.SayAsync("/latest")).Text, StringComparison.Ordinal);
        Assert.Contains("no story", (await bench.SayAsync("/latest")).Text, StringComparison.Ordinal);
        await bench.AlertAsync(bench.Chat, "Ferry <b>late</b> & \"lost\"", "Harbour <b>&\"");
        var latest = await bench.SayAsync("/latest");
        Assert.Contains("Ferry <b>late</b> & \"lost\"", latest.Text, StringComparison.Ordinal);
        // A hostile topic name is words, in the keyboard and in the text.
        var topics = await bench.SayAsync("/topics");
        await bench.PressAsync(topics, "Harbour <b>&\"");
        Assert.Contains("Topics: Harbour <b>&\"", (await bench.SayAsync("/settings")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_topics_have_pages_and_all_topics_stand_alone()
    {
        await using var bench = await BotBench.StartAsync(DatabaseProvider.Sqlite);
        await bench.PushToNobodyAsync("Everything", [.. Enumerable.Range(10, 15).Select(number => $"Topic {number}")]);
        await bench.SayAsync("/start");
        var topics = await bench.SayAsync("/topics");

        Assert.Equal(1 + 10 + 2 + 2, BotBench.Buttons(topics).Count());
        await bench.PressAsync(topics, "›");
        await bench.PressAsync(topics, "Topic 24");
        Assert.Equal(["Topic 24"], BotBench.Ticked(bench.Now(topics)));
        await bench.PressAsync(topics, "All topics");
        Assert.Equal(Topic.EverythingId, Assert.Single((await bench.AddressAsync()).Subscriptions).TopicId);
    }

    [Theory]
    [InlineData("es", "Bienvenido a")]
    [InlineData("ru", "Добро пожаловать")]
    [InlineData("ar", "\u200Fأهلًا بك")]
    [InlineData("pt-br", "Welcome to")]
    public async Task A_person_is_welcomed_in_the_language_of_their_app(string tag, string welcome)
    {
        await using var bench = await BotBench.StartAsync(DatabaseProvider.Sqlite);
        var person = new EmulatedUser(BotBench.Person, "Zoe") { LanguageCode = tag };

        var said = await bench.SayAsync(bench.Chat, "/start", person);
        Assert.StartsWith(welcome, said.Text, StringComparison.Ordinal);
        foreach (var command in new[] { "/topics", "/settings", "/help", "/digest", "/quiet" })
        {
            said = await bench.SayAsync(bench.Chat, command, person);
            if (tag == "ar")
            {
                Assert.All(
                    said.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries),
                    line => Assert.Equal('\u200F', line[0])
                );
            }
        }
    }

    [Theory, InlineData(DatabaseProvider.Sqlite), InlineData(DatabaseProvider.Postgres)]
    public async Task A_story_is_saved_for_the_digest_once_there_is_one(DatabaseProvider provider)
    {
        await using var bench = await BotBench.StartAsync(provider);
        await bench.SayAsync("/start");
        var alert = await bench.AlertAsync(bench.Chat, "Ferry late", "Harbour");

        var none = await bench.PressAsync(alert, "Save for digest");
        Assert.Equal((true, true), (none.IsAlert, none.Text!.Contains("/digest", StringComparison.Ordinal)));
        await bench.SayAsync("/digest 07:00");
        Assert.StartsWith(
            "Saved for your digest of",
            (await bench.PressAsync(alert, "Save for digest")).Text,
            StringComparison.Ordinal
        );
        await using (var db = bench.App.NewDb())
        {
            Assert.Equal(1, await db.SavedStories.CountAsync(Token));
        }
        await bench.PressAsync(alert, "Saved");
        await using (var db = bench.App.NewDb())
        {
            Assert.Equal(0, await db.SavedStories.CountAsync(Token));
        }
    }

    [Fact]
    public async Task Data_that_we_did_not_make_or_for_another_chat_changes_nothing()
    {
        await using var bench = await BotBench.StartAsync(DatabaseProvider.Sqlite);
        await bench.SayAsync("/start");
        var seal = await bench.Service<ButtonSeals>().OpenAsync(Token);
        var good = seal.Sign(BotBench.Person, "stop");
        Assert.True(seal.TryRead(BotBench.Person, good, out _));
        foreach (
            var bad in new[] { "stop", "stop~AAAAAAAA", seal.Sign(1, "stop"), good + "A", "quiet" + good[4..], "~" }
        )
        {
            Assert.False(seal.TryRead(BotBench.Person, bad, out _));
        }
        Assert.Throws<ArgumentException>(() => seal.Sign(1, new string('a', 56)));

        var query = bench.Chat.PressForged("stop~AAAAAAAA");
        var answer = await bench.AnswerAsync(query);
        Assert.Equal("This button is no longer valid", answer.Text);
        Assert.Equal(AddressState.Active, (await bench.AddressAsync()).State);
    }
}
