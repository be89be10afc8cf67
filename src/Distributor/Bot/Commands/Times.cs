using Distributor.Bot.Talking;
using Distributor.Digests;
using Distributor.Subscribers;
using Distributor.Templates.Words;
using NodaTime;

namespace Distributor.Bot.Commands;

/// <summary>Times on the reader's own clock.</summary>
internal static class Times
{
    /// <summary>"Tue 1 Dec, 07:30", as the language writes it.</summary>
    public static string DateAndTime(BotWords words, Instant at, string timeZone)
    {
        var local = at.InZone(TimeZones.Of(timeZone)).LocalDateTime;
        return $"{Date(words, local.Date)}, {DigestOptions.Format(local.TimeOfDay)}";
    }

    public static string Date(BotWords words, LocalDate date) =>
        date.ToString("ddd d MMM", WordList.For(words.Language).Culture);

    public static string Clock(Instant at, string timeZone) =>
        DigestOptions.Format(at.InZone(TimeZones.Of(timeZone)).TimeOfDay);
}
