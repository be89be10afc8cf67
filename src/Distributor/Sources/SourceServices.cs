using Distributor.Articles.Intake;
using Distributor.Articles.Reading;
using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Jobs;
using Distributor.Settings;
using Distributor.Sources.Desk;
using Distributor.Sources.Fetching;
using Distributor.Sources.Inbox;
using Distributor.Sources.Inputs;
using Distributor.Sources.Polling;
using Distributor.Sources.Pushing;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Distributor.Sources;

/// <summary>Wires the ways in.</summary>
public static class SourceServices
{
    private const string DefaultPublicUrl = "http://localhost:5080";

    /// <summary>Reading, fetching and intake, for every command; nothing runs by itself.</summary>
    public static IServiceCollection AddSources(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCheckedOptions<SourcesOptions, SourcesOptionsValidator>(configuration, SourcesOptions.Section);
        services.AddCheckedOptions<SendingOptions, SendingOptionsValidator>(configuration, SendingOptions.Section);
        services.AddArticleReading();
        services.TryAddSingleton<NewWork>();
        services.AddSingleton(provider => new SourceFetcher(
            Client(
                provider.GetRequiredService<IOptions<SourcesOptions>>().Value,
                configuration["Site:PublicUrl"] is { Length: > 0 } url ? url : DefaultPublicUrl
            ),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton<FetchPicture>(provider =>
            async (address, cancellationToken) =>
                (
                    await provider
                        .GetRequiredService<SourceFetcher>()
                        .FetchAsync(address, FetchMemory.None, cancellationToken)
                )
                    .Document
                    ?.Bytes
        );
        return services
            .AddSingleton<ArticleIntake>()
            .AddSingleton<HeldArticles>()
            .AddSingleton<SystemSources>()
            .AddSingleton<InputIntake>()
            .AddSingleton<SourceCatalog>()
            .AddSingleton<SourceDiscovery>()
            .AddSingleton<SourceDesk>()
            .AddSingleton<SourceList>()
            .AddSingleton<SourcePreviewer>()
            .AddSingleton<WaitingArticles>()
            .AddSingleton<PushIntake>()
            .AddSingleton<PollMemory>()
            .AddSingleton<SourcePoll>()
            .AddSingleton<FullTextFetch>()
            .AddSingleton<InboxFolder>()
            .AddSingleton<InboxFile>();
    }

    /// <summary>Polling and the inbox as background services: for <c>serve</c>, not for <c>work</c>.</summary>
    public static IServiceCollection AddSourceWorkers(this IServiceCollection services) =>
        services
            .AddSingleton<SourcePoller>()
            .AddSingleton<InboxWatcher>()
            .AddHostedService(provider => provider.GetRequiredService<SourcePoller>())
            .AddHostedService(provider => provider.GetRequiredService<InboxWatcher>());

    /// <summary>
    /// Made by hand and not by the client factory, whose logging writes addresses, and addresses may hold secrets. The
    /// fetcher keeps the time; who asks is said openly, so that a publisher knows whom to write to.
    /// </summary>
    private static HttpClient Client(SourcesOptions options, string publicUrl)
    {
        var client = new HttpClient(FetchHandlers.Create(options.AllowPrivateNetworks))
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", $"Distributor/0.1 (+{publicUrl})");
        return client;
    }
}
