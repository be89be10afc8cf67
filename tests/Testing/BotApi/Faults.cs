namespace Distributor.Testing.BotApi;

/// <summary>
/// The script of what goes wrong. The first rule that matches a call takes it. A rule that names no method leaves
/// <c>getUpdates</c> and <c>getMe</c> alone, so that a bot that polls beside does not use it up.
/// </summary>
public sealed class Faults
{
    readonly Lock sync = new();
    readonly List<FaultRule> rules = [];

    /// <summary>For the next calls that match everything given.</summary>
    public FaultRule Next(
        Fault fault,
        int times = 1,
        string? method = null,
        long? chat = null,
        Func<BotApiCall, bool>? when = null
    )
    {
        var rule = new FaultRule(
            fault,
            times,
            call =>
                (method is null ? call.Method is not ("getUpdates" or "getMe") : Is(call, method))
                && (chat is null || call.ChatId == chat)
                && (when is null || when(call))
        );
        lock (sync)
        {
            rules.Add(rule);
        }
        return rule;
    }

    /// <summary>For all calls that match, until it is stopped or cleared.</summary>
    public FaultRule Always(
        Fault fault,
        string? method = null,
        long? chat = null,
        Func<BotApiCall, bool>? when = null
    ) => Next(fault, int.MaxValue, method, chat, when);

    /// <summary>Rules that still wait for calls.</summary>
    public IReadOnlyList<FaultRule> Active
    {
        get
        {
            lock (sync)
            {
                return rules.FindAll(rule => rule.Left > 0);
            }
        }
    }

    /// <summary>All goes well again.</summary>
    public void Clear()
    {
        lock (sync)
        {
            rules.Clear();
        }
    }

    internal Fault? Take(BotApiCall call)
    {
        lock (sync)
        {
            return rules.Find(rule => rule.Takes(call))?.Fault;
        }
    }

    static bool Is(BotApiCall call, string method) =>
        string.Equals(call.Method, method, StringComparison.OrdinalIgnoreCase);
}
