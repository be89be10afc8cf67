using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Testing;
using Xunit;

namespace Distributor.Tests.Channels.Outbox;

public sealed class TelegramOutboxTests : IDisposable
{
    readonly OutboxHarness outbox = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => outbox.Dispose();

    [Fact]
    public async Task An_alert_is_the_call_as_it_would_be_made()
    {
        var outcome = await outbox.Telegram.SendAsync(Samples.Alert, Token);

        Assert.Equal(Outcome.Accepted("20261123T073000042Z-12-346-1.json"), outcome);
        Assert.Equal(
            """
            {
              "method": "sendMessage",
              "chat_id": -1001234567890,
              "message_thread_id": 7,
              "text": "<b>Brücke wieder frei</b> 🌉 — l'été",
              "parse_mode": "HTML",
              "disable_notification": false,
              "link_preview_options": {
                "is_disabled": true
              },
              "reply_markup": {
                "inline_keyboard": [
                  [
                    {
                      "text": "Read",
                      "url": "https://news.example.org/a/1?x=1&y=2"
                    },
                    {
                      "text": "More like this",
                      "callback_data": "more:1"
                    }
                  ]
                ]
              }
            }
            """,
            await File.ReadAllTextAsync(Path.Combine(outbox.TelegramFolder, outcome.ExternalId!), Token)
        );
    }

    [Fact]
    public async Task An_alert_with_a_picture_is_a_photo_with_a_caption()
    {
        await outbox.Telegram.SendAsync(
            Samples.Alert with
            {
                Photo = new Uri("https://news.example.org/bridge.jpg"),
                Buttons = [],
            },
            Token
        );

        var call = Assert.Single(OutboxReader.ReadCalls(outbox.DataDirectory));
        Assert.Equal(("sendPhoto", Samples.Alert.Html), (call.Method, call.Caption));
        Assert.Equal(new Uri("https://news.example.org/bridge.jpg"), call.Photo);
        Assert.Null(call.Text);
        Assert.Null(call.ReplyMarkup);
        Assert.Null(call.LinkPreviewOptions);
    }

    [Fact]
    public async Task An_edit_names_the_message_and_says_only_what_can_be_changed()
    {
        var edit = Samples.Alert with { EditMessageId = 4711, Silent = true };
        await outbox.Telegram.SendAsync(edit, Token);
        await outbox.Telegram.SendAsync(
            edit with
            {
                DeliveryId = "12-347-0",
                Photo = new Uri("https://news.example.org/bridge.jpg"),
            },
            Token
        );

        var calls = OutboxReader.ReadCalls(outbox.DataDirectory);
        Assert.Equal(["editMessageText", "editMessageCaption"], calls.Select(call => call.Method));
        Assert.All(calls, call => Assert.Equal(4711, call.MessageId));
        Assert.All(calls, call => Assert.Null(call.MessageThreadId));
        Assert.All(calls, call => Assert.NotNull(call.ReplyMarkup));
        Assert.Equal((Samples.Alert.Html, null), (calls[0].Text, calls[0].Caption));
        Assert.Equal((null, Samples.Alert.Html), (calls[1].Text, calls[1].Caption));
        Assert.Null(calls[1].Photo);
        var file = await File.ReadAllTextAsync(Path.Combine(outbox.TelegramFolder, calls[0].FileName), Token);
        Assert.DoesNotContain("disable_notification", file, StringComparison.Ordinal);
    }

    [Fact]
    public async Task General_is_no_thread_and_a_private_chat_has_none()
    {
        await outbox.Telegram.SendAsync(Samples.Alert with { ThreadId = 1 }, Token);
        await outbox.Telegram.SendAsync(
            Samples.Alert with
            {
                DeliveryId = "1-1-1",
                ThreadId = null,
                ChatId = 42,
            },
            Token
        );

        Assert.All(OutboxReader.ReadCalls(outbox.DataDirectory), call => Assert.Null(call.MessageThreadId));
    }

    [Fact]
    public async Task A_possible_duplicate_replaces_the_first_and_makes_no_sound()
    {
        await outbox.Telegram.SendAsync(Samples.Alert, Token);
        outbox.Time.Advance(TimeSpan.FromSeconds(45));

        await outbox.Telegram.SendAsync(Samples.Alert with { MaybeDuplicate = true }, Token);

        var call = Assert.Single(OutboxReader.ReadCalls(outbox.DataDirectory));
        Assert.Equal("12-346-1", call.DeliveryId);
        Assert.True(call.DisableNotification);
    }

    [Theory]
    [InlineData("", "https://e.example/", null)]
    [InlineData("Read", null, null)]
    [InlineData("Read", "https://e.example/", "data")]
    [InlineData("Read", null, "")]
    [InlineData("Read", null, "a datum of more than sixty-four bytes is what the Bot API refuses.")]
    public async Task A_button_that_Telegram_would_refuse_fails(string text, string? url, string? data)
    {
        var button = new TelegramButton(text, url is null ? null : new Uri(url), data);

        var outcome = await outbox.Telegram.SendAsync(Samples.Alert with { Buttons = [button] }, Token);

        Assert.Equal(DeliveryState.Failed, outcome.State);
        Assert.Empty(OutboxReader.ReadCalls(outbox.DataDirectory));
    }

    [Fact]
    public async Task A_message_without_text_or_picture_fails() =>
        Assert.Equal(
            DeliveryState.Failed,
            (await outbox.Telegram.SendAsync(Samples.Alert with { Html = "" }, Token)).State
        );
}
