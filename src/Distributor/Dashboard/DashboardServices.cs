using Distributor.Dashboard.Access;
using Distributor.Dashboard.Articles;
using Distributor.Dashboard.Channels;
using Distributor.Dashboard.Deliveries;
using Distributor.Dashboard.Editions;
using Distributor.Dashboard.Jobs;
using Distributor.Dashboard.Overview;
using Distributor.Dashboard.Runs;
using Distributor.Dashboard.Settings.Topics;
using Distributor.Dashboard.Shell;
using Distributor.Dashboard.Sources;
using Distributor.Dashboard.Subscribers;

namespace Distributor.Dashboard;

public static class DashboardServices
{
    /// <summary>The pages for admins: rendered on the server without a circuit, with a few small scripts, usable without them.</summary>
    public static IServiceCollection AddDashboard(this IServiceCollection services)
    {
        services.AddAccess();
        services.AddSingleton<DeskFlash>();
        services.AddOverview();
        services.AddSingleton<PersonLoader>();
        return services;
    }

    /// <summary>Comes before it is known who asks, so that refusals have our headers and words too.</summary>
    public static void UseDesk(this WebApplication app) => DeskPipeline.Use(app);

    public static void MapDashboard(this WebApplication app)
    {
        app.MapAccess();
        app.MapJobs();
        var desk = app.MapDesk();
        desk.MapAccessPages();
        desk.MapOverview();
        desk.MapArticles();
        desk.MapSources();
        desk.MapRuns();
        desk.MapDeliveries();
        desk.MapEditions();
        desk.MapChannels();
        desk.MapSubscribers();
        desk.MapTopics();
    }
}
