using System.Text;
using System.Text.Json.Nodes;

namespace Distributor.Testing.BotApi;

/// <summary>The <c>reply_markup</c> of a call. Only inline keyboards show buttons; the other kinds are accepted as they are.</summary>
static class ReplyMarkup
{
    const int MaxDataBytes = 64;
    const int MaxCopyText = 256;

    static readonly string[] OtherKinds =
    [
        "web_app",
        "login_url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "callback_game",
        "pay",
    ];

    /// <returns>The refusal, or null and the rows of buttons.</returns>
    public static BotApiError? Read(CallArguments arguments, out IReadOnlyList<IReadOnlyList<EmulatedButton>> rows)
    {
        rows = [];
        if (!arguments.TryJson("reply_markup", out var markup) || markup is not (null or JsonObject))
        {
            return BotApiErrors.CannotParseMarkup;
        }
        if (markup?["inline_keyboard"] is not { } keyboard)
        {
            return null;
        }
        if (keyboard is not JsonArray lines || lines.Any(line => line is not JsonArray))
        {
            return BotApiErrors.BadRequest(
                "field \"inline_keyboard\" of the InlineKeyboardMarkup must be an Array of Arrays"
            );
        }
        List<IReadOnlyList<EmulatedButton>> read = [];
        foreach (var line in lines.OfType<JsonArray>())
        {
            List<EmulatedButton> row = [];
            foreach (var button in line)
            {
                if (Button(button, out var made) is { } error)
                {
                    return error;
                }
                row.Add(made);
            }
            if (row.Count > 0)
            {
                read.Add(row);
            }
        }
        rows = read;
        return null;
    }

    static BotApiError? Button(JsonNode? node, out EmulatedButton button)
    {
        button = new("", null, null);
        if (node is not JsonObject members)
        {
            return BotApiErrors.CannotParseButton("InlineKeyboardButton must be an Object");
        }
        if (Text(members, "text") is not { } text)
        {
            return BotApiErrors.CannotParseButton("Field \"text\" must be of type String");
        }
        button = new(text, Text(members, "url"), Text(members, "callback_data"));
        if (string.IsNullOrWhiteSpace(text))
        {
            return BotApiErrors.ButtonTextEmpty;
        }
        if (button.Url is { } url)
        {
            return ButtonUrl.Fault(url) is { } fault ? BotApiErrors.ButtonUrlInvalid(url, fault) : null;
        }
        if (button.CallbackData is { } data)
        {
            return Encoding.UTF8.GetByteCount(data) is 0 or > MaxDataBytes ? BotApiErrors.ButtonDataInvalid : null;
        }
        if (members["copy_text"] is { } copy)
        {
            return (string?)copy["text"] is { Length: > 0 and <= MaxCopyText }
                ? null
                : BotApiErrors.BadRequest("BUTTON_COPY_TEXT_INVALID");
        }
        return OtherKinds.Any(members.ContainsKey)
            ? null
            : BotApiErrors.CannotParseButton("Text buttons are unallowed in the inline keyboard");
    }

    static string? Text(JsonObject members, string name) =>
        members[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
