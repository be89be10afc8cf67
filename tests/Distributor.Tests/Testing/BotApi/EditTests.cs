using Distributor.Testing.BotApi;
using Telegram.Bot;
using Xunit;

namespace Distributor.Tests.Testing.BotApi;

public sealed class EditTests
{
    [Fact]
    public async Task An_edit_changes_the_message_and_keeps_what_it_was()
    {
        await using var bot = await EmulatedBotApi.StartAsync();
        await bot.SayAsync(7, "Bridge closed");

        var edited = await bot.Client().EditMessageText(7, 1, "Bridge open");

        var message = Assert.Single(bot.Chat(7).Messages);
        Assert.Equal(("Bridge open", "Bridge closed"), (message.Text, Assert.Single(message.Earlier).Text));
        Assert.NotNull(edited.EditDate);
        Assert.Equal(BotApiErrors.NotModified.Description, await EditAsync(bot, 1, "Bridge open"));
    }

    [Fact]
    public async Task What_is_not_there_or_not_the_bots_cannot_be_edited()
    {
        await using var bot = await EmulatedBotApi.StartAsync();
        bot.Chat(7).Write("mine");
        await bot.ResultAsync(
            "sendPhoto",
            new
            {
                chat_id = 7,
                photo = "https://example.com/p.jpg",
                caption = "c",
            }
        );

        Assert.Equal(BotApiErrors.CannotBeEdited.Description, await EditAsync(bot, 1, "x"));
        Assert.Equal(BotApiErrors.EditNotFound.Description, await EditAsync(bot, 9, "x"));
        Assert.Equal(BotApiErrors.NoTextToEdit.Description, await EditAsync(bot, 2, "x"));

        await bot.Client().EditMessageCaption(7, 2, "new");
        Assert.Equal("new", bot.Chat(7).Messages[1].Text);
        await bot.Client().DeleteMessage(7, 2);
        Assert.True(bot.Chat(7).Messages[1].IsDeleted);
        Assert.Equal(
            BotApiErrors.EditNotFound.Description,
            await bot.ErrorAsync(
                "editMessageCaption",
                new
                {
                    chat_id = 7,
                    message_id = 2,
                    caption = "y",
                }
            )
        );
        Assert.Equal(
            BotApiErrors.DeleteNotFound.Description,
            await bot.ErrorAsync("deleteMessage", new { chat_id = 7, message_id = 2 })
        );
    }

    [Fact]
    public async Task Buttons_alone_can_be_changed()
    {
        await using var bot = await EmulatedBotApi.StartAsync();
        await bot.SayAsync(7);
        var markup = new { inline_keyboard = new[] { new[] { new { text = "a", callback_data = "b" } } } };

        await bot.ResultAsync(
            "editMessageReplyMarkup",
            new
            {
                chat_id = 7,
                message_id = 1,
                reply_markup = markup,
            }
        );

        Assert.Equal(
            ("Hello", "b"),
            (bot.Chat(7).Messages[0].Text, bot.Chat(7).Messages[0].Buttons[0][0].CallbackData)
        );
    }

    [Theory]
    [InlineData("""{"text":"","callback_data":"x"}""", "inline keyboard button text must be non-empty")]
    [InlineData("""{"text":"a","callback_data":""}""", "BUTTON_DATA_INVALID")]
    [InlineData("""{"text":"a","callback_data":"ééééééééééééééééééééééééééééééééx"}""", "BUTTON_DATA_INVALID")]
    [InlineData(
        """{"text":"a"}""",
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
    )]
    [InlineData(
        """{"text":"a","url":"http://localhost/"}""",
        "inline keyboard button URL 'http://localhost/' is invalid: Wrong HTTP URL"
    )]
    [InlineData(
        """{"text":"a","url":"ftp://example.com"}""",
        "inline keyboard button URL 'ftp://example.com' is invalid: Unsupported URL protocol"
    )]
    public async Task A_wrong_button_is_refused(string button, string what)
    {
        await using var bot = await EmulatedBotApi.StartAsync();

        Assert.Equal(
            "Bad Request: " + what,
            await bot.ErrorAsync(
                "sendMessage",
                new
                {
                    chat_id = 7,
                    text = "x",
                    reply_markup = $$"""{"inline_keyboard":[[{{button}}]]}""",
                }
            )
        );
    }

    private static Task<string> EditAsync(EmulatedBotApi bot, int id, string text) =>
        bot.ErrorAsync(
            "editMessageText",
            new
            {
                chat_id = 7,
                message_id = id,
                text,
            }
        );
}
