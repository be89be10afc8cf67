using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using MimeKit;

namespace Distributor.Subscribers;

/// <summary>An e-mail address that may be sent to.</summary>
/// <param name="Value">As it is compared and stored: lower case, the domain in its ASCII form (RFC 5891).</param>
/// <param name="WrittenAs">As the person wrote it; the local part may be case-sensitive (RFC 5321 section 2.4).</param>
public sealed record EmailAddress(string Value, string WrittenAs)
{
    /// <summary>RFC 5321 section 4.5.3.1.3 less the angle brackets.</summary>
    private const int Longest = 254;
    private const int LongestLocalPart = 64;

    /// <summary>Reads one bare address: no display name, no comment, no list.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out EmailAddress? address)
    {
        address = null;
        var written = text.Trim();
        var at = written.LastIndexOf('@');
        if (
            at is < 1 or > LongestLocalPart
            || written.Length > Longest
            || written.Any(character => char.IsWhiteSpace(character) || char.IsControl(character))
            || !MailboxAddress.TryParse(written, out var mailbox)
            || !string.IsNullOrEmpty(mailbox.Name)
            || AsciiDomain(written[(at + 1)..]) is not { } domain
            || !string.Equals(mailbox.LocalPart, written[..at], StringComparison.Ordinal)
        )
        {
            return false;
        }
        address = new EmailAddress(Lower(written[..at]) + "@" + domain, written);
        return address.Value.Length <= Longest;
    }

    /// <summary>Null for what is no public host name: no dot, an address literal, a letter DNS does not know.</summary>
    private static string? AsciiDomain(string domain)
    {
        try
        {
            var ascii = Lower(new IdnMapping { UseStd3AsciiRules = true }.GetAscii(domain));
            return ascii.Contains('.', StringComparison.Ordinal) && !ascii.EndsWith('.') ? ascii : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

#pragma warning disable CA1308 // addresses are stored and compared in lower case, as people write them
    private static string Lower(string text) => text.ToLowerInvariant();
#pragma warning restore CA1308
}
