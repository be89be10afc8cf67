using Distributor.Settings;
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
        services.AddSingleton<LinkTokens>();
        services.AddSingleton<UnsubscribeService>();
        return services;
    }

    public static void MapSite(this WebApplication app)
    {
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = file => Cache(file.Context) });
        app.MapUnsubscribe();
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
