using NodaTime;

namespace Distributor.Tests;

/// <summary>Says the same time until it is moved.</summary>
public sealed class FixedClock(Instant now) : IClock
{
    public Instant Now { get; set; } = now;

    public Instant GetCurrentInstant() => Now;
}
