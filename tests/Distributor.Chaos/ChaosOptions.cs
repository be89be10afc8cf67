namespace Distributor.Chaos;

/// <summary>What a storm is made of.</summary>
public sealed record ChaosOptions
{
    /// <summary>Decides every choice of the storm; what meets a choice is a matter of time all the same.</summary>
    public int Seed { get; init; }

    public int Kills { get; init; } = 50;

    /// <summary>How often PostgreSQL is stopped and started.</summary>
    public int Outages { get; init; } = 10;

    /// <summary>How often the clock of an instance jumps.</summary>
    public int Jumps { get; init; } = 10;

    public int Readers { get; init; } = 1_000;

    public int Instances { get; init; } = 4;

    /// <summary>The storm takes no longer than this.</summary>
    public double Minutes { get; init; } = 10;

    /// <summary>Messages a second on each channel.</summary>
    public int Rate { get; init; } = 40;

    /// <summary>With answers after which a row waits for minutes, and bans of up to a minute.</summary>
    public bool HasLongWaits { get; init; } = true;

    public int Disasters => Kills + Outages + Jumps;

    /// <summary>From one disaster to the next at most.</summary>
    public TimeSpan Pace => TimeSpan.FromMinutes(Minutes / Math.Max(1, Disasters));

    /// <summary>For a test among others: every kind of disaster, and no wait above some seconds but that for leases.</summary>
    public static ChaosOptions Short(int seed) =>
        new()
        {
            Seed = seed,
            Kills = 6,
            Outages = 1,
            Jumps = 2,
            Readers = 300,
            Instances = 2,
            Minutes = 0.6,
            HasLongWaits = false,
        };
}
