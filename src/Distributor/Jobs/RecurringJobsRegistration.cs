using Distributor.Storage.Startup;
using Hangfire;
using Hangfire.Storage;

namespace Distributor.Jobs;

/// <summary>
/// Registers the recurring jobs. It retries, because after a kill a lock row left on a recurring job makes AddOrUpdate throw
/// until the row is 30 s old, and would end the host.
/// </summary>
public sealed partial class RecurringJobsRegistration(
    IServiceProvider provider,
    DatabaseStartup startup,
    TimeProvider time,
    ILogger<RecurringJobsRegistration> logger
) : BackgroundService
{
    private const string PlanDigests = "plan-digests";
    private const string Partitions = "partitions";
    private const string TimeZones = "time-zones";
    private const string QuietHours = "quiet-hours";
    private const string Readers = "readers";
    private const string Bot = "bot";
    private const string Figures = "figures";
    private const string WarmUp = "warm-up";

    /// <summary>A day begins on a quarter of an hour in every zone.</summary>
    private const string Quarterly = "*/15 * * * *";
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await startup.WaitUntilReadyAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                Register();
                return;
            }
            catch (Exception exception)
                when (stoppingToken.IsCancellationRequested || exception is ObjectDisposedException)
            {
                return; // everything is being disposed of, after a start that failed without being told to stop
            }
#pragma warning disable CA1031 // Whatever the storage throws, the cure is the same: once more, a little later.
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogNotRegistered(exception.GetType().Name);
                await Task.Delay(RetryPause, time, stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Register()
    {
        var manager = provider.GetRequiredService<IRecurringJobManager>();
        // Ids of an older release are removed, or Hangfire would go on calling what is no longer there.
        using (var connection = provider.GetRequiredService<JobStorage>().GetConnection())
        {
            foreach (
                var known in connection
                    .GetRecurringJobs()
                    .Where(job =>
                        job.Id
                            is not (
                                PlanDigests
                                or Partitions
                                or TimeZones
                                or QuietHours
                                or Readers
                                or Bot
                                or Figures
                                or WarmUp
                            )
                    )
            )
            {
                manager.RemoveIfExists(known.Id);
            }
        }
        var options = new RecurringJobOptions
        {
            TimeZone = TimeZoneInfo.Utc,
            MisfireHandling = MisfireHandlingMode.Relaxed,
        };
        manager.AddOrUpdate<RecurringJobs>(
            Figures,
            JobQueues.Default,
            jobs => jobs.ForgetFiguresAsync(CancellationToken.None),
            Cron.Daily(3),
            options
        );
        manager.AddOrUpdate<RecurringJobs>(
            PlanDigests,
            JobQueues.Digests,
            jobs => jobs.PlanDigestsAsync(CancellationToken.None),
            Cron.Minutely(),
            options
        );
        manager.AddOrUpdate<RecurringJobs>(
            Partitions,
            JobQueues.Default,
            jobs => jobs.PreparePartitionsAsync(CancellationToken.None),
            Cron.Daily(),
            options
        );
        manager.AddOrUpdate<RecurringJobs>(
            TimeZones,
            JobQueues.Default,
            jobs => jobs.RefreshTimeZonesAsync(CancellationToken.None),
            Cron.Hourly(),
            options
        );
        manager.AddOrUpdate<RecurringJobs>(
            QuietHours,
            JobQueues.Default,
            jobs => jobs.EndQuietHoursAsync(CancellationToken.None),
            Cron.Minutely(),
            options
        );
        manager.AddOrUpdate<RecurringJobs>(
            Readers,
            JobQueues.Default,
            jobs => jobs.TendReadersAsync(CancellationToken.None),
            Cron.Minutely(),
            options
        );
        manager.AddOrUpdate<RecurringJobs>(
            Bot,
            JobQueues.Default,
            jobs => jobs.ForgetUpdatesAsync(CancellationToken.None),
            Cron.Hourly(),
            options
        );
        manager.AddOrUpdate<RecurringJobs>(
            WarmUp,
            JobQueues.Default,
            jobs => jobs.WarmUpAsync(CancellationToken.None),
            Quarterly,
            options
        );
        manager.Trigger(QuietHours);
        manager.Trigger(TimeZones);
    }

    [LoggerMessage(3002, LogLevel.Warning, "Recurring jobs cannot be registered yet ({Fault}); trying again")]
    private partial void LogNotRegistered(string fault);
}
