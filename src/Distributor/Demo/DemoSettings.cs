using Distributor.Channels.Email;
using Distributor.Channels.Telegram;
using Distributor.Site;
using Distributor.Storage;

namespace Distributor.Demo;

/// <summary>
/// The demo's settings are its own. The user's are not even read: a relay or a bot token among them must never be used,
/// and a fault in them must not keep anybody from a first look.
/// </summary>
public static class DemoSettings
{
    /// <param name="once">Nobody will look at the pages now: any free port serves, so that none can be in the way.</param>
    public static void Apply(WebApplicationBuilder builder, string directory, DemoAddress address, bool once)
    {
        ((IConfigurationBuilder)builder.Configuration).Sources.Clear();
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                [WebHostDefaults.ServerUrlsKey] = once ? "http://127.0.0.1:0" : address.Listen,
                ["ConnectionStrings:Distributor"] = "",
                [Key(StorageOptions.Section, nameof(StorageOptions.DataDirectory))] = directory,
                [Key(SmtpOptions.Section, nameof(SmtpOptions.Host))] = "",
                [Key(TelegramOptions.Section, nameof(TelegramOptions.BotToken))] = "",
                [Key(TelegramOptions.Section, nameof(TelegramOptions.Mode))] = "off",
                [Key(SiteOptions.Section, nameof(SiteOptions.Name))] = "Harbour Wire",
                [Key(SiteOptions.Section, nameof(SiteOptions.PublicUrl))] = address.Public,
                // Reserved for examples (RFC 2606): a mail taken from the outbox and sent by hand harms nobody.
                [Key(MailOptions.Section, nameof(MailOptions.FromAddress))] = "news@harbourwire.example",
                [Key(MailOptions.Section, nameof(MailOptions.FromName))] = "Harbour Wire",
                [Key(MailOptions.Section, nameof(MailOptions.PostalAddress))] = "Harbour Wire, 7 Tar Street, Northport",
            }
        );
        builder.Logging.ClearProviders();
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        // What keeps the host from starting is told in one line; a start given up halfway makes Hangfire complain.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        builder.Logging.AddFilter("Hangfire", LogLevel.Error);
    }

    private static string Key(string section, string name) => $"{section}:{name}";
}
