using Distributor.Settings;
using Microsoft.Extensions.Options;

namespace Distributor.Channels.Email;

/// <summary>Settings of section <c>Mail</c>: who the mails come from.</summary>
public sealed class MailOptions
{
    public const string Section = "Mail";

    /// <summary>
    /// The From of mails that only go to the outbox. The domain is one that never exists (RFC 2606), so that a mail
    /// taken from there and sent by hand can harm nobody; with an SMTP host set it is refused.
    /// </summary>
    public const string PlaceholderFromAddress = "news@distributor.invalid";

    public string FromAddress { get; set; } = PlaceholderFromAddress;

    /// <summary>The name beside the From address and in List-Id, one line of at most 100 characters.</summary>
    public string FromName { get; set; } = "Distributor";

    /// <summary>Where answers go; empty means to the From address.</summary>
    public string ReplyTo { get; set; } = "";

    /// <summary>The sender's postal address that laws ask for at the foot of a bulk mail.</summary>
    public string PostalAddress { get; set; } = "";

    /// <summary>Domain of the VERP envelope sender; empty means bounces go to the From address.</summary>
    public string BounceDomain { get; set; } = "";
}

/// <remarks>
/// Reads the SMTP host from the configuration itself: a fault in the options of <c>Smtp</c> would otherwise be reported
/// a second time as one of <c>Mail</c>.
/// </remarks>
sealed class MailOptionsValidator(IConfiguration configuration) : IValidateOptions<MailOptions>
{
    public ValidateOptionsResult Validate(string? name, MailOptions options) => Setting.Result(Faults(options));

    const int MaxNameLength = 100;

    IEnumerable<string> Faults(MailOptions options)
    {
        if (!EmailAddresses.TryParse(options.FromAddress, out _))
        {
            yield return Setting.Fault(
                "Mail:FromAddress",
                options.FromAddress,
                "one e-mail address",
                "news@example.org"
            );
        }
        else if (
            !string.IsNullOrEmpty(configuration["Smtp:Host"])
            && options.FromAddress == MailOptions.PlaceholderFromAddress
        )
        {
            yield return "Mail:FromAddress is not set; with Smtp:Host it must be an address of a domain you own, e.g. news@example.org";
        }

        if (options.FromName.Length > MaxNameLength || options.FromName.Any(char.IsControl))
        {
            yield return "Mail:FromName is too long or has a line break; it must be one line of at most 100 characters, e.g. The Morning Paper";
        }

        if (options.ReplyTo.Length > 0 && !EmailAddresses.TryParse(options.ReplyTo, out _))
        {
            yield return Setting.Fault(
                "Mail:ReplyTo",
                options.ReplyTo,
                "empty or one e-mail address",
                "editors@example.org"
            );
        }

        if (options.BounceDomain.Length > 0 && EmailAddresses.ToAsciiDomain(options.BounceDomain) is null)
        {
            yield return Setting.Fault(
                "Mail:BounceDomain",
                options.BounceDomain,
                "empty or a domain",
                "bounce.example.org"
            );
        }
    }
}
