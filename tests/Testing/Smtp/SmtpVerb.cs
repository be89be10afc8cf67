namespace Distributor.Testing.Smtp;

/// <summary>A moment of an SMTP session at which the server answers, and at which a fault can be injected.</summary>
public enum SmtpVerb
{
    /// <summary>The connection was made; the greeting is due.</summary>
    Connect,

    /// <summary>EHLO or HELO.</summary>
    Ehlo,
    StartTls,

    /// <summary>The end of an AUTH exchange.</summary>
    Auth,
    Mail,
    Rcpt,

    /// <summary>The command DATA, before any content.</summary>
    Data,

    /// <summary>Each BDAT chunk, after its bytes were read.</summary>
    Bdat,

    /// <summary>The message is whole: after the final dot, or after the chunk marked LAST.</summary>
    EndOfData,
    Rset,
    Noop,
    Quit,

    /// <summary>A command the server does not know or does not do (VRFY, EXPN, HELP).</summary>
    Other,
}
