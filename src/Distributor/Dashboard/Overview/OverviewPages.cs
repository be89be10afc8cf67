using Distributor.Dashboard.Shell;

namespace Distributor.Dashboard.Overview;

public static class OverviewPages
{
    public static void MapOverview(this RouteGroupBuilder desk) =>
        desk.MapGet("", () => DeskRoutes.Page<OverviewPage>());
}
