using NodaTime.TimeZones;

namespace Distributor.Site.Forms;

/// <summary>The time zones of a list to choose from: those people live in, by the part of the world.</summary>
public static class ZoneGroups
{
    /// <summary>Part of the world, and its zones as (id, place).</summary>
    public static IReadOnlyList<(string World, IReadOnlyList<(string Id, string Place)> Zones)> All { get; } =
    [
        .. TzdbDateTimeZoneSource
            .Default.ZoneLocations!.Select(location => location.ZoneId)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .GroupBy(id => id[..id.IndexOf('/', StringComparison.Ordinal)])
            .Select(world =>
                (
                    world.Key,
                    (IReadOnlyList<(string, string)>)
                        [
                            .. world.Select(id =>
                                (
                                    id,
                                    id[(world.Key.Length + 1)..]
                                        .Replace('_', ' ')
                                        .Replace("/", ", ", StringComparison.Ordinal)
                                )
                            ),
                        ]
                )
            ),
    ];

    /// <summary>A zone that is chosen already but not on the list, such as UTC or an old name, is offered before it.</summary>
    public static bool Lists(string id) => All.Any(world => world.Zones.Any(zone => zone.Id == id));
}
