using System.Diagnostics.CodeAnalysis;
using Distributor.Channels.Email;

namespace Distributor.Subscribers;

/// <summary>An e-mail address that may be sent to.</summary>
/// <param name="Value">As it is compared and stored: lower case, the domain in its ASCII form (RFC 5891).</param>
/// <param name="WrittenAs">As the person wrote it; the local part may be case-sensitive (RFC 5321 section 2.4).</param>
public sealed record EmailAddress(string Value, string WrittenAs)
{
    /// <summary>Reads one bare address: no display name, no comment, no list, a domain with a dot.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out EmailAddress? address)
    {
        address = null;
        var written = text.Trim();
        if (!EmailAddresses.TryParse(written, out var mailbox))
        {
            return false;
        }
        var domain = EmailAddresses.AsciiDomain(mailbox);
        if (!domain.Contains('.', StringComparison.Ordinal))
        {
            return false;
        }
        address = new EmailAddress(Lower(written[..written.LastIndexOf('@')] + "@" + domain), written);
        return true;
    }

#pragma warning disable CA1308 // addresses are stored and compared in lower case, as people write them
    private static string Lower(string text) => text.ToLowerInvariant();
#pragma warning restore CA1308
}
