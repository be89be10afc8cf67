using System.Text.RegularExpressions;
using static Distributor.Channels.Email.Smtp.AnswerMeaning;
using static Distributor.Channels.Email.Smtp.SmtpStage;

namespace Distributor.Channels.Email.Smtp;

/// <summary>
/// What each answer means: the first rule that fits. Codes are those of RFC 5321 section 4.2.3, details those of RFC 3463 and
/// the IANA registry of enhanced codes, without their class; words are those that large receivers and servers use.
/// </summary>
static partial class AnswerTable
{
    static readonly Rule[] Rules =
    [
        new(End, "2xx", null, null, Accepted),
        new(End, "3xx", null, null, Unknown),
        new(End, "000", null, null, Unknown),
        // Before the recipient all messages would hear the same, except one that is too large (RFC 1870 section 6.1).
        new(Mail, "552", null, null, Refused),
        new(Mail, "5xx", "3.4", null, Refused),
        new([Connect, Tls, Login, Mail], "***", null, null, Account),
        new(null, "000", null, null, Account),
        // Servers that ask who we are only at RCPT say here what they think of us (Postfix: smtpd_delay_reject).
        new(null, "530 535 538", null, null, Account),
        new(null, "***", "1.7 1.8 7.8 7.9 7.11", null, Account),
        new(null, "***", null, AboutUs(), Account),
        // SPF, DKIM, DMARC, PTR and TLS of the sender: RFC 7372, RFC 8616; 7.5xx and 7.606 on are Microsoft's.
        new(null, "5xx", "7.20 7.21 7.22 7.23 7.24 7.25 7.26 7.27 7.29 7.30 7.509 7.515 7.606 7.708", null, Account),
        // Receivers that want less of us.
        new(null, "421", null, null, SlowDown),
        new(null, "4xx", null, Greylisting(), Later),
        new(null, "4xx", "7.*", Pace(), SlowDown),
        new(null, "4xx", null, null, Later),
        // The address.
        new(null, "5xx", "1.*", null, Gone),
        new(null, "5xx", "2.1", null, Gone),
        new(null, "5xx", "2.2", null, Full),
        new(null, "5xx", "4.1", NoSuchUser(), Gone),
        // The message, or what is thought of it.
        new(null, "5xx", "2.3 3.4 6.* 7.*", null, Refused),
        // An upset session is no judgement.
        new([Recipient, Data], "5xx", "5.*", null, Later),
        // Older servers give no second code.
        new([Recipient, Data, End], "551 556", null, null, Gone),
        new(null, "5xx", null, MailboxFull(), Full),
        new(Recipient, "552", null, null, Full),
        new(null, "5xx", null, Policy(), Refused),
        new(null, "5xx", null, NoSuchUser(), Gone),
        new(Recipient, "550 553", null, null, Gone),
        new([Recipient, Data], "500 501 502 503 504", null, null, Later),
        new(null, "5xx", null, null, Refused),
        new(null, "***", null, null, Later),
    ];

    public static AnswerMeaning MeaningOf(ServerAnswer answer) => Rules.First(rule => rule.Fits(answer)).Meaning;

    /// <summary>A line of the table; null fits everything.</summary>
    /// <param name="Codes">Separated by spaces; <c>000</c> is no answer, <c>5xx</c> a class, <c>***</c> anything.</param>
    /// <param name="Details">Separated by spaces; <c>7.*</c> is a subject.</param>
    sealed record Rule(SmtpStage[]? Stages, string Codes, string? Details, Regex? Words, AnswerMeaning Meaning)
    {
        readonly string[] codes = Codes.Split(' ');
        readonly string[]? details = Details?.Split(' ');

        public Rule(SmtpStage stage, string codes, string? details, Regex? words, AnswerMeaning meaning)
            : this([stage], codes, details, words, meaning) { }

        public bool Fits(ServerAnswer answer) =>
            (Stages is null || Stages.Contains(answer.Stage))
            && codes.Any(code => FitsCode(code, answer.Code))
            && (details is null || details.Any(detail => FitsDetail(detail, answer.Detail)))
            && (Words is null || Words.IsMatch(answer.Text));

        static bool FitsCode(string code, int answer) =>
            code switch
            {
                "***" => true,
                [var digit, 'x', 'x'] => answer / 100 == digit - '0',
                _ => answer.ToString("000", System.Globalization.CultureInfo.InvariantCulture) == code,
            };

        static bool FitsDetail(string detail, string? answer) =>
            detail.EndsWith('*')
                ? answer?.StartsWith(detail[..^1], StringComparison.Ordinal) == true
                : detail == answer;
    }

    [GeneratedRegex(
        @"relay(ing)?( access)? (denied|not (permitted|allowed)|prohibited)|unable to relay|sender address rejected|client host|helo command rejected|not owned by user|not logged in|must (issue a )?starttls|authentication (is )?required",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex AboutUs();

    [GeneratedRegex("gr[ae]y-?list", RegexOptions.IgnoreCase)]
    private static partial Regex Greylisting();

    [GeneratedRegex(
        @"rate|throttl|too (many|much|fast|quick|frequent)|limit|slow|unusual|exceed|busy|volume",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Pace();

    [GeneratedRegex(
        @"\b(mailbox|inbox|folder|account)\b.{0,30}\bfull\b|over ?quota|quota.{0,20}(exceed|full|reached)|exceed\w*.{0,30}(quota|storage)|storage.{0,20}(exceed|full)|insufficient.{0,20}storage",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex MailboxFull();

    [GeneratedRegex(
        @"spam|block(ed|list)|black-?list|policy|\bIP\b|access denied|administrat|reputation|\brbl\b|\bspf\b|\bdkim\b|\bdmarc\b|unsolicited|virus|malware|content",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Policy();

    [GeneratedRegex(
        @"(user|recipient|mailbox|account|address).{0,60}(unknown|not found|does ?n.?t exist|disabled|inactive|no longer|rejected|invalid|unavailable)|(no such|unknown|invalid) (user|recipient|mailbox|account|address)",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex NoSuchUser();
}
