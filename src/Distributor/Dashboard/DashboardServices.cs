using Distributor.Dashboard.Access;
using Distributor.Dashboard.Overview;
using Distributor.Dashboard.Shell;
using Distributor.Dashboard.Sources;

namespace Distributor.Dashboard;

public static class DashboardServices
{
    /// <summary>The pages for admins: rendered on the server without a circuit, with a few small scripts, usable without them.</summary>
    public static IServiceCollection AddDashboard(this IServiceCollection services)
    {
        services.AddAccess();
        return services;
    }

    public static void MapDashboard(this WebApplication app)
    {
        app.MapAccess();
        var desk = app.MapDesk();
        desk.MapOverview();
        desk.MapSources();
    }
}
