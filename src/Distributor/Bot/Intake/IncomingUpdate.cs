using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Distributor.Bot.Intake;

/// <summary>An update as it came.</summary>
/// <param name="Id">Bot API Update.update_id.</param>
/// <param name="Body">Its JSON, not understood yet.</param>
internal sealed record IncomingUpdate(long Id, string Body)
{
    /// <summary>The kinds we handle; all others Telegram need not send.</summary>
    public static readonly string[] Kinds = ["message", "callback_query", "my_chat_member", "channel_post"];

    /// <summary>Anything with an <c>update_id</c>. What else it holds is for whoever handles it.</summary>
    public static bool TryRead(JsonElement json, [NotNullWhen(true)] out IncomingUpdate? update)
    {
        update =
            json.ValueKind == JsonValueKind.Object
            && json.TryGetProperty("update_id", out var id)
            && id.ValueKind == JsonValueKind.Number
            && id.TryGetInt64(out var number)
            && number >= 0
                ? new IncomingUpdate(number, json.GetRawText())
                : null;
        return update is not null;
    }
}
