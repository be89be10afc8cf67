using System.Globalization;
using Distributor.Testing.BotApi;
using Distributor.Testing.Telegram;
using Telegram.Bot;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;
using Telegram.Bot.Types.ReplyMarkups;
using Xunit;

namespace Distributor.Tests.Testing.BotApi;

public sealed class SendMessageTests
{
    [Fact]
    public async Task A_message_of_the_library_arrives_as_people_see_it()
    {
        await using var bot = await EmulatedBotApi.StartAsync();

        var sent = await bot.Client()
            .SendMessage(
                7,
                "<b>Quokka</b> &amp; <a href=\"https://example.com/q\">more</a>",
                ParseMode.Html,
                replyMarkup: new InlineKeyboardMarkup(
                    InlineKeyboardButton.WithUrl("Read", "https://example.com/q"),
                    InlineKeyboardButton.WithCallbackData("Mute", "m:1")
                ),
                disableNotification: true,
                linkPreviewOptions: new LinkPreviewOptions { IsDisabled = true }
            );

        var message = Assert.Single(bot.Chat(7).Messages);
        Assert.Equal("Quokka & more", message.Text);
        Assert.Equal([TelegramEntityType.Bold, TelegramEntityType.TextUrl], message.Entities.Select(e => e.Type));
        Assert.Equal("https://example.com/q", message.Entities[1].Url);
        Assert.StartsWith("<b>", message.Source, StringComparison.Ordinal);
        Assert.True(message.IsSilent && message.IsPreviewDisabled && message.IsFromBot);
        Assert.Equal(["Read", "Mute"], message.Buttons[0].Select(button => button.Text));
        Assert.Equal("m:1", message.Buttons[0][1].CallbackData);

        Assert.Equal((message.Id, 7, "Quokka & more"), (sent.Id, sent.Chat.Id, sent.Text));
        Assert.Equal(MessageEntityType.TextLink, sent.Entities![1].Type);
        Assert.Equal(ChatType.Private, sent.Chat.Type);
    }

    [Fact]
    public async Task Every_request_is_written_down_with_its_answer()
    {
        await using var bot = await EmulatedBotApi.StartAsync();
        bot.Chat(8).State = ChatState.BlockedByUser;

        await bot.SayAsync(7, "one");
        await bot.SayAsync(8, "two");

        Assert.Equal([1, 2], bot.Calls.Select(call => call.Number));
        Assert.Equal(
            [("sendMessage", 7, 200, null, 1), ("sendMessage", 8, 403, BotApiErrors.BlockedByUser.Description, null)],
            bot.Calls.Select(call => (call.Method, call.ChatId!.Value, call.Status!.Value, call.Error, call.MessageId))
        );
        Assert.Equal(["one", "two"], bot.Calls.Select(call => call["text"]));
    }

    [Theory, InlineData("json"), InlineData("form"), InlineData("multipart"), InlineData("query")]
    public async Task A_body_may_have_any_of_the_forms_the_server_takes(string form)
    {
        await using var bot = await EmulatedBotApi.StartAsync();
        Dictionary<string, string> values = new()
        {
            ["chat_id"] = "7",
            ["text"] = "<i>x</i>",
            ["parse_mode"] = "hTmL",
            ["disable_notification"] = "True",
            ["reply_markup"] = """{"inline_keyboard":[[{"text":"a","callback_data":"b"}]]}""",
        };
        using var multipart = new MultipartFormDataContent();
        foreach (var (name, value) in values)
        {
            multipart.Add(new StringContent(value), name);
        }
        var query = string.Join('&', values.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"));

        using var response = form switch
        {
            "json" => await bot.PostAsync("sendMessage", values),
            "form" => await bot.PostAsync("SENDMESSAGE", new FormUrlEncodedContent(values)),
            "multipart" => await bot.PostAsync("sendmessage", multipart),
            _ => await bot.PostAsync("sendMessage?" + query, new StringContent("")),
        };

        Assert.True(response.IsSuccessStatusCode);
        var message = Assert.Single(bot.Chat(7).Messages);
        Assert.Equal(("x", true, "b"), (message.Text, message.IsSilent, message.Buttons[0][0].CallbackData));
        Assert.Equal("sendMessage", bot.Calls[0].Method);
    }

    [Fact]
    public async Task Golden_vectors_hold_through_HTTP()
    {
        await using var bot = await EmulatedBotApi.StartAsync(new() { Rates = RateRules.None });
        var seen = (Good: 0, Bad: 0);
        foreach (var html in TelegramVectors.ReadLines().Select(Html))
        {
            var expected = TelegramHtml.CheckMessage(html);
            var answer = await bot.CallAsync(
                "sendMessage",
                new
                {
                    chat_id = 7,
                    text = html,
                    parse_mode = "HTML",
                }
            );

            Assert.Equal(expected.Error, (string?)answer["description"]);
            Assert.Equal(expected.IsValid ? expected.Text : null, (string?)answer["result"]?["text"]);
            seen = expected.IsValid ? (seen.Good + 1, seen.Bad) : (seen.Good, seen.Bad + 1);
        }
        Assert.True(seen is { Good: > 20, Bad: > 20 }, seen.ToString());
    }

    [Fact]
    public async Task Ids_count_in_each_chat_and_dates_are_seconds()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(
            DateTimeOffset.Parse("2026-03-01T10:00:00.7Z", CultureInfo.InvariantCulture)
        );
        await using var bot = await EmulatedBotApi.StartAsync(time: clock);

        await bot.SayAsync(7);
        var second = await bot.SayAsync(7);
        var other = await bot.SayAsync(8);

        Assert.Equal((2, 1), ((int)second["result"]!["message_id"]!, (int)other["result"]!["message_id"]!));
        Assert.Equal(clock.GetUtcNow().ToUnixTimeSeconds(), (long)second["result"]!["date"]!);
    }

    private static string Html(string line) => (string)System.Text.Json.Nodes.JsonNode.Parse(line)!["html"]!;
}
