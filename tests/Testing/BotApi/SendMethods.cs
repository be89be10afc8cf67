using System.Globalization;
using System.Text.Json.Nodes;
using Distributor.Testing.Telegram;

namespace Distributor.Testing.BotApi;

/// <summary>sendMessage, sendPhoto, sendDocument and sendMediaGroup. The caller holds the lock of the world.</summary>
sealed class SendMethods(BotWorld world)
{
    const int SmallestAlbum = 2;
    const int LargestAlbum = 10;

    static readonly EmulatedMessage Blank = new()
    {
        Id = 0,
        ChatId = 0,
        Date = default,
    };

    int lastAlbum;

    public BotApiAnswer SendMessage(CallArguments arguments)
    {
        var text = MessageText.OfMessage(arguments);
        if (text.Error is not null)
        {
            return new BotApiError(400, text.Error);
        }
        if (
            (Delivery.Open(world, arguments, "text messages", out var delivery) ?? delivery.Count(1, text.Text)) is
            { } refused
        )
        {
            return refused;
        }
        return Answer(
            delivery,
            Blank with
            {
                Text = text.Text,
                Entities = text.Entities,
                Source = arguments.Text("text")!,
            }
        );
    }

    public BotApiAnswer SendPhoto(CallArguments arguments) =>
        SendFile(arguments, "photo", "photos", (message, file) => message with { Photo = file });

    public BotApiAnswer SendDocument(CallArguments arguments) =>
        SendFile(arguments, "document", "documents", (message, file) => message with { Document = file });

    public BotApiAnswer SendMediaGroup(CallArguments arguments)
    {
        if (!arguments.TryJson("media", out var node) || node is not JsonArray items)
        {
            return BotApiErrors.BadRequest("can't parse media JSON object");
        }
        if (items.Count is < SmallestAlbum or > LargestAlbum)
        {
            return BotApiErrors.BadRequest(
                items.Count < SmallestAlbum
                    ? "message must contain at least 2 media"
                    : "too many messages to send as an album"
            );
        }
        List<TelegramParseResult> captions = [];
        foreach (var item in items)
        {
            var caption = MessageText.Check(
                (string?)item?["caption"],
                (string?)item?["parse_mode"],
                item?["caption_entities"],
                caption: true
            );
            if (caption.Error is not null)
            {
                return new BotApiError(400, caption.Error);
            }
            captions.Add(caption);
        }
        var types = items.Select(item => (string?)item?["type"]).ToHashSet();
        if (!types.IsSubsetOf(["photo", "video"]) && types is not { Count: 1 })
        {
            return BotApiErrors.WrongAlbumMedia;
        }
        if (Delivery.Open(world, arguments, "photos", out var delivery) is { } refused)
        {
            return refused;
        }
        return SendAlbum(arguments, items, captions, delivery);
    }

    BotApiAnswer SendAlbum(
        CallArguments arguments,
        JsonArray items,
        List<TelegramParseResult> captions,
        Delivery delivery
    )
    {
        List<EmulatedMessage> messages = [];
        var album = (++lastAlbum).ToString(CultureInfo.InvariantCulture);
        foreach (var (item, caption) in items.Zip(captions))
        {
            var isDocument = (string?)item?["type"] == "document";
            var name = isDocument ? "document" : "photo";
            if (FileArgument.Read(world, arguments, name, (string?)item?["media"], out var file) is { } fault)
            {
                return BotApiErrors.AlbumItem(messages.Count + 1, Code(fault));
            }
            messages.Add(
                Blank with
                {
                    Text = caption.Text,
                    Entities = caption.Entities,
                    Source = (string?)item?["caption"] ?? "",
                    Photo = isDocument ? null : file,
                    Document = isDocument ? file : null,
                    MediaGroupId = album,
                }
            );
        }
        if (delivery.Count(messages.Count, "") is { } refused)
        {
            return refused;
        }
        return new JsonArray([
            .. messages.Select(message => MessageJson.Write(delivery.Deliver(message), delivery.Chat)),
        ]);
    }

    BotApiAnswer SendFile(
        CallArguments arguments,
        string name,
        string what,
        Func<EmulatedMessage, EmulatedFile, EmulatedMessage> with
    )
    {
        var caption = MessageText.OfCaption(arguments);
        if (caption.Error is not null)
        {
            return new BotApiError(400, caption.Error);
        }
        if (Delivery.Open(world, arguments, what, out var delivery) is { } refused)
        {
            return refused;
        }
        if (
            (
                FileArgument.Read(world, arguments, name, arguments.Text(name), out var file)
                ?? delivery.Count(1, caption.Text)
            ) is
            { } fault
        )
        {
            return fault;
        }
        var message = Blank with
        {
            Text = caption.Text,
            Entities = caption.Entities,
            Source = arguments.Text("caption") ?? "",
        };
        return Answer(delivery, with(message, file));
    }

    static BotApiAnswer Answer(Delivery delivery, EmulatedMessage content) =>
        MessageJson.Write(delivery.Deliver(content), delivery.Chat);

    /// <summary>An album names the raw code of a fault, not its sentence.</summary>
    static string Code(BotApiError fault)
    {
        var what = fault.Description["Bad Request: ".Length..];
        return what switch
        {
            "failed to get HTTP URL content" => "WEBPAGE_CURL_FAILED",
            "wrong type of the web page content" => "WEBPAGE_MEDIA_EMPTY",
            _ => what,
        };
    }
}
