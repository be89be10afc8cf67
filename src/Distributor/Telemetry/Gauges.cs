using System.Diagnostics.Metrics;
using Distributor.Dashboard.Overview;
using Distributor.Delivery;
using Distributor.Storage;
using Hangfire;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Telemetry;

/// <summary>
/// What the database knows and no process alone: the queue, lanes, unfinished runs, jobs. Read when somebody asks for the metrics,
/// at most once a second; the numbers of the overview page are the same ones.
/// </summary>
public sealed class Gauges : IDisposable
{
    private static readonly TimeSpan CacheTime = TimeSpan.FromSeconds(1);

    /// <summary>Prometheus gives up after ten seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    private readonly LiveFigures figures;
    private readonly Database database;
    private readonly IServiceProvider services;
    private readonly IClock clock;
    private readonly TimeProvider time;
    private readonly DatabaseConnections connections;
    private readonly SemaphoreSlim reading = new(1, 1);
    private long? readAt;
    private Seen? seen;

    public Gauges(
        IMeterFactory meters,
        LiveFigures figures,
        Database database,
        IServiceProvider services,
        IClock clock,
        TimeProvider time
    )
    {
        this.figures = figures;
        this.database = database;
        this.services = services;
        this.clock = clock;
        this.time = time;
        var meter = meters.Meter();
        connections = new DatabaseConnections(meter);
        Gauge(
            meter,
            "distributor.database.up",
            "1",
            "1 when the database answered just now.",
            now => now is null ? 0 : 1
        );
        Gauge(meter, "distributor.queue.due", "{row}", "Rows due now, counted up to 1,000.", now => now?.Figures.Due);
        Gauge(
            meter,
            "distributor.queue.age",
            "s",
            "How long the oldest due row has waited; 0 when none is due.",
            now => now is null ? null : now.Figures.QueueAge?.TotalSeconds ?? 0
        );
        Gauge(
            meter,
            "distributor.sending.stopped",
            "1",
            "1 while the stop-everything switch is on.",
            now =>
                now is null ? null
                : now.Figures.IsStopped ? 1
                : 0
        );
        Many(meter, "distributor.lane.shut", "1", "1 while nothing may leave on the lane.", now => now.Lanes);
        Many(meter, "distributor.run.rows", "{row}", "Rows of unfinished runs.", now => now.Rows);
        Many(meter, "distributor.run.unfinished", "{run}", "Runs that are not over.", now => now.Runs);
        Many(meter, "distributor.jobs", "{job}", "Hangfire's jobs.", now => now.Jobs);
    }

    /// <summary>Never fails: what cannot be read is left out, and <c>distributor.database.up</c> says 0.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await reading.WaitAsync(cancellationToken);
        try
        {
            if (readAt is { } at && time.GetElapsedTime(at) < CacheTime)
            {
                return;
            }
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(Patience);
            try
            {
                seen = await ReadAsync(limit.Token);
            }
            catch (Exception exception)
                when (DatabaseFault.Is(exception)
                    || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)
                )
            {
                seen = null;
            }
            readAt = time.GetTimestamp();
        }
        finally
        {
            reading.Release();
        }
    }

    public void Dispose()
    {
        connections.Dispose();
        reading.Dispose();
    }

    private async Task<Seen> ReadAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        await using var db = database.CreateDbContext();
        var lanes = await db.Lanes.AsNoTracking().OrderBy(lane => lane.Id).ToListAsync(cancellationToken);
        var open = db.Runs.Where(run => run.FinishedAt == null);
        var runs = await open.GroupBy(run => new { run.Kind, run.State })
            .Select(group => new
            {
                group.Key.Kind,
                group.Key.State,
                N = group.Count(),
            })
            .ToListAsync(cancellationToken);
        var rows = await open.Join(
                db.RunCounts,
                run => run.Id,
                count => count.RunId,
                (run, count) =>
                    new
                    {
                        run.Kind,
                        count.State,
                        count.N,
                    }
            )
            .GroupBy(one => new { one.Kind, one.State })
            .Select(group => new
            {
                group.Key.Kind,
                group.Key.State,
                N = group.Sum(one => one.N),
            })
            .ToListAsync(cancellationToken);
        return new Seen(
            await figures.ReadAsync(cancellationToken),
            [
                .. lanes.SelectMany(lane =>
                    new[]
                    {
                        Lane(lane, "waits", lane.Breakdowns == 0 && lane.HeldUntil > now),
                        Lane(lane, "broken", lane.Breakdowns > 0),
                        Lane(lane, "closed", lane.State == LaneState.Closed),
                    }
                ),
            ],
            [
                .. rows.Select(one => new Measurement<double>(
                    one.N,
                    Instrumentation.Tag("distributor.run.kind", one.Kind.Word()),
                    Instrumentation.Tag("distributor.state", one.State.Word())
                )),
            ],
            [
                .. runs.Select(one => new Measurement<double>(
                    one.N,
                    Instrumentation.Tag("distributor.run.kind", one.Kind.Word()),
                    Instrumentation.Tag("distributor.run.state", one.State.Word())
                )),
            ],
            services.GetService<JobStorage>() is { } jobs ? await Task.Run(() => JobsOf(jobs), cancellationToken) : []
        );
    }

    private static Measurement<double> Lane(Lane lane, string kind, bool isSo) =>
        new(
            isSo ? 1 : 0,
            Instrumentation.Tag("distributor.lane", lane.Key),
            Instrumentation.Tag("distributor.lane.reason", kind)
        );

    private static List<Measurement<double>> JobsOf(JobStorage storage)
    {
        var monitoring = storage.GetMonitoringApi();
        var all = monitoring.GetStatistics();
        List<Measurement<double>> jobs =
        [
            Job("all", "processing", all.Processing),
            Job("all", "scheduled", all.Scheduled),
            Job("all", "failed", all.Failed),
        ];
        jobs.AddRange(monitoring.Queues().Select(queue => Job(queue.Name, "enqueued", queue.Length)));
        return jobs;
    }

    private static Measurement<double> Job(string queue, string state, long n) =>
        new(
            n,
            Instrumentation.Tag("distributor.job.queue", queue),
            Instrumentation.Tag("distributor.job.state", state)
        );

    private void Gauge(Meter meter, string name, string unit, string description, Func<Seen?, double?> value) =>
        meter.CreateObservableGauge(
            name,
            IEnumerable<Measurement<double>> () =>
                readAt is not null && value(seen) is { } now ? [new Measurement<double>(now)] : [],
            unit,
            description
        );

    private void Many(
        Meter meter,
        string name,
        string unit,
        string description,
        Func<Seen, IEnumerable<Measurement<double>>> values
    ) => meter.CreateObservableGauge(name, () => seen is { } now ? values(now) : [], unit, description);

    private sealed record Seen(
        FiguresNow Figures,
        IReadOnlyList<Measurement<double>> Lanes,
        IReadOnlyList<Measurement<double>> Rows,
        IReadOnlyList<Measurement<double>> Runs,
        IReadOnlyList<Measurement<double>> Jobs
    );
}
