using Distributor.Dashboard.Access;
using Distributor.Dashboard.Shell;
using Hangfire;
using Hangfire.Dashboard;

namespace Distributor.Dashboard.Jobs;

/// <summary>Hangfire's dashboard under our login: viewers look, editors may requeue and trigger.</summary>
public static class JobPages
{
    private const string Path = "/admin/jobs";

    /// <summary>Its pages set styles of their own on elements; nothing else is looser than on our pages.</summary>
    private const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static void MapJobs(this WebApplication app)
    {
        // Made when first asked for: the storage needs a database that answers, and the process must start without one.
        var pages = new Lazy<RequestDelegate>(() => Pages(app), LazyThreadSafetyMode.PublicationOnly);
        app.Map(
                Path + "/{**rest}",
                async (HttpContext context) =>
                {
                    if (context.RequestServices.GetService<JobStorage>() is null)
                    {
                        await DeskRoutes.Missing().ExecuteAsync(context);
                        return;
                    }
                    DeskHeaders.Set(context.Response.Headers);
                    context.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
                    await pages.Value(context);
                }
            )
            .RequireAuthorization(AdminPolicies.Viewer)
            .DisableAntiforgery() // Hangfire looks at the token of its own pages
            .ExcludeFromDescription();
    }

    private static RequestDelegate Pages(WebApplication app)
    {
        var storage = app.Services.GetRequiredService<JobStorage>();
        JobMetrics.AddOnce();
        JobDetails.AddOnce();
        var branch = ((IApplicationBuilder)app).New();
        branch.UseHangfireDashboard(
            Path,
            new DashboardOptions
            {
                Authorization = [], // the route has asked already
                IsReadOnlyFunc = context => !AdminPolicies.IsEditor(context.GetHttpContext()),
                AppPath = "/admin",
                DashboardTitle = "Jobs",
                DisplayStorageConnectionString = false,
                StatsPollingInterval = 5_000, // they count the whole job table
            },
            storage
        );
        return branch.Build();
    }
}
