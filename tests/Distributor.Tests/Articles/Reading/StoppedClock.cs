using NodaTime;

namespace Distributor.Tests.Articles.Reading;

/// <summary>A clock that stands at one moment.</summary>
internal sealed class StoppedClock(Instant now) : IClock
{
    public static StoppedClock November { get; } = new(Instant.FromUtc(2026, 11, 23, 12, 0));

    public Instant GetCurrentInstant() => now;
}
