using System.Collections.Concurrent;
using Distributor.Channels.Telegram.Texts;

namespace Distributor.Channels.Telegram;

/// <summary>
/// The texts of which the server said that a part is too long although we had counted right: should its count ever change,
/// their parts become smaller. Remembered, because all parts of a text must be cut alike. Safe for concurrent calls.
/// </summary>
sealed class TightTexts
{
    const int Least = TelegramSplitter.MaxText / 8;
    const int MostTexts = 100;

    readonly ConcurrentDictionary<string, int> limits = new(StringComparer.Ordinal);

    /// <summary>Most code points of a part.</summary>
    public int Limit(string html) => limits.GetValueOrDefault(html, TelegramSplitter.MaxText);

    /// <returns>False when parts are as small as they may become.</returns>
    public bool Tighten(string html)
    {
        var limit = Limit(html) / 2;
        if (limit < Least)
        {
            return false;
        }
        if (limits.Count >= MostTexts)
        {
            limits.Clear();
        }
        limits[html] = limit;
        return true;
    }
}
