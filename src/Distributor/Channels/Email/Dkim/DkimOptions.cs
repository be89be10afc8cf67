using Distributor.Settings;
using Microsoft.Extensions.Options;

namespace Distributor.Channels.Email.Dkim;

/// <summary>Settings of section <c>Dkim</c>: the key mails are signed with (RFC 6376). All three or none.</summary>
public sealed class DkimOptions
{
    public const string Section = "Dkim";

    /// <summary>The <c>d=</c> of the signature; for DMARC the domain of the From address or one above it.</summary>
    public string Domain { get; set; } = "";

    /// <summary>The <c>s=</c>: the public key is published at <c>SELECTOR._domainkey.DOMAIN</c>.</summary>
    public string Selector { get; set; } = "";

    /// <summary>A private key in PEM without a password: RSA (PKCS #1 or #8) or Ed25519 (PKCS #8).</summary>
    public string PrivateKeyFile { get; set; } = "";

    public bool IsSet => Domain.Length > 0 && Selector.Length > 0 && PrivateKeyFile.Length > 0;
}

sealed class DkimOptionsValidator : IValidateOptions<DkimOptions>
{
    public ValidateOptionsResult Validate(string? name, DkimOptions options) => Setting.Result(Faults(options));

    static IEnumerable<string> Faults(DkimOptions options)
    {
        if (options is { Domain: "", Selector: "", PrivateKeyFile: "" })
        {
            yield break;
        }

        if (!options.IsSet)
        {
            yield return "Dkim:Domain, Dkim:Selector and Dkim:PrivateKeyFile are not all set; they must be all set or all empty, e.g. example.org, news and /etc/distributor/dkim.pem";
            yield break;
        }

        if (EmailAddresses.ToAsciiDomain(options.Domain) is null)
        {
            yield return Setting.Fault("Dkim:Domain", options.Domain, "a domain", "example.org");
        }

        // RFC 6376 section 3.1: labels like those of a domain, with dots between them.
        if (!options.Selector.ToLowerInvariant().Split('.').All(HeaderText.IsDomainLabel))
        {
            yield return Setting.Fault("Dkim:Selector", options.Selector, "a label of a domain", "news");
        }

        if (DkimKey.Load(options.PrivateKeyFile).Fault is { } rule)
        {
            yield return Setting.Fault(
                "Dkim:PrivateKeyFile",
                options.PrivateKeyFile,
                rule,
                "/etc/distributor/dkim.pem"
            );
        }
    }
}
