using Distributor.Channels;
using Distributor.Delivery.Editions;
using Distributor.Delivery.Sending;
using Distributor.Digests;
using Distributor.Jobs;
using Distributor.Planning;
using NodaTime;

namespace Distributor.Delivery;

public static class DeliveryServices
{
    /// <summary>Planning and composing: what every command may need.</summary>
    public static IServiceCollection AddDelivery(this IServiceCollection services)
    {
        services.AddSingleton<EditionStore>();
        services.AddSingleton<EditionRenderer>();
        services.AddSingleton<EditionFreezer>();
        services.AddSingleton<AlertPlanner>();
        services.AddSingleton<DigestRuns>();
        services.AddSingleton<DigestPlanner>();
        services.AddSingleton<StillWanted>();
        services.AddSingleton<EditionsOfRows>();
        services.AddSingleton<SendingSwitch>();
        services.AddSingleton<NewWork>();
        services.AddSingleton<SenderWake>();
        services.AddSingleton<IMessageComposer<EmailMessage>, EmailComposer>();
        services.AddSingleton<IMessageComposer<TelegramMessage>, TelegramComposer>();
        return services;
    }

    /// <summary>The loops that send, for <c>serve</c> and <c>work</c>.</summary>
    public static IServiceCollection AddSenders(this IServiceCollection services)
    {
        services.AddSingleton<IHostedService>(provider => Loop<EmailMessage>(provider, ChannelKind.Email));
        services.AddSingleton<IHostedService>(provider => Loop<TelegramMessage>(provider, ChannelKind.Telegram));
        return services;
    }

    /// <summary>Each channel has its own recorder, so that one slow outside holds up no other.</summary>
    private static SenderLoop<TMessage> Loop<TMessage>(IServiceProvider provider, ChannelKind channel)
        where TMessage : class
    {
        var ledger = provider.GetRequiredService<ILedger>();
        var inFlight = ActivatorUtilities.CreateInstance<InFlight>(provider);
        var recorder = ActivatorUtilities.CreateInstance<OutcomeRecorder>(provider);
        var sender = new Sender<TMessage>(
            ledger,
            provider.GetRequiredService<IChannel<TMessage>>(),
            provider.GetRequiredService<IMessageComposer<TMessage>>(),
            provider.GetRequiredService<SendingSwitch>(),
            recorder,
            inFlight,
            provider.GetRequiredService<IClock>(),
            provider.GetRequiredService<TimeProvider>()
        );
        return ActivatorUtilities.CreateInstance<SenderLoop<TMessage>>(provider, channel, sender, recorder, inFlight);
    }
}
