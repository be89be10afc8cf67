using Distributor.Dashboard.Access;
using Distributor.Dashboard.Channels;
using Distributor.Dashboard.Deliveries;
using Distributor.Dashboard.Editions;
using Distributor.Dashboard.Jobs;
using Distributor.Dashboard.Overview;
using Distributor.Dashboard.Runs;
using Distributor.Dashboard.Settings.Topics;
using Distributor.Dashboard.Shell;
using Distributor.Dashboard.Subscribers;

namespace Distributor.Dashboard;

public static class DashboardServices
{
    /// <summary>The pages for admins: rendered on the server without a circuit, with a few small scripts, usable without them.</summary>
    public static IServiceCollection AddDashboard(this IServiceCollection services)
    {
        services.AddAccess();
        services.AddSingleton<DeskFlash>();
        services.AddSingleton<PersonLoader>();
        services.AddOverview();
        services.WithoutEarlyKeys();
        return services;
    }

    /// <summary>
    /// The framework's hosted service would read its keys while the host starts, before the database is migrated or even there.
    /// Several of its parts register it, so this comes after them.
    /// </summary>
    private static void WithoutEarlyKeys(this IServiceCollection services)
    {
        foreach (
            var early in services
                .Where(service => service.ImplementationType?.Name == "DataProtectionHostedService")
                .ToList()
        )
        {
            services.Remove(early);
        }
    }

    public static void MapDashboard(this WebApplication app)
    {
        app.MapAccess();
        app.MapJobs();
        var desk = app.MapDesk();
        desk.MapOverview();
        desk.MapSubscribers();
        desk.MapTopics();
        desk.MapRuns();
        desk.MapDeliveries();
        desk.MapEditions();
        desk.MapChannels();
    }
}
