using Distributor.Channels.Email;
using Distributor.Channels.Email.Dkim;
using Distributor.Channels.Email.Smtp;
using Distributor.Channels.Outbox;
using Distributor.Channels.Telegram;
using Distributor.Settings;
using Distributor.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Distributor.Channels;

/// <summary>Wires the ways out.</summary>
public static class ChannelServices
{
    /// <summary>
    /// Registers both channels with their settings: <c>Mail</c>, <c>Smtp</c>, <c>Dkim</c>, <c>Telegram</c> and <c>Storage</c>.
    /// Mail goes to the relay when there is one, Telegram messages to the bot when there is a token, else to the outbox.
    /// <see cref="FetchPicture"/> comes from elsewhere.
    /// </summary>
    public static IServiceCollection AddChannels(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCheckedOptions<StorageOptions, StorageOptionsValidator>(configuration, StorageOptions.Section);
        services.AddCheckedOptions<MailOptions, MailOptionsValidator>(configuration, MailOptions.Section);
        services.AddCheckedOptions<SmtpOptions, SmtpOptionsValidator>(configuration, SmtpOptions.Section);
        services.AddCheckedOptions<DkimOptions, DkimOptionsValidator>(configuration, DkimOptions.Section);
        services.AddCheckedOptions<TelegramOptions, TelegramOptionsValidator>(configuration, TelegramOptions.Section);

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<MailSigner>();
        services.AddSingleton<MimeComposer>();
        services.AddSingleton<EmailOutbox>();
        services.AddSingleton<TelegramOutbox>();
        services.AddSingleton(Smtp);
        services.AddSingleton<IChannel<EmailMessage>>(provider =>
            provider.GetRequiredService<IOptions<SmtpOptions>>().Value.Host.Length > 0
                ? provider.GetRequiredService<SmtpChannel>()
                : provider.GetRequiredService<EmailOutbox>()
        );
        services.AddTelegramBot();
        services.AddSingleton<IChannel<TelegramMessage>>(provider =>
            provider.GetRequiredService<IOptions<TelegramOptions>>().Value.BotToken.Length > 0
                ? provider.GetRequiredService<TelegramChannel>()
                : provider.GetRequiredService<TelegramOutbox>()
        );
        services.AddHostedService<OutboxCleanup>();
        return services;
    }

    static SmtpChannel Smtp(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<SmtpOptions>>().Value;
        var timeouts = new SmtpTimeouts();
        var time = provider.GetRequiredService<TimeProvider>();
        var connector = new MailConnector(options, timeouts, time);
        return new SmtpChannel(
            provider.GetRequiredService<MimeComposer>(),
            options,
            connector,
            timeouts,
            time,
            provider.GetRequiredService<ILogger<SmtpChannel>>()
        );
    }
}
