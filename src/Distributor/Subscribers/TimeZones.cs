using System.Collections.Frozen;
using NodaTime;

namespace Distributor.Subscribers;

/// <summary>The zones people can live in: those of the time zone database, by their IANA names.</summary>
public static class TimeZones
{
    private static readonly FrozenDictionary<string, string> Ids = DateTimeZoneProviders.Tzdb.Ids.ToFrozenDictionary(
        id => id,
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>The id as the database spells it (<c>europe/berlin</c> is <c>Europe/Berlin</c>), null when there is no such zone.</summary>
    public static string? Find(string id) => Ids.GetValueOrDefault(id.Trim());

    /// <summary>The zone of a stored id. A zone that has left the database since counts as UTC, so that nobody waits for ever.</summary>
    public static DateTimeZone Of(string id) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) ?? DateTimeZone.Utc;
}
