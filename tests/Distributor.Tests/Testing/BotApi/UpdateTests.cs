using Distributor.Testing.BotApi;
using Telegram.Bot;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;
using Xunit;

namespace Distributor.Tests.Testing.BotApi;

/// <summary>What a bot hears.</summary>
public sealed class UpdateTests
{
    private const long Group = -500;

    [Fact]
    public async Task A_command_with_a_payload_comes_as_the_library_knows_it()
    {
        await using var bot = await EmulatedBotApi.StartAsync();
        bot.Chat(7).Title = "Mina";
        bot.Chat(7).State = ChatState.NeverStarted;
        bot.Chat(7).Start("spring");

        var update = Assert.Single(await bot.Client().GetUpdates());

        Assert.Equal(UpdateType.Message, update.Type);
        Assert.Equal(
            ("/start spring", 7, "Mina"),
            (update.Message!.Text, update.Message.Chat.Id, update.Message.From!.FirstName)
        );
        var command = Assert.Single(update.Message.Entities!);
        Assert.Equal((MessageEntityType.BotCommand, 0, 6), (command.Type, command.Offset, command.Length));
        Assert.Equal(ChatState.Open, bot.Chat(7).State);
    }

    [Fact]
    public async Task A_press_is_answered_once_known()
    {
        await using var bot = await EmulatedBotApi.StartAsync();
        await bot.ResultAsync(
            "sendMessage",
            new
            {
                chat_id = 7,
                text = "Choose",
                reply_markup = new
                {
                    inline_keyboard = new[] { new[] { new { text = "Mute", callback_data = "m:1" } } },
                },
            }
        );
        var id = bot.Chat(7).Press(1, "m:1");

        var query = Assert.Single(await bot.Client().GetUpdates()).CallbackQuery!;
        await bot.Client().AnswerCallbackQuery(query.Id, "Muted", showAlert: true);

        Assert.Equal((id, "m:1", 7, "Choose"), (query.Id, query.Data, query.From.Id, query.Message!.Text));
        Assert.Equal(new CallbackAnswer(id, "Muted", IsAlert: true, null), Assert.Single(bot.CallbackAnswers));
        Assert.Throws<InvalidOperationException>(() => bot.Chat(7).Press(1, "other"));
        Assert.Equal(
            BotApiErrors.QueryTooOld.Description,
            await bot.ErrorAsync("answerCallbackQuery", new { callback_query_id = "1" })
        );
    }

    [Fact]
    public async Task Blocking_and_coming_back_are_told_and_hold()
    {
        await using var bot = await EmulatedBotApi.StartAsync();
        var chat = bot.Chat(7);
        chat.Block();
        Assert.Equal(403, (int)(await bot.SayAsync(7))["error_code"]!);
        chat.Start();

        var updates = await bot.Client().GetUpdates();

        Assert.Equal(
            [UpdateType.MyChatMember, UpdateType.MyChatMember, UpdateType.Message],
            updates.Select(u => u.Type)
        );
        Assert.Equal(
            [(ChatMemberStatus.Member, ChatMemberStatus.Kicked), (ChatMemberStatus.Kicked, ChatMemberStatus.Member)],
            updates.Take(2).Select(u => (u.MyChatMember!.OldChatMember.Status, u.MyChatMember.NewChatMember.Status))
        );
        Assert.True((bool)(await bot.SayAsync(7))["ok"]!);
    }

    [Fact]
    public async Task A_bot_is_added_promoted_and_removed()
    {
        await using var bot = await EmulatedBotApi.StartAsync();
        var group = bot.AddGroup(Group);
        group.State = ChatState.NotAMember;
        group.AddBot();
        group.PromoteBot();
        group.RemoveBot();

        var updates = await bot.Client().GetUpdates();

        Assert.Equal(
            [ChatMemberStatus.Member, ChatMemberStatus.Administrator, ChatMemberStatus.Kicked],
            updates.Where(u => u.MyChatMember is not null).Select(u => u.MyChatMember!.NewChatMember.Status)
        );
        Assert.Equal(bot.Bot.Id, updates.Single(u => u.Message is not null).Message!.NewChatMembers![0].Id);
        Assert.Equal(
            "Forbidden: bot was kicked from the group chat",
            await bot.ErrorAsync("getChat", new { chat_id = Group })
        );
    }

    [Fact]
    public async Task In_a_group_the_bot_hears_commands_and_replies_only_until_it_is_promoted()
    {
        await using var bot = await EmulatedBotApi.StartAsync();
        var group = bot.AddGroup(Group);
        await bot.SayAsync(Group, "Question?");
        group.Write("chatter");
        group.Write("/topics@another_bot");
        group.Write("/topics@Emulated_Bot now");
        group.Write("/digest");
        group.Write("an answer", replyTo: 1);
        group.PromoteBot();
        group.Write("chatter two");

        var texts = (await bot.Client().GetUpdates()).Select(u => u.Message?.Text).OfType<string>();

        Assert.Equal(["/topics@Emulated_Bot now", "/digest", "an answer", "chatter two"], texts);
    }

    [Fact]
    public async Task Channel_posts_topics_places_and_migrations_are_told()
    {
        await using var bot = await EmulatedBotApi.StartAsync(new() { GroupPrivacy = false });
        bot.AddChannel(-1_000_000_000_600).Write("post");
        bot.AddForum(-1_000_000_000_700, 5).Write("in a topic", thread: 5);
        bot.Chat(7).ShareLocation(48.2, 16.4);
        bot.AddGroup(Group).MigrateTo(-1_000_000_000_800);

        var updates = await bot.Client().GetUpdates();

        Assert.Equal("post", updates[0].ChannelPost!.Text);
        Assert.Equal((5, true), (updates[1].Message!.MessageThreadId, updates[1].Message!.IsTopicMessage));
        Assert.Equal(48.2, updates[2].Message!.Location!.Latitude);
        Assert.Equal((Group, -1_000_000_000_800), (updates[3].Message!.Chat.Id, updates[3].Message!.MigrateToChatId));
        Assert.Equal((-1_000_000_000_800, Group), (updates[4].Message!.Chat.Id, updates[4].Message!.MigrateFromChatId));
    }

    [Fact]
    public async Task What_the_bot_asks_about_chats_is_answered()
    {
        await using var bot = await EmulatedBotApi.StartAsync();
        var channel = bot.AddChannel(-1_000_000_000_600);
        channel.Username = "news";
        channel.SetMember(9, ChatRole.Creator);

        var full = await bot.Client().GetChat("@news");
        var me = await bot.Client().GetChatMember("@news", bot.Bot.Id);
        var owner = await bot.Client().GetChatMember("@news", 9);
        await bot.Client().SetMyCommands([new BotCommand("start", "Begin")]);

        Assert.Equal((-1_000_000_000_600, ChatType.Channel), (full.Id, full.Type));
        Assert.IsType<ChatMemberAdministrator>(me);
        Assert.IsType<ChatMemberOwner>(owner);
        Assert.Equal(["start"], bot.Commands);
        Assert.Equal(
            "Bad Request: BOT_COMMAND_INVALID",
            await bot.ErrorAsync(
                "setMyCommands",
                new { commands = new[] { new { command = "Bad!", description = "x" } } }
            )
        );
    }
}
