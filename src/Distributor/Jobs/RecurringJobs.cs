using Distributor.Digests;
using Distributor.Storage;
using Hangfire;

namespace Distributor.Jobs;

/// <summary>What Hangfire starts by the clock. Each may run twice at once: the ledger adds nothing twice.</summary>
[AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)] // failed jobs never expire
public sealed class RecurringJobs(DigestRuns runs, RunLauncher launcher, Partitions partitions)
{
    /// <summary>Opens the runs of readers whose hour has come and sets their jobs going.</summary>
    [JobDisplayName("Plan digests")]
    public async Task PlanDigestsAsync(CancellationToken cancellationToken)
    {
        foreach (var run in await runs.OpenDueAsync(cancellationToken))
        {
            await launcher.LaunchAsync(run, atOnce: true, cancellationToken);
        }
    }

    [JobDisplayName("Prepare the next months of the ledger")]
    public Task PreparePartitionsAsync(CancellationToken cancellationToken) =>
        partitions.EnsureAsync(cancellationToken);
}
