using Distributor.Channels;
using Distributor.Delivery.Bounces;
using Distributor.Delivery.Buttons;
using Distributor.Delivery.Editions;
using Distributor.Delivery.Figures;
using Distributor.Delivery.Notices;
using Distributor.Delivery.Reading;
using Distributor.Delivery.Sending;
using Distributor.Digests;
using Distributor.Jobs;
using Distributor.Planning;
using Distributor.Planning.Summaries;
using Distributor.Settings;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Distributor.Delivery;

public static class DeliveryServices
{
    /// <summary>Planning and composing: what every command may need.</summary>
    public static IServiceCollection AddDelivery(this IServiceCollection services)
    {
        services.AddSingleton<EditionStore>();
        services.AddSingleton<EditionRenderer>();
        services.AddSingleton<AlertPreview>();
        services.AddSingleton<EditionFreezer>();
        services.AddSingleton<AlertPlanner>();
        services.AddSingleton<EditPlanner>();
        services.AddSummaries();
        services.AddSingleton<TimeZoneRefresh>();
        services.AddSingleton<DigestRuns>();
        services.AddSingleton<DigestPlanner>();
        services.AddSingleton<StillWanted>();
        services.AddSingleton<EditionsOfRows>();
        services.AddSingleton<ButtonSeals>();
        services.AddSingleton<SendingSwitch>();
        services.TryAddSingleton<NewWork>();
        services.AddSingleton<SenderWake>();
        services.AddSingleton<RunControl>();
        services.AddSingleton<EditionControl>();
        services.AddSingleton<RunReader>();
        services.AddSingleton<DeliveryReader>();
        services.AddSingleton<SentMessages>();
        services.AddSingleton<SendingFigures>();
        services.AddSingleton<OnTheWay>();
        services.AddSingleton<SentForReal>();
        services.AddSingleton<StartFault>();
        services.AddSingleton<LaneVerdicts>();
        services.AddSingleton<LaneTroubles>();
        services.AddSingleton<WarmUp>();
        services.AddSingleton<AddressVerdicts>();
        services.AddSingleton<InstallationId>();
        services.AddSingleton<NoticeLinks>();
        services.AddSingleton<NoticeComposer>();
        services.AddSingleton<NoticePlanner>();
        services.AddSingleton<NoticeLimits>();
        services.AddSingleton<BounceAddresses>();
        services.AddSingleton<IMessageComposer<EmailMessage>, EmailComposer>();
        services.AddSingleton<IMessageComposer<TelegramMessage>, TelegramComposer>();
        return services;
    }

    /// <summary>The loops that send, for <c>serve</c> and <c>work</c>.</summary>
    public static IServiceCollection AddSenders(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCheckedOptions<OutboxOptions>(configuration, OutboxOptions.Section);
        services.AddSingleton<OutboxGuard>();
        services.AddSingleton<LaneSetup>();
        services.AddSingleton<IHostedService>(provider => Loop<EmailMessage>(provider, ChannelKind.Email));
        services.AddSingleton<IHostedService>(provider => Loop<TelegramMessage>(provider, ChannelKind.Telegram));
        return services;
    }

    private static SenderLoop<TMessage> Loop<TMessage>(IServiceProvider provider, ChannelKind channel)
        where TMessage : class =>
        ActivatorUtilities.CreateInstance<SenderLoop<TMessage>>(
            provider,
            channel,
            CreateSender<TMessage>(provider),
            provider.GetRequiredService<IChannel<TMessage>>().IsReal
        );

    /// <summary>A sender with a recorder of its own, so that one slow outside holds up no other.</summary>
    public static Sender<TMessage> CreateSender<TMessage>(IServiceProvider provider)
        where TMessage : class
    {
        var inFlight = ActivatorUtilities.CreateInstance<InFlight>(provider);
        var recorder = ActivatorUtilities.CreateInstance<OutcomeRecorder>(provider, inFlight);
        return ActivatorUtilities.CreateInstance<Sender<TMessage>>(provider, recorder, inFlight);
    }
}
