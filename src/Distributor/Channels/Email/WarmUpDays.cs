using System.Globalization;

namespace Distributor.Channels.Email;

/// <summary>Reads <c>Smtp:WarmUp</c>: messages of the first day, the second, …, with commas between them.</summary>
public static class WarmUpDays
{
    private const int Longest = 100;

    /// <summary>Null when it is no such list; an empty one is none either.</summary>
    public static IReadOnlyList<int>? Read(string text)
    {
        var days = new List<int>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (
                !int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var messages)
                || messages is < 1 or > 100_000_000
                || days.Count == Longest
            )
            {
                return null;
            }
            days.Add(messages);
        }
        return days;
    }
}
