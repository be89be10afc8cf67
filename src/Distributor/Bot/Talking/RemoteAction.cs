using System.Globalization;

namespace Distributor.Bot.Talking;

/// <summary>The action of a button in a private chat that is about a channel: <c>@-1001234567890|topics:…</c>.</summary>
internal static class RemoteAction
{
    private const char Mark = '@';
    private const char End = '|';

    public static string Of(long chatId, string action) =>
        string.Create(CultureInfo.InvariantCulture, $"{Mark}{chatId}{End}{action}");

    /// <returns>The channel, null when the action is about the chat itself; and the action without it.</returns>
    public static (long? ChatId, string Action) Split(string action) =>
        action is [Mark, .. var rest]
        && rest.Split(End, 2) is [var chat, var inner]
        && long.TryParse(chat, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id)
            ? (id, inner)
            : (null, action);
}
