using System.Globalization;
using Distributor.Dashboard.Overview;
using Distributor.Storage;
using Hangfire;
using Hangfire.Dashboard;
using Microsoft.EntityFrameworkCore;

namespace Distributor.Dashboard.Jobs;

/// <summary>Our numbers on Hangfire's overview: subscribers, due, sent today, failed.</summary>
internal static class JobMetrics
{
    private static int added;

    /// <summary>Hangfire keeps its metrics for the whole process; each asks the host whose page it is on.</summary>
    public static void AddOnce()
    {
        if (Interlocked.Exchange(ref added, 1) != 0)
        {
            return;
        }
        Add("subscribers", "Subscribers", SubscribersAsync);
        Add("due", "Due now", async (services, stop) => Words(await NowAsync(services, stop), "due"));
        Add(
            "sent-today",
            "Sent today",
            async (services, stop) =>
                (await NowAsync(services, stop)).Today.All.ToString("N0", CultureInfo.InvariantCulture)
        );
        Add(
            "failed-today",
            "Failed today",
            async (services, stop) => Words(await NowAsync(services, stop), "failed-today")
        );
    }

    private static void Add(
        string name,
        string title,
        Func<IServiceProvider, CancellationToken, Task<string>> readAsync
    ) =>
        GlobalConfiguration.Configuration.UseDashboardMetrics(
            new DashboardMetric(
                "distributor:" + name,
                title,
                page =>
                {
                    var context = page.Context.GetHttpContext();
                    try
                    {
                        // Hangfire renders its pages without waiting for anything.
                        return new Metric(
                            Task.Run(() => readAsync(context.RequestServices, context.RequestAborted))
                                .GetAwaiter()
                                .GetResult()
                        );
                    }
                    catch (Exception fault) when (DatabaseFault.Is(fault))
                    {
                        return new Metric("–");
                    }
                }
            )
        );

    private static Task<FiguresNow> NowAsync(IServiceProvider services, CancellationToken stop) =>
        services.GetRequiredService<LiveFigures>().ReadAsync(stop);

    private static string Words(FiguresNow now, string name) => now.Say(name);

    private static async Task<string> SubscribersAsync(IServiceProvider services, CancellationToken stop)
    {
        var database = services.GetRequiredService<Database>();
        await using var db = database.CreateDbContext();
        // PostgreSQL would count a million rows; its statistics know about how many there are.
        var count =
            database.Provider == DatabaseProvider.Sqlite
                ? await db.Subscribers.LongCountAsync(stop)
                : await db
                    .Database.SqlQuery<long>(
                        $"SELECT greatest(reltuples, 0)::bigint AS \"Value\" FROM pg_class WHERE oid = 'subscribers'::regclass"
                    )
                    .SingleAsync(stop);
        return count.ToString("N0", CultureInfo.InvariantCulture);
    }
}
