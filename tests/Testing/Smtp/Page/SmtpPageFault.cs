namespace Distributor.Testing.Smtp.Page;

/// <summary>The faults a person can choose on the page.</summary>
static class SmtpPageFault
{
    const int OctetsInAStep = 4096;

    /// <returns>Null for a word the page does not have.</returns>
    public static (SmtpVerb At, SmtpFault Fault)? Named(string? name) =>
        name switch
        {
            "greylist" => (SmtpVerb.Rcpt, SmtpFault.Reply(451, "4.7.1", "Greylisted, try again later")),
            "full" => (SmtpVerb.Rcpt, SmtpFault.Reply(452, "4.2.2", "Mailbox full")),
            "unknown" => (SmtpVerb.Rcpt, SmtpFault.Reply(550, "5.1.1", "User unknown")),
            "policy" => (SmtpVerb.EndOfData, SmtpFault.Reply(554, "5.7.1", "Rejected by policy")),
            "large" => (SmtpVerb.EndOfData, SmtpFault.Reply(552, "5.3.4", "Message too large")),
            "later" => (SmtpVerb.EndOfData, SmtpFault.Reply(451, "4.3.0", "Temporary failure")),
            "421-connect" => (SmtpVerb.Connect, SmtpFault.Reply(421, "4.3.2", "Service not available")),
            "421-mail" => (SmtpVerb.Mail, SmtpFault.Reply(421, "4.7.0", "Too many messages, closing")),
            "535" => (SmtpVerb.Auth, SmtpFault.Reply(535, "5.7.8", "Authentication credentials invalid")),
            "drop" => (SmtpVerb.EndOfData, SmtpFault.Drop()),
            "take" => (SmtpVerb.EndOfData, SmtpFault.TakeAndDrop()),
            "half" => (SmtpVerb.EndOfData, SmtpFault.HalfLine()),
            "malformed" => (SmtpVerb.EndOfData, SmtpFault.Raw("all right\r\n")),
            "slow" => (
                SmtpVerb.Data,
                SmtpFault.SlowContent(OctetsInAStep, TimeSpan.FromSeconds(1), TimeProvider.System)
            ),
            _ => null,
        };
}
