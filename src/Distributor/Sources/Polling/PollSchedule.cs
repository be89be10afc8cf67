using NodaTime;

namespace Distributor.Sources.Polling;

/// <summary>When a source is asked again.</summary>
internal static class PollSchedule
{
    /// <summary>So many failed polls in a row make a source broken: worth an admin's look, and still polled.</summary>
    public const int BrokenAfter = 10;

    private static readonly Duration Longest = Duration.FromHours(24);

    /// <summary>As often as the admin allows and no oftener than the server's max-age asks, at most a day apart.</summary>
    public static Instant AfterSuccess(Instant now, long sourceId, Duration interval, Duration? freshFor) =>
        now + Spread(Duration.Max(interval, Duration.Min(freshFor ?? Duration.Zero, Longest)), sourceId);

    /// <summary>Twice as long after each failure, at least as long as the server asks (Retry-After), at most a day.</summary>
    public static Instant AfterFailure(
        Instant now,
        long sourceId,
        Duration interval,
        int failures,
        Duration? retryAfter
    )
    {
        var backOff = interval * Math.Pow(2, Math.Min(failures, 20));
        var wait = Duration.Min(Duration.Max(backOff, retryAfter ?? Duration.Zero), Longest);
        return now + Spread(wait, sourceId);
    }

    /// <summary>
    /// Up to a tenth longer, by the source's number and not by chance: sources added together drift apart and a test
    /// can say when.
    /// </summary>
    private static Duration Spread(Duration wait, long sourceId) => wait * (1 + (sourceId * 37 % 100 / 1000.0));
}
