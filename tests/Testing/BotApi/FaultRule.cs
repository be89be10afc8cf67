namespace Distributor.Testing.BotApi;

/// <summary>A fault and the calls it is for.</summary>
public sealed class FaultRule
{
    readonly Func<BotApiCall, bool> matches;
    int left;
    int hits;

    internal FaultRule(Fault fault, int times, Func<BotApiCall, bool> matches)
    {
        Fault = fault;
        left = times;
        this.matches = matches;
    }

    public Fault Fault { get; }

    /// <summary>Calls it met so far.</summary>
    public int Hits => Volatile.Read(ref hits);

    /// <summary>Calls it still waits for; <see cref="int.MaxValue"/> for one that stays.</summary>
    public int Left => Volatile.Read(ref left);

    /// <summary>Ends it.</summary>
    public void Stop() => Volatile.Write(ref left, 0);

    /// <summary>The caller sees to it that only one asks at a time.</summary>
    internal bool Takes(BotApiCall call)
    {
        if (left == 0 || !matches(call))
        {
            return false;
        }
        left -= left == int.MaxValue ? 0 : 1;
        hits++;
        return true;
    }
}
