namespace Distributor.Testing.Smtp;

/// <summary>A command line taken apart.</summary>
/// <param name="Name">In capitals.</param>
/// <param name="Argument">All behind the first space, as written.</param>
sealed record SmtpCommand(string Name, string Argument)
{
    public static SmtpCommand Parse(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        return space < 0
            ? new SmtpCommand(line.ToUpperInvariant(), "")
            : new SmtpCommand(line[..space].ToUpperInvariant(), line[(space + 1)..]);
    }

    /// <summary>Octets of a line with its CRLF (RFC 5321 section 4.5.3.1.4), more for MAIL and RCPT whose extensions add parameters.</summary>
    public int MostOctets => Name is "MAIL" or "RCPT" ? 1024 : 512;

    public SmtpVerb Verb =>
        Name switch
        {
            "EHLO" or "HELO" => SmtpVerb.Ehlo,
            "STARTTLS" => SmtpVerb.StartTls,
            "AUTH" => SmtpVerb.Auth,
            "MAIL" => SmtpVerb.Mail,
            "RCPT" => SmtpVerb.Rcpt,
            "DATA" => SmtpVerb.Data,
            "BDAT" => SmtpVerb.Bdat,
            "RSET" => SmtpVerb.Rset,
            "NOOP" => SmtpVerb.Noop,
            "QUIT" => SmtpVerb.Quit,
            _ => SmtpVerb.Other,
        };

    /// <summary>It must be the last of a group sent ahead (RFC 2920 section 3.1, RFC 3207 section 4, RFC 4954 section 4).</summary>
    public bool MustEndGroup => Verb is not (SmtpVerb.Mail or SmtpVerb.Rcpt or SmtpVerb.Rset or SmtpVerb.Bdat);
}
