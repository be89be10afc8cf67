using System.Text.Json.Nodes;

namespace Distributor.Testing.BotApi;

/// <summary>One update that the bot has not confirmed yet.</summary>
sealed record PendingUpdate(long Id, long ChatId, string Kind, JsonObject Content, DateTimeOffset ReceivedAt)
{
    public JsonObject ToJson() => new() { ["update_id"] = Id, [Kind] = Content.DeepClone() };
}
