namespace Distributor.Chaos.Faults;

/// <summary>What a fault means for the message it met.</summary>
public enum Meaning
{
    /// <summary>Not now; nothing was taken, and the sender knows.</summary>
    Later,

    /// <summary>The sender cannot know: it was taken.</summary>
    OpenTaken,

    /// <summary>The sender cannot know: it was not taken.</summary>
    OpenLost,

    /// <summary>This message is not wanted.</summary>
    Refused,

    /// <summary>There is no such mailbox or chat any more.</summary>
    Gone,
}

/// <param name="Address">Mailbox or chat.</param>
public sealed record Met(string Address, Meaning Meaning, DateTimeOffset At);

/// <summary>Who met which fault. Safe from any thread.</summary>
public sealed class FaultLog
{
    private readonly Lock gate = new();
    private readonly List<Met> met = [];
    private readonly HashSet<string> lost = [];
    private readonly Dictionary<string, int> armed = new(StringComparer.Ordinal);

    public IReadOnlyList<Met> All
    {
        get
        {
            lock (gate)
            {
                return [.. met];
            }
        }
    }

    /// <summary>How many faults of each kind were prepared, by their words.</summary>
    public IReadOnlyDictionary<string, int> Armed => armed;

    public void Arm(string words, int times) => armed[words] = armed.GetValueOrDefault(words) + times;

    /// <summary>
    /// Notes that an address meets a fault. A second message lost in silence is refused to it: after two open answers a row is
    /// uncertain for good, and everybody is to have his message.
    /// </summary>
    /// <returns>False when the fault must not happen here.</returns>
    public bool Meet(string address, Meaning meaning)
    {
        lock (gate)
        {
            if (meaning == Meaning.OpenLost && !lost.Add(address))
            {
                return false;
            }
            met.Add(new Met(address, meaning, DateTimeOffset.UtcNow));
            return true;
        }
    }
}
