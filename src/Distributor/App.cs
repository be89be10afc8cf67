using Distributor.Api;
using Distributor.Articles.Desk;
using Distributor.Bot;
using Distributor.Channels;
using Distributor.Dashboard;
using Distributor.Delivery;
using Distributor.Digests;
using Distributor.Jobs;
using Distributor.Settings;
using Distributor.Site;
using Distributor.Sources;
using Distributor.Storage;
using Distributor.Storage.Startup;
using Distributor.Subscribers;
using Distributor.Telemetry;
using NodaTime;

namespace Distributor;

/// <summary>What the application is made of: one line a concern, each beside its own code.</summary>
public static class App
{
    /// <summary>
    /// A builder that finds its files beside the program, whatever the current directory is, also when the program was
    /// not published: then the static files lie in the source tree, and without this call they are served empty.
    /// </summary>
    /// <param name="arguments">Settings as on the command line: <c>--urls</c>, <c>--Storage:DataDirectory=…</c>.</param>
    public static WebApplicationBuilder CreateBuilder(params string[] arguments)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                Args = arguments,
                ApplicationName = typeof(App).Assembly.GetName().Name,
                ContentRootPath = AppContext.BaseDirectory,
            }
        );
        // It writes the paths of requests, and some paths are signed links; whatever the settings say of its parents.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        builder.WebHost.UseStaticWebAssets();
        return builder;
    }

    public static void AddDistributor(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<IClock>(SystemClock.Instance);
        services.AddSingleton(TimeProvider.System);
        services.AddStorage(builder.Configuration);
        services.AddTelemetry(builder.Configuration);
        services.AddCheckedOptions<DigestOptions, DigestOptionsValidator>(builder.Configuration, DigestOptions.Section);
        services.AddSources(builder.Configuration);
        services.AddSubscribers();
        services.AddChannels(builder.Configuration);
        services.AddDelivery();
        services.AddArticleDesk();
        services.AddSite(builder.Configuration);
        services.AddApi();
        services.AddBot();
        services.AddDashboard();
    }

    /// <summary>What plans and sends by itself, for <c>serve</c> and <c>work</c>; other commands leave it out.</summary>
    public static void AddWorkers(this WebApplicationBuilder builder)
    {
        builder.Services.AddHostedService(provider => provider.GetRequiredService<DatabaseStartup>());
        builder.Services.AddSenders(builder.Configuration);
        builder.Services.AddJobs(builder.Configuration);
        // Ten seconds are promised from the signal to the end of the process. Jobs are given 7 s, all others what the host waits;
        // the rest is for the end itself, which takes its time on a busy machine.
        builder.Services.Configure<HostOptions>(host =>
        {
            host.ShutdownTimeout = TimeSpan.FromSeconds(8);
            // One after another, a hung call of one channel would leave the other no time.
            host.ServicesStopConcurrently = true;
        });
    }

    public static void MapDistributor(this WebApplication app)
    {
        app.MapHealth();
        app.MapSite();
        app.UseDesk();
        app.MapApi();
        app.MapBot();
        app.MapDashboard();
        app.MapMetrics();
    }
}
