using System.Globalization;
using System.Reflection;
using Distributor.Testing.BotApi;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Xunit;

namespace Distributor.Tests.Testing.BotApi;

/// <summary>Every refusal of the server, as the library the product uses reads it.</summary>
public sealed class RefusalTests
{
    private const long Group = -500;
    private const long Supergroup = -1_000_000_000_500;
    private const long Channel = -1_000_000_000_600;

    /// <summary>Every error of the catalogue: its properties, and its functions with an example.</summary>
    public static TheoryData<string> Names()
    {
        var names = new TheoryData<string>();
        foreach (var property in typeof(BotApiErrors).GetProperties(BindingFlags.Public | BindingFlags.Static))
        {
            names.Add(property.Name);
        }
        return names;
    }

    [Theory, MemberData(nameof(Names))]
    public async Task A_script_can_answer_with_any_refusal(string name)
    {
        var error = (BotApiError)typeof(BotApiErrors).GetProperty(name)!.GetValue(null)!;
        await using var bot = await EmulatedBotApi.StartAsync();
        bot.Faults.Next(Fault.Answer(error));

        var thrown = await Assert.ThrowsAsync<ApiRequestException>(() => bot.Client().SendMessage(7, "x"));

        Assert.Equal((error.Code, error.Description), (thrown.ErrorCode, thrown.Message));
        Assert.Empty(bot.Chat(7).Messages);
        Assert.Equal((error.Code, error.Description), (bot.Calls[0].Status, bot.Calls[0].Error));
    }

    [Fact]
    public async Task A_wait_and_a_new_id_come_as_parameters()
    {
        await using var bot = await EmulatedBotApi.StartAsync();
        bot.Faults.Next(Fault.Answer(BotApiErrors.TooManyRequests(43_837)));
        bot.Faults.Next(Fault.Answer(BotApiErrors.Migrated(Supergroup)));

        using var response = await bot.PostAsync("sendMessage", new { chat_id = 7, text = "x" });
        var migrated = await Assert.ThrowsAsync<ApiRequestException>(() => bot.Client().SendMessage(7, "x"));

        Assert.Equal(429, (int)response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(43_837), response.Headers.RetryAfter!.Delta);
        Assert.Contains("\"retry_after\":43837", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(43_837, bot.Calls[0].RetryAfter);
        Assert.Equal(Supergroup, migrated.Parameters!.MigrateToChatId);
    }

    [Theory]
    [InlineData(7, ChatState.BlockedByUser, "Forbidden: bot was blocked by the user")]
    [InlineData(7, ChatState.Deactivated, "Forbidden: user is deactivated")]
    [InlineData(7, ChatState.NeverStarted, "Forbidden: bot can't initiate conversation with a user")]
    [InlineData(7, ChatState.BotChat, "Forbidden: the bot can't send messages to the bot")]
    [InlineData(7, ChatState.NotFound, "Bad Request: chat not found")]
    [InlineData(Group, ChatState.BotKicked, "Forbidden: bot was kicked from the group chat")]
    [InlineData(Supergroup, ChatState.BotKicked, "Forbidden: bot was kicked from the supergroup chat")]
    [InlineData(Channel, ChatState.BotKicked, "Forbidden: bot was kicked from the channel chat")]
    [InlineData(Group, ChatState.NotAMember, "Forbidden: bot is not a member of the group chat")]
    [InlineData(Supergroup, ChatState.NotAMember, "Forbidden: bot is not a member of the supergroup chat")]
    [InlineData(Channel, ChatState.NotAMember, "Forbidden: bot is not a member of the channel chat")]
    [InlineData(Group, ChatState.GroupDeleted, "Forbidden: the group chat was deleted")]
    [InlineData(Group, ChatState.NoRightsToSend, "Bad Request: not enough rights to send text messages to the chat")]
    [InlineData(Channel, ChatState.NoRightsToSend, "Bad Request: need administrator rights in the channel chat")]
    public async Task A_chat_refuses_in_the_words_of_its_state(long id, ChatState state, string description)
    {
        await using var bot = await StartAsync();
        bot.Chat(id).State = state;

        var thrown = await Assert.ThrowsAsync<ApiRequestException>(() => bot.Client().SendMessage(id, "x"));

        Assert.Equal(description, thrown.Message);
        Assert.Equal(description.StartsWith("Forbidden", StringComparison.Ordinal) ? 403 : 400, thrown.ErrorCode);
        Assert.Empty(bot.Chat(id).Messages);

        bot.Chat(id).State = ChatState.Open;
        Assert.True((bool)(await bot.SayAsync(id))["ok"]!);
    }

    [Fact]
    public async Task A_chat_without_rights_for_photos_takes_text()
    {
        await using var bot = await StartAsync();
        bot.Chat(Group).State = ChatState.NoRightsToSendPhotos;

        Assert.Equal(
            "Bad Request: not enough rights to send photos to the chat",
            await bot.ErrorAsync("sendPhoto", new { chat_id = Group, photo = "https://example.com/p.jpg" })
        );
        Assert.True((bool)(await bot.SayAsync(Group))["ok"]!);
    }

    [Fact]
    public async Task A_migrated_group_answers_with_its_new_id_and_the_new_one_works()
    {
        await using var bot = await StartAsync();
        bot.Chat(Group).MigrateTo(-1_000_000_000_777);

        var refused = await bot.SayAsync(Group);

        Assert.Equal(BotApiErrors.Migrated(0).Description, (string?)refused["description"]);
        var id = (long)refused["parameters"]!["migrate_to_chat_id"]!;
        Assert.Equal("supergroup", (string?)(await bot.SayAsync(id))["result"]!["chat"]!["type"]);
    }

    [Fact]
    public async Task A_closed_a_missing_and_the_general_topic_refuse_each_in_its_way()
    {
        await using var bot = await EmulatedBotApi.StartAsync(new() { Rates = RateRules.None });
        var forum = bot.AddForum(Supergroup, 5, 6);
        forum.TopicClosed(6);
        Task<string> Refused(int thread) =>
            bot.ErrorAsync(
                "sendMessage",
                new
                {
                    chat_id = Supergroup,
                    text = "x",
                    message_thread_id = thread,
                }
            );

        var sent = await bot.ResultAsync(
            "sendMessage",
            new
            {
                chat_id = Supergroup,
                text = "x",
                message_thread_id = 5,
            }
        );

        Assert.Equal(5, (int)sent["message_thread_id"]!);
        Assert.Equal("Bad Request: TOPIC_CLOSED", await Refused(6));
        Assert.Equal("Bad Request: message thread not found", await Refused(9));
        Assert.Equal("Bad Request: message thread not found", await Refused(1));
        forum.TopicMissing(5);
        Assert.Equal("Bad Request: message thread not found", await Refused(5));
        Assert.True((bool)(await bot.SayAsync(Supergroup))["ok"]!);
    }

    [Fact]
    public async Task A_revoked_a_wrong_and_a_broken_token_are_unauthorized()
    {
        await using var bot = await EmulatedBotApi.StartAsync();
        using var http = new HttpClient { BaseAddress = bot.Url };
        async Task<(int, string)> Ask(string path)
        {
            using var response = await http.GetAsync(new Uri(path, UriKind.Relative));
            return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
        }

        Assert.Equal(200, (await Ask($"/bot{bot.Token}/getMe")).Item1);
        Assert.Equal(
            (401, """{"ok":false,"error_code":401,"description":"Unauthorized"}"""),
            await Ask("/bot1:other/getMe")
        );
        Assert.Contains("invalid token specified", (await Ask("/botnonsense/getMe")).Item2, StringComparison.Ordinal);
        Assert.Equal(404, (await Ask("/nothing")).Item1);
        Assert.Contains("method not found", (await Ask($"/bot{bot.Token}/fly")).Item2, StringComparison.Ordinal);

        bot.RevokeToken();
        Assert.Equal(401, (await Ask($"/bot{bot.Token}/getMe")).Item1);
        bot.RestoreToken();
        Assert.Equal(200, (await Ask($"/bot{bot.Token}/getMe")).Item1);
    }

    [Fact]
    public async Task Strangers_are_found_unless_the_rules_say_otherwise()
    {
        await using var open = await EmulatedBotApi.StartAsync();
        await using var closed = await EmulatedBotApi.StartAsync(new() { OnlyKnownChats = true });
        closed.Chat(8);

        Assert.True((bool)(await open.SayAsync(7))["ok"]!);
        Assert.Equal("Bad Request: chat not found", (string?)(await open.SayAsync(-7))["description"]);
        Assert.Equal("Bad Request: chat not found", (string?)(await closed.SayAsync(7))["description"]);
        Assert.True((bool)(await closed.SayAsync(8))["ok"]!);
    }

    [Theory]
    [InlineData("", null, "message text is empty")]
    [InlineData(" \u200b ", null, "text must be non-empty")]
    [InlineData("x", "rtf", "unsupported parse_mode")]
    [InlineData("<b>x", "HTML", "can't parse entities: Can't find end tag corresponding to start tag \"b\"")]
    [InlineData("a*4097", null, "message is too long")]
    [InlineData("a*32769", "HTML", "text is too long")]
    public async Task Arguments_are_checked_before_the_chat(string text, string? mode, string what)
    {
        await using var bot = await EmulatedBotApi.StartAsync(new() { OnlyKnownChats = true });
        var full = text.Contains("a*", StringComparison.Ordinal)
            ? new string('a', int.Parse(text[2..], CultureInfo.InvariantCulture))
            : text;

        Assert.Equal(
            "Bad Request: " + what,
            await bot.ErrorAsync(
                "sendMessage",
                new
                {
                    chat_id = 404,
                    text = full,
                    parse_mode = mode,
                }
            )
        );
    }

    [Fact]
    public async Task Links_beyond_what_the_servers_keep_are_too_long()
    {
        await using var bot = await EmulatedBotApi.StartAsync();
        var links = string.Concat(
            Enumerable.Range(0, 90).Select(i => $"<a href=\"https://example.com/{new string('p', 100)}/{i}\">l</a> ")
        );

        Assert.Equal(
            "Bad Request: ENTITIES_TOO_LONG",
            await bot.ErrorAsync(
                "sendMessage",
                new
                {
                    chat_id = 7,
                    text = links,
                    parse_mode = "HTML",
                }
            )
        );
    }

    private static async Task<EmulatedBotApi> StartAsync()
    {
        var bot = await EmulatedBotApi.StartAsync();
        bot.AddGroup(Group);
        bot.AddSupergroup(Supergroup);
        bot.AddChannel(Channel);
        return bot;
    }
}
