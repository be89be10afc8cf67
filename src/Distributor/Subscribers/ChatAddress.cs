using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Distributor.Subscribers;

/// <summary>A chat of Telegram, or a forum topic in one.</summary>
/// <param name="ChatId">Positive for people, negative for groups and channels. At most 52 significant bits (Bot API, Chat.id).</param>
/// <param name="ThreadId">The forum topic (<c>message_thread_id</c>), null for the chat itself.</param>
public readonly record struct ChatAddress(long ChatId, int? ThreadId)
{
    private const long Largest = (1L << 52) - 1;

    /// <summary>As it is stored: <c>chat</c> or <c>chat/thread</c>.</summary>
    public string Value =>
        ThreadId is { } thread
            ? string.Create(CultureInfo.InvariantCulture, $"{ChatId}/{thread}")
            : ChatId.ToString(CultureInfo.InvariantCulture);

    public static bool TryParse(string text, [NotNullWhen(true)] out ChatAddress? address)
    {
        address = null;
        var parts = text.Trim().Split('/');
        if (
            parts.Length > 2
            || !long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var chat)
            || chat == 0
            || Math.Abs((decimal)chat) > Largest
        )
        {
            return false;
        }
        if (parts.Length == 1)
        {
            address = new ChatAddress(chat, null);
            return true;
        }
        // Forum topics exist in groups only, and groups have negative ids.
        if (
            chat > 0
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var thread)
            || thread == 0
        )
        {
            return false;
        }
        address = new ChatAddress(chat, thread);
        return true;
    }
}
