using Distributor.Channels.Email;
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
    /// Registers both channels with their settings: <c>Mail</c>, <c>Smtp</c>, <c>Telegram</c> and <c>Storage</c>. Telegram
    /// is the bot when there is a token, mail and the rest write to the outbox. <see cref="FetchPicture"/> comes from elsewhere.
    /// </summary>
    public static IServiceCollection AddChannels(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCheckedOptions<StorageOptions, StorageOptionsValidator>(configuration, StorageOptions.Section);
        services.AddCheckedOptions<MailOptions, MailOptionsValidator>(configuration, MailOptions.Section);
        services.AddCheckedOptions<SmtpOptions, SmtpOptionsValidator>(configuration, SmtpOptions.Section);
        services.AddCheckedOptions<TelegramOptions, TelegramOptionsValidator>(configuration, TelegramOptions.Section);

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<MimeComposer>();
        services.AddSingleton<EmailOutbox>();
        services.AddSingleton<TelegramOutbox>();
        services.AddSingleton<IChannel<EmailMessage>>(provider => provider.GetRequiredService<EmailOutbox>());
        services.AddTelegramBot();
        services.AddSingleton<IChannel<TelegramMessage>>(provider =>
            provider.GetRequiredService<IOptions<TelegramOptions>>().Value.BotToken.Length > 0
                ? provider.GetRequiredService<TelegramChannel>()
                : provider.GetRequiredService<TelegramOutbox>()
        );
        services.AddHostedService<OutboxCleanup>();
        return services;
    }
}
