using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Distributor.Articles.Topics;
using Distributor.Subscribers;
using NodaTime.TimeZones;

namespace Distributor.Bot.Places;

/// <summary>Finds time zones by what people call them: the zone, a city in it, a country, a distance from UTC.</summary>
internal static class ZoneNames
{
    private const int MostOffered = 8;
    private const int LeastForTypos = 5;

    /// <summary>By folded name: zone ids, the places they are named after, and the cities of <see cref="KnownCities"/>.</summary>
    private static readonly FrozenDictionary<string, string> Cities = ReadCities();

    /// <summary>By folded name of the country, in English.</summary>
    private static readonly FrozenDictionary<string, string[]> Countries = TzdbDateTimeZoneSource
        .Default.ZoneLocations!.GroupBy(location => Fold(location.CountryName))
        .ToFrozenDictionary(country => country.Key, country => country.Select(location => location.ZoneId).ToArray());

    /// <returns>One zone when it is clear; several to choose from; none when nothing is like it.</returns>
    public static IReadOnlyList<string> Find(string text)
    {
        if (TimeZones.Find(text.Trim()) is { } id)
        {
            return [id];
        }
        var folded = Fold(text);
        if (folded.Length == 0)
        {
            return [];
        }
        if (Cities.TryGetValue(folded, out var city))
        {
            return [city];
        }
        if (FixedOffset(folded) is { } offset)
        {
            return [offset];
        }
        if (Countries.TryGetValue(folded, out var zones))
        {
            return [.. zones.Take(MostOffered)];
        }
        // "Madrid, Spain"
        if (text.Split(',', 2) is [var first, _] && Cities.TryGetValue(Fold(first), out city))
        {
            return [city];
        }
        return folded.Length < LeastForTypos
            ? []
            :
            [
                .. Cities
                    .Where(known =>
                        Math.Abs(known.Key.Length - folded.Length) <= 2
                        && TypingDistance.Between(known.Key, folded) <= (folded.Length < 8 ? 1 : 2)
                    )
                    .Select(known => known.Value)
                    .Distinct()
                    .Take(MostOffered),
            ];
    }

    /// <summary>As people read it: <c>America/Argentina/Buenos_Aires</c> is Buenos Aires, other zones keep their id.</summary>
    public static string Shown(string zone) =>
        zone.Contains('/', StringComparison.Ordinal) && !zone.StartsWith("Etc/", StringComparison.Ordinal)
            ? zone[(zone.LastIndexOf('/') + 1)..].Replace('_', ' ')
            : zone;

    /// <summary><c>UTC+3</c> is <c>Etc/GMT-3</c>: the database counts the other way (POSIX).</summary>
    private static string? FixedOffset(string folded)
    {
        var rest =
            folded.StartsWith("utc", StringComparison.Ordinal) || folded.StartsWith("gmt", StringComparison.Ordinal)
                ? folded[3..]
                : folded;
        if (
            rest is not (['+' or '-', .. var digits])
            || !int.TryParse(digits.Split(':')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var hours)
            || (digits.Split(':') is [_, var minutes] && minutes != "00")
        )
        {
            return null;
        }
        return TimeZones.Find(
            hours == 0
                ? "Etc/UTC"
                : string.Create(CultureInfo.InvariantCulture, $"Etc/GMT{(rest[0] == '+' ? '-' : '+')}{hours}")
        );
    }

    /// <summary>Lower case without accents; spaces, hyphens and underscores are one thing.</summary>
    private static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var character in text.Trim().Normalize(NormalizationForm.FormD).ToLowerInvariant())
        {
            if (char.GetUnicodeCategory(character) == UnicodeCategory.NonSpacingMark)
            {
                continue;
            }
            var isGap = char.IsWhiteSpace(character) || character == '_';
            if (!isGap)
            {
                folded.Append(character);
            }
            else if (folded.Length > 0 && folded[^1] != ' ')
            {
                folded.Append(' ');
            }
        }
        return folded.ToString().TrimEnd();
    }

    private static FrozenDictionary<string, string> ReadCities()
    {
        var cities = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var location in TzdbDateTimeZoneSource.Default.ZoneLocations!)
        {
            cities.TryAdd(Fold(Shown(location.ZoneId)), location.ZoneId);
        }
        foreach (var (city, zone) in KnownCities.All)
        {
            cities[Fold(city)] = zone;
        }
        return cities.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
