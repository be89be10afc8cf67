using NodaTime;

namespace Distributor.Channels.Telegram;

/// <summary>
/// Tells a chat that is written to too fast from a bot that writes too fast. Telegram answers 429 to both and says no more:
/// when three chats are refused within two seconds it is the bot. Safe for concurrent calls.
/// </summary>
sealed class FloodWatch
{
    const int Chats = 3;
    static readonly Duration Window = Duration.FromSeconds(2);

    readonly Lock guard = new();
    readonly List<(Instant At, long ChatId, Instant Until)> refused = [];

    /// <returns>How long the bot has to be quiet; null when it is only this chat.</returns>
    public Instant? Refused(long chatId, Instant now, Instant until)
    {
        lock (guard)
        {
            refused.RemoveAll(refusal => now - refusal.At > Window);
            refused.Add((now, chatId, until));
            return refused.DistinctBy(refusal => refusal.ChatId).Count() >= Chats
                ? refused.Max(refusal => refusal.Until)
                : null;
        }
    }
}
