using Distributor.Api;
using Distributor.Digests;
using Distributor.Settings;
using Distributor.Site;
using Distributor.Storage;
using Distributor.Subscribers;
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
        builder.WebHost.UseStaticWebAssets();
        return builder;
    }

    public static void AddDistributor(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<IClock>(SystemClock.Instance);
        services.AddSingleton(TimeProvider.System);
        services.AddStorage(builder.Configuration);
        services.AddCheckedOptions<DigestOptions, DigestOptionsValidator>(builder.Configuration, DigestOptions.Section);
        services.AddSubscribers();
        services.AddSite(builder.Configuration);
        services.AddApi();
    }

    public static void MapDistributor(this WebApplication app)
    {
        app.MapHealth();
        app.MapSite();
        app.MapApi();
    }
}
