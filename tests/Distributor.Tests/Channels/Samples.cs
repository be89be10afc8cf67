using Distributor.Channels;

namespace Distributor.Tests.Channels;

/// <summary>Messages as the delivery hands them to a channel.</summary>
static class Samples
{
    public static EmailMessage Mail { get; } =
        new()
        {
            DeliveryId = "12-345-1",
            To = "reader@example.org",
            ToName = "Ada Reader",
            Subject = "Morning edition: bridge reopened",
            Html = "<!DOCTYPE html>\n<html lang=\"en\"><body><h1>Bridge reopened</h1></body></html>\n",
            Text = "Bridge reopened\n\nTraffic is back.\n",
            Language = "en",
            UnsubscribeUrl = new Uri("https://news.example.org/unsubscribe/v1.abc-DEF_123"),
            ListLabel = "daily",
            FeedbackFields = ["e77", "world", "daily"],
            Date = new DateTimeOffset(2026, 11, 23, 7, 30, 0, TimeSpan.Zero),
        };

    public static TelegramMessage Alert { get; } =
        new()
        {
            DeliveryId = "12-346-1",
            ChatId = -1001234567890,
            ThreadId = 7,
            Html = "<b>Brücke wieder frei</b> 🌉 — l'été",
            Buttons =
            [
                new TelegramButton("Read", new Uri("https://news.example.org/a/1?x=1&y=2")),
                new TelegramButton("More like this", CallbackData: "more:1"),
            ],
        };
}
