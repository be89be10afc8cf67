using System.Text.Json.Nodes;

namespace Distributor.Testing.BotApi;

/// <summary>Messages, chats and users as the Bot API writes them.</summary>
static class MessageJson
{
    public static JsonObject Write(EmulatedMessage message, EmulatedChat chat)
    {
        var json = new JsonObject { ["message_id"] = message.Id };
        if (message.From is { } from)
        {
            json["from"] = Write(from);
        }
        if (message.From is null || message.IsInNameOfChat)
        {
            json["sender_chat"] = Write(chat);
        }
        json["chat"] = Write(chat);
        json["date"] = message.Date.ToUnixTimeSeconds();
        if (message.EditedAt is { } edited)
        {
            json["edit_date"] = edited.ToUnixTimeSeconds();
        }
        if (message.ThreadId is { } thread)
        {
            json["message_thread_id"] = thread;
            json["is_topic_message"] = true;
        }
        if (message.ReplyTo is { } reply && chat.Find(reply) is { } original)
        {
            json["reply_to_message"] = Write(original with { ReplyTo = null }, chat);
        }
        WriteContent(json, message);
        if (message.Buttons.Count > 0)
        {
            json["reply_markup"] = new JsonObject
            {
                ["inline_keyboard"] = new JsonArray([
                    .. message.Buttons.Select(row => new JsonArray([.. row.Select(Write)])),
                ]),
            };
        }
        return json;
    }

    public static JsonObject Write(EmulatedChat chat)
    {
        var json = new JsonObject { ["id"] = chat.Id };
        json[chat.Kind == ChatKind.Private ? "first_name" : "title"] = chat.Title;
        if (chat.Username is not null)
        {
            json["username"] = chat.Username;
        }
        json["type"] = chat.Kind.ToString().ToLowerInvariant();
        if (chat.IsForum)
        {
            json["is_forum"] = true;
        }
        return json;
    }

    public static JsonObject Write(EmulatedUser user)
    {
        var json = new JsonObject
        {
            ["id"] = user.Id,
            ["is_bot"] = user.IsBot,
            ["first_name"] = user.FirstName,
        };
        if (user.LastName is not null)
        {
            json["last_name"] = user.LastName;
        }
        if (user.Username is not null)
        {
            json["username"] = user.Username;
        }
        if (user.LanguageCode is not null)
        {
            json["language_code"] = user.LanguageCode;
        }
        return json;
    }

    static void WriteContent(JsonObject json, EmulatedMessage message)
    {
        if (message.MediaGroupId is not null)
        {
            json["media_group_id"] = message.MediaGroupId;
        }
        if (message.Photo is { } photo)
        {
            // A thumbnail and the picture itself, as the server makes them.
            json["photo"] = new JsonArray(Size(photo.FileId + "s", 90, 60), Size(photo.FileId, 1280, 853));
        }
        if (message.Document is { } document)
        {
            json["document"] = new JsonObject
            {
                ["file_name"] = document.Upload?.Name ?? "file",
                ["file_id"] = document.FileId,
                ["file_unique_id"] = "u" + document.FileId,
            };
        }
        if (message.Location is { } place)
        {
            json["location"] = new JsonObject { ["latitude"] = place.Latitude, ["longitude"] = place.Longitude };
        }
        if (message.Service is { } service)
        {
            json[service] = message.ServiceValue?.DeepClone() ?? true;
        }
        if (message.Text.Length > 0)
        {
            var isCaption = message.Photo is not null || message.Document is not null;
            json[isCaption ? "caption" : "text"] = message.Text;
            if (EntityJson.Write(message.Text, message.Entities) is { Count: > 0 } entities)
            {
                json[isCaption ? "caption_entities" : "entities"] = entities;
            }
        }
    }

    static JsonObject Size(string fileId, int width, int height) =>
        new()
        {
            ["file_id"] = fileId,
            ["file_unique_id"] = "u" + fileId,
            ["width"] = width,
            ["height"] = height,
        };

    static JsonObject Write(EmulatedButton button)
    {
        var json = new JsonObject { ["text"] = button.Text };
        if (button.Url is not null)
        {
            json["url"] = button.Url;
        }
        if (button.CallbackData is not null)
        {
            json["callback_data"] = button.CallbackData;
        }
        return json;
    }
}
