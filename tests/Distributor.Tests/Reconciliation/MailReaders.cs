using System.Globalization;
using Distributor.Testing.Smtp;

namespace Distributor.Tests.Reconciliation;

/// <summary>Five hundred mailboxes; most meet one of the faults a loopback SMTP server can do.</summary>
internal static class MailReaders
{
    private const int All = 500;

    /// <summary>Most receivers share a lane, the large ones have their own.</summary>
    private static readonly string[] Domains =
    [
        "example.org",
        "gmail.com",
        "example.net",
        "web.de",
        "example.com",
        "yahoo.com",
    ];

    /// <summary>What goes wrong at MAIL needs the envelope sender, which is known once the rows are planned.</summary>
    public static IReadOnlyList<(SmtpFault Fault, Ending Ending)> AtMail { get; } =
    [
        (SmtpFault.Reply(421, "4.3.2", "Shutting down"), Ending.Once),
        (SmtpFault.Reply(450, "4.7.0", "Try again later"), Ending.Once),
        (SmtpFault.Reply(451, "4.3.0", "Local error"), Ending.Once),
        (SmtpFault.Reply(452, "4.3.1", "Out of storage"), Ending.Once),
        (SmtpFault.Reply(550, "5.7.1", "You may not send"), Ending.Once),
        (SmtpFault.Reply(552, "5.3.4", "Too large"), Ending.Failed),
        (SmtpFault.Reply(554, "5.7.0", "No service"), Ending.Once),
        (SmtpFault.Drop(), Ending.Once),
        (SmtpFault.Drop(reset: true), Ending.Once),
        (SmtpFault.Raw("hello\r\n"), Ending.Once),
    ];

    /// <summary>Writes the script, and says who reads and how each must end.</summary>
    /// <param name="content">DATA, or BDAT where the server offers CHUNKING.</param>
    /// <param name="gate">Holds some until the test opens it.</param>
    public static List<Reader> Script(LoopbackSmtpServer relay, SmtpVerb content, SmtpGate gate)
    {
        var readers = new List<Reader>();
        foreach (var one in Faults(content, gate))
        {
            var address = Address(readers.Count);
            relay.Faults.ForRecipient(address, one.At, one.Fault, one.Times);
            readers.Add(new Reader(address, $"{one.At}: {one.Fault}, {Times(one.Times)}", one.Ending));
        }
        // Before the first mail of a session: who meets them is chance, and nobody loses anything.
        relay.Faults.Next(SmtpVerb.Connect, SmtpFault.Reply(421, "4.3.2", "Too busy"), 2);
        relay.Faults.Next(SmtpVerb.Connect, SmtpFault.Reply(554, "5.3.2", "No service"), 2);
        relay.Faults.Next(SmtpVerb.Connect, SmtpFault.Drop(reset: true), 2);
        relay.Faults.Next(SmtpVerb.Connect, SmtpFault.Raw("hello\r\n"), 2);
        relay.Faults.Next(SmtpVerb.Ehlo, SmtpFault.Reply(421, "4.3.2", "Too busy"), 2);
        relay.Faults.Next(SmtpVerb.Ehlo, SmtpFault.Drop(), 2);
        relay.Faults.Next(SmtpVerb.Rset, SmtpFault.Drop(), 2);
        while (readers.Count < All)
        {
            readers.Add(new Reader(Address(readers.Count), "none", Ending.Once));
        }
        return readers;
    }

    private static IEnumerable<Meeting> Faults(SmtpVerb content, SmtpGate gate)
    {
        for (var i = 0; i < 3; i++)
        {
            foreach (var at in new[] { SmtpVerb.Rcpt, content, SmtpVerb.EndOfData })
            {
                foreach (var one in Answers(at).Concat(Ends(at)))
                {
                    yield return one;
                }
            }
            yield return new(content, SmtpFault.DropWithin(600), 1, Ending.OnceOrFlagged);
            yield return new(content, SmtpFault.SlowContent(gate, 400), 1, Ending.Once);
            yield return new(SmtpVerb.EndOfData, SmtpFault.TakeAndDrop(), 1, Ending.Flagged);
            yield return new(SmtpVerb.EndOfData, SmtpFault.TakeAndDrop(reset: true), 2, Ending.Uncertain);
            yield return new(SmtpVerb.EndOfData, SmtpFault.ReplyAndDrop(), 1, Ending.Once);
            yield return new(SmtpVerb.EndOfData, SmtpFault.HalfLine(), 1, Ending.Flagged);
            yield return new(SmtpVerb.EndOfData, SmtpFault.Raw("hello\r\n"), 1, Ending.Flagged);
            yield return new(SmtpVerb.EndOfData, SmtpFault.Hold(gate), 1, Ending.Once);
            yield return new(SmtpVerb.Rcpt, SmtpFault.Raw("hello\r\n"), 1, Ending.Once);
        }
    }

    private static IEnumerable<Meeting> Answers(SmtpVerb at)
    {
        yield return new(at, SmtpFault.Reply(421, "4.7.0", "Slow down"), 1, Ending.Once);
        yield return new(at, SmtpFault.Reply(450, "4.2.1", "Busy"), 1, Ending.Once);
        yield return new(at, SmtpFault.Reply(450, "4.2.0", "Greylisted"), 3, Ending.Once);
        yield return new(at, SmtpFault.Reply(450, "4.2.1", "Busy"), int.MaxValue, Ending.Failed);
        yield return new(at, SmtpFault.Reply(451, "4.3.0", "Local error"), 1, Ending.Once);
        yield return new(at, SmtpFault.Reply(451, null, "Local error"), int.MaxValue, Ending.Failed);
        yield return new(at, SmtpFault.Reply(452, "4.2.2", "Mailbox full"), 1, Ending.Once);
        yield return new(at, SmtpFault.Reply(452, "4.2.2", "Mailbox full"), int.MaxValue, Ending.Failed);
        yield return new(at, SmtpFault.Reply(550, "5.1.1", "No such user"), 1, Ending.Gone);
        yield return new(at, SmtpFault.Reply(550, "5.7.1", "Spam"), 1, Ending.Failed);
        yield return new(at, SmtpFault.Reply(552, "5.2.2", "Mailbox full"), 1, Ending.Once);
        yield return new(at, SmtpFault.Reply(552, "5.2.2", "Mailbox full"), int.MaxValue, Ending.Failed);
        yield return new(at, SmtpFault.Reply(554, "5.6.0", "Not like this"), 1, Ending.Failed);
    }

    private static IEnumerable<Meeting> Ends(SmtpVerb at)
    {
        // Once the whole content is out, nobody can know what became of it.
        var ending = at == SmtpVerb.Rcpt ? Ending.Once : Ending.OnceOrFlagged;
        yield return new(at, SmtpFault.Drop(), 1, ending);
        yield return new(at, SmtpFault.Drop(reset: true), 1, ending);
    }

    private static string Address(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"reader{number}@{Domains[number % Domains.Length]}");

    private static string Times(int times) => times == int.MaxValue ? "always" : $"{times} times";

    private sealed record Meeting(SmtpVerb At, SmtpFault Fault, int Times, Ending Ending);
}
