using NodaTime.TimeZones;

namespace Distributor.Bot.Places;

/// <summary>
/// Zones by where one is: the nearest of the places zones are named after, as the zone database locates them. Near a border that
/// may be the neighbour's, so others are offered too.
/// </summary>
internal static class NearestZones
{
    private const double EarthKilometres = 6371;

    /// <summary>So many ids, the nearest first.</summary>
    public static IReadOnlyList<string> At(double latitude, double longitude, int count) =>
        [
            .. TzdbDateTimeZoneSource
                .Default.ZoneLocations!.OrderBy(location =>
                    Distance(latitude, longitude, location.Latitude, location.Longitude)
                )
                .Select(location => location.ZoneId)
                .Distinct()
                .Take(count),
        ];

    /// <summary>Along the great circle, by the haversine formula.</summary>
    private static double Distance(double latitude, double longitude, double otherLatitude, double otherLongitude)
    {
        var (a, b) = (Radians(latitude), Radians(otherLatitude));
        var half = Square(Math.Sin((b - a) / 2));
        var across = Square(Math.Sin(Radians(otherLongitude - longitude) / 2));
        return 2 * EarthKilometres * Math.Asin(Math.Min(1, Math.Sqrt(half + Math.Cos(a) * Math.Cos(b) * across)));
    }

    private static double Square(double value) => value * value;

    private static double Radians(double degrees) => degrees * Math.PI / 180;
}
