using System.Text;
using System.Text.Json.Nodes;
using Distributor.Testing.Telegram;

namespace Distributor.Testing.BotApi;

/// <summary>The text or caption of a call, read as the server does.</summary>
static class MessageText
{
    /// <summary>Bytes of entities that the servers behind accept; from reports, not from source.</summary>
    const int MaxEntityBytes = 9_500;

    public static TelegramParseResult OfMessage(CallArguments arguments) =>
        Check(
            arguments.Text("text"),
            arguments.Text("parse_mode"),
            arguments.TryJson("entities", out var entities) ? entities : null,
            caption: false
        );

    public static TelegramParseResult OfCaption(CallArguments arguments) =>
        Check(
            arguments.Text("caption"),
            arguments.Text("parse_mode"),
            arguments.TryJson("caption_entities", out var entities) ? entities : null,
            caption: true
        );

    /// <param name="entities">Ignored with a parse mode, as by the server.</param>
    public static TelegramParseResult Check(string? text, string? parseMode, JsonNode? entities, bool caption)
    {
        var result = TelegramHtml.CheckMessage(text, parseMode, caption, EntityJson.Read(entities));
        return result.IsValid && result.Entities.Sum(Bytes) > MaxEntityBytes
            ? new("", [], BotApiErrors.EntitiesTooLong.Description)
            : result;
    }

    /// <summary>As MTProto writes it: a constructor, offset, length, and for a link its address.</summary>
    static int Bytes(TelegramEntity entity) =>
        12 + (entity.Url is { } url ? Encoding.UTF8.GetByteCount(url) + 4 : 0) + (entity.Language?.Length ?? 0);
}
