using Distributor.Storage.Startup;
using Hangfire;
using Microsoft.Extensions.Options;

namespace Distributor.Jobs;

/// <summary>
/// Hangfire's servers, begun when the database is there: Hangfire's own hosted service wants its storage at once and would end
/// the process that should be waiting.
/// </summary>
public sealed partial class JobServers(
    IServiceProvider provider,
    DatabaseStartup startup,
    IOptions<JobsOptions> jobs,
    TimeProvider time,
    ILogger<JobServers> logger
) : BackgroundService
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await startup.WaitUntilReadyAsync(stoppingToken);
        if (await StorageAsync(stoppingToken) is not { } storage)
        {
            return;
        }
        // Alerts have workers of their own: on PostgreSQL queues are served alphabetically and nothing overtakes.
        using var alerts = new BackgroundJobServer(Options("alerts", 2, lightweight: true, JobQueues.Alerts), storage);
        using var main = new BackgroundJobServer(
            Options("main", jobs.Value.Workers - 2, lightweight: false, JobQueues.Default, JobQueues.Digests),
            storage
        );
        await Task.Delay(Timeout.InfiniteTimeSpan, time, stoppingToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        alerts.SendStop();
        main.SendStop();
        // Bounded by the servers' own shutdown timeout.
        await Task.WhenAll(
            alerts.WaitForShutdownAsync(CancellationToken.None),
            main.WaitForShutdownAsync(CancellationToken.None)
        );
    }

    private async Task<JobStorage?> StorageAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                return provider.GetRequiredService<JobStorage>();
            }
#pragma warning disable CA1031 // Whatever keeps the storage from opening, the cure is the same: once more, a little later.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                LogNoStorage(exception.GetType().Name);
                await Task.Delay(RetryPause, time, stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        return null;
    }

    /// <summary>A stop ends within 8 s; another instance takes over what was cut off within a second.</summary>
    private BackgroundJobServerOptions Options(string role, int workers, bool lightweight, params string[] queues) =>
        new()
        {
            ServerName = FormattableString.Invariant($"{Environment.MachineName}:{Environment.ProcessId}:{role}"),
            Activator = provider.GetRequiredService<JobActivator>(),
            Queues = queues,
            WorkerCount = Math.Max(1, workers),
            IsLightweightServer = lightweight,
            StopTimeout = TimeSpan.FromSeconds(5), // 0.5 s: running jobs would be cut off at once
            ShutdownTimeout = TimeSpan.FromSeconds(7),
            HeartbeatInterval = TimeSpan.FromSeconds(10),
            ServerTimeout = TimeSpan.FromSeconds(40),
            ServerCheckInterval = TimeSpan.FromSeconds(15),
            SchedulePollingInterval = TimeSpan.FromSeconds(5), // 15 s: so late a scheduled or recurring job would be
        };

    [LoggerMessage(3003, LogLevel.Error, "The job storage does not open ({Fault}); trying again every 2 s")]
    private partial void LogNoStorage(string fault);
}
