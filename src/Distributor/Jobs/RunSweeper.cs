using Distributor.Delivery;
using Distributor.Storage;
using Distributor.Storage.Startup;
using Microsoft.EntityFrameworkCore;

namespace Distributor.Jobs;

/// <summary>
/// Gives every unfinished run its job: at once when this process opened it, within seconds when another process did, and again
/// when the job was lost. The ledger says what is owed; the queue may forget.
/// </summary>
public sealed partial class RunSweeper(
    Database database,
    Lazy<RunLauncher> launcher,
    NewWork newWork,
    DatabaseStartup startup,
    TimeProvider time,
    ILogger<RunSweeper> logger
) : BackgroundService
{
    /// <summary>What other processes left is taken up within this time.</summary>
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(4);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await startup.WaitUntilReadyAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await SweepAsync(stoppingToken);
                await newWork.WaitAsync(Every, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // A loop that must outlive every fault of database or job storage.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                LogSweepFailed(exception);
                await Task.Delay(Every, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>One look at all unfinished runs; they are few.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var open = await db
            .Runs.Where(run => run.FinishedAt == null && run.State != RunState.Held)
            .OrderBy(run => run.Priority)
            .ThenBy(run => run.Id)
            .Select(run => run.Id)
            .ToListAsync(cancellationToken);
        foreach (var run in open)
        {
            await launcher.Value.LaunchAsync(run, atOnce: false, cancellationToken);
        }
    }

    [LoggerMessage(3001, LogLevel.Error, "Looking for runs without a job failed; trying again")]
    private partial void LogSweepFailed(Exception exception);
}
