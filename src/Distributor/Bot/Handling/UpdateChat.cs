using System.Text.Json;

namespace Distributor.Bot.Handling;

/// <summary>Finds out which chat an update is of, without understanding the rest of it.</summary>
internal static class UpdateChat
{
    /// <returns>0 for an update that names none; those are handled one after the other like a chat's.</returns>
    public static long Of(BotUpdate update)
    {
        try
        {
            using var json = JsonDocument.Parse(update.Body);
            foreach (var kind in json.RootElement.EnumerateObject())
            {
                if (kind.Value.ValueKind == JsonValueKind.Object && Chat(kind.Value) is { } chat)
                {
                    return chat;
                }
            }
        }
        catch (JsonException)
        {
            // Whoever handles it finds the same, and gives it up.
        }
        return 0;
    }

    /// <summary>Of a message or a change of members the chat itself, of a press the chat of the message pressed.</summary>
    private static long? Chat(JsonElement kind) =>
        kind.TryGetProperty("chat", out var chat) ? Id(chat)
        : kind.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.Object ? Chat(message)
        : null;

    private static long? Id(JsonElement chat) =>
        chat.ValueKind == JsonValueKind.Object
        && chat.TryGetProperty("id", out var id)
        && id.TryGetInt64(out var number)
            ? number
            : null;
}
