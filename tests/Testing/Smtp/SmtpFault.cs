namespace Distributor.Testing.Smtp;

/// <summary>What the server does instead of its ordinary answer.</summary>
public sealed record SmtpFault
{
    SmtpFault() { }

    /// <summary>Nothing goes wrong, and the script is not asked again.</summary>
    internal static SmtpFault None { get; } = new();

    internal SmtpReply? Answer { get; private init; }

    /// <summary>Sent as they are in place of a reply.</summary>
    internal string? Bytes { get; private init; }

    internal SmtpGate? Gate { get; private init; }

    internal SmtpEnd End { get; private init; }

    /// <summary>The connection ends with RST, not FIN.</summary>
    internal bool IsReset { get; private init; }

    internal SmtpPace? Pace { get; private init; }

    /// <summary>This answer; 421 also closes the connection (RFC 5321 section 3.8). A mail answered with 4xx or 5xx is not taken.</summary>
    /// <param name="code">Three digits.</param>
    /// <param name="enhancedCode">Such as <c>4.7.1</c>; null for none.</param>
    /// <param name="lines">One or several lines.</param>
    public static SmtpFault Reply(int code, string? enhancedCode, params string[] lines) =>
        new() { Answer = new SmtpReply(code, enhancedCode, lines) };

    /// <summary>The connection ends without an answer, and what was asked did not happen: a mail is not taken.</summary>
    /// <param name="reset">With RST instead of FIN.</param>
    public static SmtpFault Drop(bool reset = false) => new() { End = SmtpEnd.Refused, IsReset = reset };

    /// <summary>What was asked happens, a mail is taken, and the connection ends before the answer.</summary>
    /// <param name="reset">With RST instead of FIN.</param>
    public static SmtpFault TakeAndDrop(bool reset = false) => new() { End = SmtpEnd.Unanswered, IsReset = reset };

    /// <summary>The ordinary answer, and then the end.</summary>
    public static SmtpFault ReplyAndDrop() => new() { End = SmtpEnd.Answered };

    /// <summary>The ordinary answer, once the gate opens. A mail is in the list before that, unanswered.</summary>
    public static SmtpFault Hold(SmtpGate gate) => new() { Gate = gate };

    /// <summary>
    /// These characters in place of the answer, without a line end of their own. What was asked happens, but a mail does
    /// not count as answered.
    /// </summary>
    public static SmtpFault Raw(string text) => new() { Bytes = text };

    /// <summary>The beginning of an answer without its line end, and then the end of the connection.</summary>
    public static SmtpFault HalfLine(string text = "250 2.0") => new() { Bytes = text, End = SmtpEnd.Answered };

    /// <summary>At DATA or BDAT: the content is not read further than <paramref name="after"/> octets until the gate opens.</summary>
    public static SmtpFault SlowContent(SmtpGate gate, long after = 0) => new() { Pace = SmtpPace.Until(gate, after) };

    /// <summary>At DATA or BDAT: the content is read in steps with a pause after each.</summary>
    public static SmtpFault SlowContent(int octets, TimeSpan pause, TimeProvider time) =>
        new() { Pace = SmtpPace.Steps(octets, pause, time) };

    /// <summary>At DATA or BDAT: the connection ends when <paramref name="octets"/> of content were read.</summary>
    public static SmtpFault DropWithin(long octets) => new() { Pace = SmtpPace.End(octets) };

    /// <summary>In a few words.</summary>
    public override string ToString() =>
        (Answer, Bytes, Pace, End) switch
        {
            ({ } answer, _, _, _) => answer.ToString().TrimEnd(),
            (_, { } bytes, _, SmtpEnd.Never) => $"answer with: {bytes.TrimEnd()}",
            (_, { } bytes, _, _) => $"answer half: {bytes}, and end",
            (_, _, { }, _) => "slow or broken content",
            (_, _, _, SmtpEnd.Refused) => "end instead of an answer",
            (_, _, _, SmtpEnd.Unanswered) => "take it and end without an answer",
            (_, _, _, SmtpEnd.Answered) => "answer and end",
            _ => "hold the answer",
        };

    /// <summary>This fault, once the gate opens.</summary>
    public SmtpFault After(SmtpGate gate) => this with { Gate = gate };
}

/// <summary>When a fault ends the connection.</summary>
enum SmtpEnd
{
    Never,

    /// <summary>Before the answer, and nothing was done.</summary>
    Refused,

    /// <summary>Before the answer, but it was done.</summary>
    Unanswered,

    /// <summary>After the answer.</summary>
    Answered,
}
