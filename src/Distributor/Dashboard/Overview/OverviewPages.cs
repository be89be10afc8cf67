using Distributor.Dashboard.Access;
using Distributor.Dashboard.Shell;
using Distributor.Delivery;
using Distributor.Delivery.Figures;
using Distributor.Delivery.Reading;
using Distributor.Site.Forms;
using NodaTime;

namespace Distributor.Dashboard.Overview;

public static class OverviewPages
{
    private const int ChartMinutes = 60;
    private const int RecentRuns = 8;
    private const int DigestsAhead = 6;

    public static IServiceCollection AddOverview(this IServiceCollection services)
    {
        services.AddSingleton<LiveFigures>();
        services.AddSingleton<Attention>();
        services.AddSingleton<DigestForecast>();
        return services;
    }

    public static void MapOverview(this RouteGroupBuilder desk)
    {
        desk.MapGet("", ShowAsync);
        LivePages.Map(desk);
        desk.MapPost(
                "/sending/stop",
                (HttpContext context, SendingSwitch sending) => SwitchAsync(context, sending, true)
            )
            .RequireAuthorization(AdminPolicies.Editor);
        desk.MapPost(
                "/sending/resume",
                (HttpContext context, SendingSwitch sending) => SwitchAsync(context, sending, false)
            )
            .RequireAuthorization(AdminPolicies.Editor);
    }

    private static async Task<IResult> ShowAsync(
        LiveFigures live,
        SendingFigures figures,
        Attention attention,
        DigestForecast digests,
        RunReader runs,
        IClock clock,
        CancellationToken cancellationToken
    )
    {
        var now = clock.GetCurrentInstant();
        return DeskRoutes.Page<OverviewPage>(
            (nameof(OverviewPage.Now), await live.ReadAsync(cancellationToken)),
            (nameof(OverviewPage.Minutes), await figures.MinutesAsync(now, ChartMinutes, cancellationToken)),
            (nameof(OverviewPage.Items), await attention.ReadAsync(cancellationToken)),
            (nameof(OverviewPage.Digests), await digests.ReadAsync(now, DigestsAhead, cancellationToken)),
            (
                nameof(OverviewPage.Recent),
                await runs.ListAsync(new RunFilter(), long.MaxValue, RecentRuns, cancellationToken)
            )
        );
    }

    /// <summary>The stop-everything switch, from whichever page it was pressed.</summary>
    private static async Task<IResult> SwitchAsync(HttpContext context, SendingSwitch sending, bool stop)
    {
        var fields = await FormGuard.FieldsAsync(context);
        var actor = AdminPolicies.Actor(context);
        _ = stop
            ? await sending.StopAsync(actor, context.RequestAborted)
            : await sending.ResumeAsync(actor, context.RequestAborted);
        return DeskRoutes.Done(
            context,
            fields["return"],
            stop ? "Sending is stopped. What is due waits; nothing is lost." : "Sending goes on.",
            stop ? Tone.Warning : Tone.Good
        );
    }
}
