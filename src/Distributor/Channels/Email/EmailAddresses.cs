using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using MimeKit;

namespace Distributor.Channels.Email;

/// <summary>Which e-mail addresses can be written to: a plain <c>local@domain</c> that ordinary SMTP carries.</summary>
static class EmailAddresses
{
    /// <summary>RFC 5321 section 4.5.3.1: a path has at most 256 octets, two of them angle brackets.</summary>
    const int MaxOctets = 254;

    const int MaxLocalOctets = 64;

    /// <summary>
    /// Takes an address without display name or comment. A domain in other scripts becomes its ASCII form (RFC 5890);
    /// a local part in other scripts would need SMTPUTF8 at every hop and is refused.
    /// </summary>
    public static bool TryParse(string? value, [NotNullWhen(true)] out MailboxAddress? address)
    {
        address = null;
        value ??= "";
        var at = value.LastIndexOf('@');
        if (at < 1 || value.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)))
        {
            return false;
        }

        var (local, domain) = (value[..at], ToAsciiDomain(value[(at + 1)..]));
        if (domain is null || !Ascii.IsValid(local) || local.Length > MaxLocalOctets)
        {
            return false;
        }

        var plain = local + "@" + domain;
        return plain.Length <= MaxOctets
            && MailboxAddress.TryParse(plain, out address)
            && MailboxAddress.EncodeAddrspec(address.Address) == plain
            && string.IsNullOrEmpty(address.Name)
            && address.Route.Count == 0;
    }

    /// <summary>The ASCII form of the domain of an address that <see cref="TryParse"/> let through.</summary>
    public static string AsciiDomain(MailboxAddress address) =>
        MailboxAddress.EncodeAddrspec(address.Address).Split('@')[^1];

    /// <summary>The domain in lower-case ASCII, or null when it is no host name; one label alone is accepted.</summary>
    public static string? ToAsciiDomain(string domain)
    {
        try
        {
            // An IdnMapping is not safe to share: its properties can be set.
            var ascii = new IdnMapping { UseStd3AsciiRules = true }
                .GetAscii(domain)
                .ToLowerInvariant();
            return Uri.CheckHostName(ascii) == UriHostNameType.Dns && !ascii.EndsWith('.') ? ascii : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
