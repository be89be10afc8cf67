using Distributor.Settings;
using Distributor.Site.Archive;
using Distributor.Site.Editions;
using Distributor.Site.Forms;
using Distributor.Site.Moving;
using Distributor.Site.MyData;
using Distributor.Site.MyLink;
using Distributor.Site.Preferences;
using Distributor.Site.SignUp;
using Distributor.Site.Unsubscribe;
using Distributor.Subscribers.Links;
using Distributor.Subscribers.Unsubscribing;

namespace Distributor.Site;

public static class SiteServices
{
    /// <summary>The pages for readers, rendered on the server without script or circuit.</summary>
    public static IServiceCollection AddSite(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCheckedOptions<SiteOptions, SiteOptionsValidator>(configuration, SiteOptions.Section);
        services.AddRazorComponents();
        services.AddFormGuard();
        services.AddProxyHeaders();
        services.AddSingleton<BotLink>();
        services.AddSingleton<LinkTokens>();
        services.AddSingleton<UnsubscribeService>();
        services.AddSingleton<ArchiveReader>();
        services.AddSingleton<ArchiveFeed>();
        return services;
    }

    public static void MapSite(this WebApplication app)
    {
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = file => Cache(file.Context) });
        app.UseForwardedHeaders();
        app.UseRateLimiter();
        app.MapSignUp();
        app.MapPreferences();
        app.MapMoves();
        app.MapMyData();
        app.MapMyLink();
        app.MapUnsubscribe();
        app.MapArchive();
        app.MapEditions();
    }

    /// <summary>
    /// Asked for again each time and answered 304, so that a new version is seen at once; but what lies in a folder of its own
    /// version never changes.
    /// </summary>
    private static void Cache(HttpContext context)
    {
        context.Response.Headers.CacheControl = context.Request.Path.StartsWithSegments("/lib")
            ? "public, max-age=31536000, immutable"
            : "no-cache";
        context.Response.Headers.XContentTypeOptions = "nosniff";
    }
}
