using NodaTime;

namespace Distributor.Delivery.Sending;

/// <summary>When a failed try is made again: after 2, 4, 8 s, then 5 and 15 min, 1, 4, 12 and 24 h; then never.</summary>
public static class RetryLadder
{
    private static readonly Duration[] Steps =
    [
        Duration.FromSeconds(2),
        Duration.FromSeconds(4),
        Duration.FromSeconds(8),
        Duration.FromMinutes(5),
        Duration.FromMinutes(15),
        Duration.FromHours(1),
        Duration.FromHours(4),
        Duration.FromHours(12),
        Duration.FromHours(24),
    ];

    /// <param name="failures">Failed tries before this one.</param>
    /// <returns>Null when it is time to give up.</returns>
    public static Duration? After(int failures) => failures < Steps.Length ? Steps[failures] : null;
}
