namespace Distributor.Testing.Smtp;

/// <summary>Something a client did that the protocol forbids. A test of a client asserts that there is none.</summary>
/// <param name="Connection">Counted from 1 in the order of connecting.</param>
/// <param name="Rule">Which rule was broken.</param>
/// <param name="Detail">What was seen, for the person who reads the failed test.</param>
public sealed record SmtpViolation(int Connection, SmtpRule Rule, string Detail);

/// <summary>The rules the server watches over.</summary>
public enum SmtpRule
{
    /// <summary>A line feed without carriage return (RFC 5321 section 2.3.8).</summary>
    BareLineFeed,

    /// <summary>A carriage return without line feed (RFC 5321 section 2.3.8).</summary>
    BareCarriageReturn,

    /// <summary>More than 998 octets before the CRLF of a text line (RFC 5322 section 2.1.1).</summary>
    TextLineTooLong,

    /// <summary>A command longer than its verb allows (RFC 5321 section 4.5.3.1.4 and the extensions).</summary>
    CommandTooLong,

    /// <summary>Octets above 127 after DATA without <c>BODY=8BITMIME</c> (RFC 6152).</summary>
    EightBitContent,

    /// <summary>A NUL in a text (RFC 5321 section 4.5.2).</summary>
    NulContent,

    /// <summary>An address with other letters than ASCII without <c>SMTPUTF8</c> (RFC 6531).</summary>
    InternationalAddress,

    /// <summary>A command that cannot come here (RFC 5321 section 4.1.4).</summary>
    CommandOrder,

    /// <summary>A command that cannot be read.</summary>
    Syntax,

    /// <summary>A parameter or command of an extension that EHLO did not offer.</summary>
    ExtensionNotOffered,

    /// <summary>More came than <c>SIZE=</c> said (RFC 1870 section 6.1).</summary>
    SizeTooSmall,

    /// <summary>Commands sent ahead although PIPELINING was not offered, or behind one that must end its group (RFC 2920).</summary>
    Pipelining,

    /// <summary>Something in the clear behind STARTTLS (RFC 3207 section 6).</summary>
    PlaintextAfterStartTls,

    /// <summary>A password over a connection that is not encrypted, where the server offered encryption.</summary>
    PasswordInTheClear,
}
