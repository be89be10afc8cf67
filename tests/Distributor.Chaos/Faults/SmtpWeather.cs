using Distributor.Testing.Smtp;

namespace Distributor.Chaos.Faults;

/// <summary>What the relay does wrong: prepared for the next messages, whoever they are for.</summary>
public sealed class SmtpWeather(LoopbackSmtpServer server, FaultLog log, Random random, bool hasLongWaits)
{
    private SmtpGate gate = new();

    /// <summary>Prepares a fault or two.</summary>
    /// <param name="isEarly">There is time enough for rows that wait for minutes.</param>
    public void Change(bool isEarly)
    {
        for (var i = random.Next(1, 3); i > 0; i--)
        {
            var kinds = hasLongWaits && isEarly ? [.. Quick, .. Long] : Quick;
            var kind = kinds[random.Next(kinds.Length)];
            // The whole account waits longer after each of these in a row, and a storm in which nothing is sent is a calm.
            Arm(kind, kind.At is SmtpVerb.Connect or SmtpVerb.Ehlo or SmtpVerb.Mail ? 1 : random.Next(1, 4));
        }
    }

    /// <summary>The answers to the next so many messages are held, so that a kill meets messages that nobody has written down.</summary>
    public void Hold(int messages)
    {
        gate = new SmtpGate();
        server.Faults.Next(SmtpVerb.EndOfData, SmtpFault.Hold(gate), messages);
    }

    public void Release() => gate.Open();

    /// <summary>All goes well from now on.</summary>
    public void Clear()
    {
        server.Faults.Clear();
        gate.Open();
    }

    private static SmtpFault Slow => SmtpFault.SlowContent(1_000, TimeSpan.FromMilliseconds(200), TimeProvider.System);

    private static readonly Kind[] Quick =
    [
        new(SmtpVerb.Connect, SmtpFault.Reply(421, "4.3.2", "Too busy"), Meaning.Later),
        new(SmtpVerb.Connect, SmtpFault.Drop(reset: true), Meaning.Later),
        new(SmtpVerb.Ehlo, SmtpFault.Reply(421, "4.3.2", "Too busy"), Meaning.Later),
        new(SmtpVerb.Mail, SmtpFault.Reply(421, "4.3.2", "Shutting down"), Meaning.Later),
        new(SmtpVerb.Mail, SmtpFault.Reply(451, "4.3.0", "Local error"), Meaning.Later),
        new(SmtpVerb.Mail, SmtpFault.Reply(452, "4.3.1", "Out of storage"), Meaning.Later),
        new(SmtpVerb.Mail, SmtpFault.Reply(550, "5.7.1", "You may not send"), Meaning.Later),
        new(SmtpVerb.Mail, SmtpFault.Drop(), Meaning.Later),
        new(SmtpVerb.Rcpt, SmtpFault.Reply(451, "4.3.0", "Local error"), Meaning.Later),
        new(SmtpVerb.Rcpt, SmtpFault.Reply(452, "4.2.2", "Mailbox full"), Meaning.Later),
        new(SmtpVerb.Rcpt, SmtpFault.Reply(550, "5.1.1", "No such user"), Meaning.Gone),
        new(SmtpVerb.Rcpt, SmtpFault.Drop(reset: true), Meaning.Later),
        new(SmtpVerb.Data, SmtpFault.Reply(451, "4.3.0", "Local error"), Meaning.Later),
        new(SmtpVerb.Data, SmtpFault.Drop(), Meaning.Later),
        new(SmtpVerb.Data, Slow, Meaning.Later),
        // Cut off in the middle: what the client had handed to its system by then, it may believe to have arrived.
        new(SmtpVerb.Data, SmtpFault.DropWithin(2_000), Meaning.OpenLost),
        new(SmtpVerb.EndOfData, SmtpFault.Reply(451, "4.3.0", "Local error"), Meaning.Later),
        new(SmtpVerb.EndOfData, SmtpFault.Reply(452, "4.3.1", "Out of storage"), Meaning.Later),
        new(SmtpVerb.EndOfData, SmtpFault.Reply(550, "5.7.1", "Content rejected"), Meaning.Refused),
        new(SmtpVerb.EndOfData, SmtpFault.ReplyAndDrop(), Meaning.Later),
        new(SmtpVerb.EndOfData, SmtpFault.TakeAndDrop(), Meaning.OpenTaken),
        new(SmtpVerb.EndOfData, SmtpFault.TakeAndDrop(reset: true), Meaning.OpenTaken),
        new(SmtpVerb.EndOfData, SmtpFault.HalfLine(), Meaning.OpenTaken),
        new(SmtpVerb.EndOfData, SmtpFault.Drop(), Meaning.OpenLost),
        new(SmtpVerb.EndOfData, SmtpFault.Drop(reset: true), Meaning.OpenLost),
    ];

    /// <summary>A receiver that asks for patience is left alone for five minutes.</summary>
    private static readonly Kind[] Long =
    [
        new(SmtpVerb.Rcpt, SmtpFault.Reply(421, "4.7.0", "Too many messages, slow down"), Meaning.Later),
        new(SmtpVerb.EndOfData, SmtpFault.Reply(421, "4.3.2", "Shutting down"), Meaning.Later),
    ];

    private void Arm(Kind kind, int times)
    {
        log.Arm($"SMTP {kind.At}: {kind.Fault}", times);
        server.Faults.When(
            kind.At,
            moment => moment.Recipients is not [var recipient] || log.Meet(recipient, kind.Meaning),
            kind.Fault,
            times
        );
    }

    private sealed record Kind(SmtpVerb At, SmtpFault Fault, Meaning Meaning);
}
