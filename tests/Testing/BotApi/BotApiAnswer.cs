using System.Text.Json.Nodes;

namespace Distributor.Testing.BotApi;

/// <summary>What a method answers: a result or an error.</summary>
sealed record BotApiAnswer(JsonNode? Result, BotApiError? Error = null, string? Description = null)
{
    public static BotApiAnswer True { get; } = new(JsonValue.Create(true));

    public static implicit operator BotApiAnswer(BotApiError error) => new(null, error);

    public static implicit operator BotApiAnswer(JsonNode result) => new(result);

    public int Status => Error?.Code ?? 200;

    /// <summary>The body as the server writes it.</summary>
    public string ToBody()
    {
        if (Error is null)
        {
            var good = new JsonObject { ["ok"] = true, ["result"] = Result?.DeepClone() };
            if (Description is not null)
            {
                good["description"] = Description;
            }
            return good.ToJsonString();
        }
        var body = new JsonObject
        {
            ["ok"] = false,
            ["error_code"] = Error.Code,
            ["description"] = Error.Description,
        };
        if (Error.RetryAfter is { } seconds)
        {
            body["parameters"] = new JsonObject { ["retry_after"] = seconds };
        }
        else if (Error.MigrateToChatId is { } id)
        {
            body["parameters"] = new JsonObject { ["migrate_to_chat_id"] = id };
        }
        return body.ToJsonString();
    }
}
