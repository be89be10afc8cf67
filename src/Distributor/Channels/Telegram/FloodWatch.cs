using NodaTime;

namespace Distributor.Channels.Telegram;

/// <summary>
/// Tells a chat that is written to too fast from a bot that writes too fast. Telegram answers 429 to both and says no more:
/// when three chats are refused within two seconds it is the bot. Safe for concurrent calls.
/// </summary>
sealed class FloodWatch(TimeProvider time)
{
    const int Chats = 3;
    static readonly TimeSpan Window = TimeSpan.FromSeconds(2);

    readonly Lock guard = new();
    readonly List<(long At, long ChatId, Duration Wait)> refused = [];

    /// <returns>How long the bot has to be quiet; null when it is only this chat.</returns>
    public Duration? Refused(long chatId, Duration wait)
    {
        lock (guard)
        {
            refused.RemoveAll(refusal => time.GetElapsedTime(refusal.At) > Window);
            refused.Add((time.GetTimestamp(), chatId, wait));
            return refused.DistinctBy(refusal => refusal.ChatId).Count() >= Chats
                ? refused.Max(refusal => refusal.Wait - Duration.FromTimeSpan(time.GetElapsedTime(refusal.At)))
                : null;
        }
    }
}
