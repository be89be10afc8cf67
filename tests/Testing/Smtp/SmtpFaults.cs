namespace Distributor.Testing.Smtp;

/// <summary>
/// The script of what goes wrong. Rules are asked in the order they were added and the first that fits is used. A rule is
/// used up only by commands that would have succeeded.
/// </summary>
public sealed class SmtpFaults
{
    readonly Lock _lock = new();
    readonly List<SmtpFaultRule> _rules = [];
    int _injected;

    /// <summary>How many faults were injected so far.</summary>
    public int Injected => Volatile.Read(ref _injected);

    /// <summary>The script, also rules that are used up.</summary>
    public IReadOnlyList<SmtpFaultRule> Rules
    {
        get
        {
            lock (_lock)
            {
                return [.. _rules];
            }
        }
    }

    /// <summary>The next <paramref name="times"/> times.</summary>
    public SmtpFaultRule Next(SmtpVerb at, SmtpFault fault, int times = 1) => When(at, _ => true, fault, times);

    /// <summary>Each time.</summary>
    public SmtpFaultRule Always(SmtpVerb at, SmtpFault fault) => When(at, _ => true, fault);

    /// <summary>Whenever this recipient is asked for or among those of the message; not known before RCPT.</summary>
    public SmtpFaultRule ForRecipient(string address, SmtpVerb at, SmtpFault fault, int times = int.MaxValue) =>
        When(at, moment => moment.Recipients.Contains(address, StringComparer.OrdinalIgnoreCase), fault, times);

    /// <summary>Whenever this is the envelope sender; empty for the null sender.</summary>
    public SmtpFaultRule ForSender(string address, SmtpVerb at, SmtpFault fault, int times = int.MaxValue) =>
        When(at, moment => string.Equals(moment.Sender, address, StringComparison.OrdinalIgnoreCase), fault, times);

    /// <summary>The k-th time, the 2k-th and so on, counted from the call.</summary>
    public SmtpFaultRule Every(int k, SmtpVerb at, SmtpFault fault)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        var seen = 0;
        return When(at, _ => ++seen % k == 0, fault);
    }

    /// <summary>Whenever <paramref name="when"/> says so; it is asked one moment at a time.</summary>
    public SmtpFaultRule When(SmtpVerb at, Func<SmtpMoment, bool> when, SmtpFault fault, int times = int.MaxValue)
    {
        var rule = new SmtpFaultRule(at, when, fault, times);
        lock (_lock)
        {
            _rules.Add(rule);
        }
        return rule;
    }

    public void Remove(SmtpFaultRule rule)
    {
        lock (_lock)
        {
            _rules.Remove(rule);
        }
    }

    /// <summary>From now on all goes well; those who stand at a gate go on standing there.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _rules.Clear();
        }
    }

    internal SmtpFault? Take(Func<SmtpMoment> moment, SmtpVerb verb)
    {
        lock (_lock)
        {
            // Most sessions have no faults: the moment is described only for a rule that may want it.
            SmtpMoment? now = null;
            foreach (var rule in _rules)
            {
                if (rule.At == verb && rule.Used < rule.Times && rule.Fits(now ??= moment()))
                {
                    rule.Use();
                    Interlocked.Increment(ref _injected);
                    return rule.Fault;
                }
            }
            return null;
        }
    }
}
