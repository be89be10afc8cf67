using Distributor.Settings;
using Microsoft.Extensions.Options;

namespace Distributor.Channels.Email;

/// <summary>How the connection to the relay is protected.</summary>
public enum SmtpSecurity
{
    /// <summary>TLS at once on port 465, else STARTTLS when the server offers it.</summary>
    Auto,

    None,

    /// <summary>STARTTLS or nothing.</summary>
    StartTls,

    /// <summary>TLS from the first byte.</summary>
    Tls,
}

/// <summary>Settings of section <c>Smtp</c>: the relay that takes the mails.</summary>
public sealed class SmtpOptions
{
    public const string Section = "Smtp";

    /// <summary>Name or address of the relay; empty means mails go to the outbox.</summary>
    public string Host { get; set; } = "";

    public int Port { get; set; } = 587;

    public SmtpSecurity Security { get; set; } = SmtpSecurity.Auto;

    /// <summary>Empty means no login.</summary>
    public string UserName { get; set; } = "";

    public string Password { get; set; } = "";

    /// <summary>Most connections at the same time.</summary>
    public int Connections { get; set; } = 8;

    /// <summary>Null means as fast as the relay takes them.</summary>
    public double? MessagesPerSecond { get; set; }

    /// <summary>
    /// Of a sender that receivers do not know yet: messages of its first day, its second, … (<c>200,500,1000</c>); empty means
    /// that it is known.
    /// </summary>
    public string WarmUp { get; set; } = "";

    /// <summary>After so many messages a connection is closed and a new one opened.</summary>
    public int MessagesPerConnection { get; set; } = 100;
}

sealed class SmtpOptionsValidator : IValidateOptions<SmtpOptions>
{
    public ValidateOptionsResult Validate(string? name, SmtpOptions options) => Setting.Result(Faults(options));

    static IEnumerable<string> Faults(SmtpOptions options)
    {
        if (options.Host.Length > 0 && Uri.CheckHostName(options.Host) == UriHostNameType.Unknown)
        {
            yield return Setting.Fault("Smtp:Host", options.Host, "a host name or address alone", "smtp.example.org");
        }

        if (options.Port is < 1 or > 65535)
        {
            yield return Setting.Fault("Smtp:Port", options.Port, "1-65535", "587");
        }

        if (options.UserName.Length > 0 != options.Password.Length > 0)
        {
            yield return "Smtp:UserName and Smtp:Password are not both set; they must be both set or both empty, e.g. news@example.org and its password";
        }

        if (options.Connections is < 1 or > 1000)
        {
            yield return Setting.Fault("Smtp:Connections", options.Connections, "1-1000", "8");
        }

        // A NaN is neither above nor below anything.
        if (options.MessagesPerSecond is { } rate && !(rate > 0 && rate <= 1_000_000))
        {
            yield return Setting.Fault("Smtp:MessagesPerSecond", rate, "empty (unlimited) or above 0", "50");
        }

        if (options.WarmUp.Length > 0 && WarmUpDays.Read(options.WarmUp) is null)
        {
            yield return Setting.Fault(
                "Smtp:WarmUp",
                options.WarmUp,
                "empty or the messages of each day, whole numbers above 0 with commas between them, at most 100 days",
                "200,500,1000,2000,5000,10000,20000,50000"
            );
        }

        if (options.MessagesPerConnection is < 1 or > 1_000_000)
        {
            yield return Setting.Fault("Smtp:MessagesPerConnection", options.MessagesPerConnection, "1-1000000", "100");
        }
    }
}
