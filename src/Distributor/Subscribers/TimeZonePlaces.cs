namespace Distributor.Subscribers;

/// <summary>Zones in the words of people who live in them.</summary>
public static class TimeZonePlaces
{
    /// <summary>The place a zone is named after: <c>America/New_York</c> is New York; none for UTC and its like.</summary>
    public static string? Of(string timeZone) =>
        timeZone.Contains('/', StringComparison.Ordinal) && !timeZone.StartsWith("Etc/", StringComparison.Ordinal)
            ? timeZone[(timeZone.LastIndexOf('/') + 1)..].Replace('_', ' ')
            : null;
}
