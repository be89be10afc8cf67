namespace Distributor.Testing.Smtp;

/// <summary>One line of the script: where, when and how often what goes wrong.</summary>
public sealed class SmtpFaultRule
{
    readonly Func<SmtpMoment, bool> _when;
    int _used;

    internal SmtpFaultRule(SmtpVerb at, Func<SmtpMoment, bool> when, SmtpFault fault, int times)
    {
        At = at;
        Fault = fault;
        Times = times;
        _when = when;
    }

    public SmtpVerb At { get; }

    public SmtpFault Fault { get; }

    /// <summary>How often at most.</summary>
    public int Times { get; }

    /// <summary>How often so far.</summary>
    public int Used => Volatile.Read(ref _used);

    internal bool Fits(SmtpMoment moment) => _when(moment);

    internal void Use() => Interlocked.Increment(ref _used);
}
