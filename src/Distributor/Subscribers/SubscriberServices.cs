using Distributor.Articles.Topics.Editing;
using Distributor.Digests;
using Distributor.Subscribers.Bouncing;
using Distributor.Subscribers.Bulk;
using Distributor.Subscribers.Erasing;
using Distributor.Subscribers.Exporting;
using Distributor.Subscribers.History;
using Distributor.Subscribers.Importing;
using Distributor.Subscribers.Managing;
using Distributor.Subscribers.Moving;
using Distributor.Subscribers.Preferences;
using Distributor.Subscribers.Saving;
using Distributor.Subscribers.Searching;
using Distributor.Subscribers.SigningUp;

namespace Distributor.Subscribers;

public static class SubscriberServices
{
    /// <summary>Import and export of subscribers, addresses that went out of service, and the marks of deleted ones.</summary>
    public static IServiceCollection AddSubscribers(this IServiceCollection services)
    {
        services.AddSingleton<ForgottenAddresses>();
        services.AddSingleton<SubscriberImporter>();
        services.AddSingleton<SubscriberExporter>();
        services.AddSingleton<BounceService>();
        services.AddSingleton<ChatMigration>();
        services.AddSingleton<ChatComesBack>();
        services.AddSingleton<MuteService>();
        services.AddSingleton<SaveService>();
        services.AddSingleton<PreferenceService>();
        services.AddSingleton<ErasureService>();
        services.AddSingleton<SignUpService>();
        services.AddSingleton<MovedEnds>();
        services.AddSingleton<MoveService>();
        services.AddSingleton<LinkByMail>();
        services.AddSingleton<PersonalData>();
        services.AddSingleton<LatestEdition>();
        services.AddSingleton<TopicEditor>();
        services.AddSingleton<TopicMerge>();
        services.AddSingleton<TopicList>();
        services.AddSingleton<SubscriberSearch>();
        services.AddSingleton<SubscriberReader>();
        services.AddSingleton<AddressOpening>();
        services.AddSingleton<SubscriberAdding>();
        services.AddSingleton<SubscriberEditing>();
        services.AddSingleton<AddressCorrection>();
        services.AddSingleton<PersonHistory>();
        services.AddSingleton<WhyNothing>();
        services.AddSingleton<BulkService>();
        services.AddSingleton<BulkRuns>();
        services.AddSingleton<StagedFiles>();
        services.AddSingleton<ImportRuns>();
        return services;
    }
}
