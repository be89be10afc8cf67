using Distributor.Delivery;
using Distributor.Storage;
using Hangfire;
using Hangfire.Common;
using Hangfire.States;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Jobs;

/// <summary>Gives a run its job, or sets the one it has going again.</summary>
public sealed class RunLauncher(Database database, IBackgroundJobClient jobs, JobStorage storage, IClock clock)
{
    private static readonly TimeSpan UnlessQueued = TimeSpan.FromSeconds(15);

    /// <summary>Where Hangfire keeps the ids of scheduled jobs.</summary>
    private const string Scheduled = "schedule";

    /// <summary>
    /// Makes sure that the run's job is queued, scheduled or running. A job that was lost with its process, failed or was
    /// deleted is replaced by a new one.
    /// </summary>
    /// <param name="atOnce">There is something new to plan: a scheduled or finished job is queued now, under its id.</param>
    public async Task LaunchAsync(long runId, bool atOnce, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var run = await db.Runs.AsNoTracking().SingleAsync(r => r.Id == runId, cancellationToken);
        var state = StateOf(run.JobId);
        if (state == ProcessingState.StateName || state == EnqueuedState.StateName)
        {
            return;
        }
        if (state == ScheduledState.StateName || state == SucceededState.StateName)
        {
            if (atOnce || state == SucceededState.StateName)
            {
                jobs.ChangeState(run.JobId, new EnqueuedState(QueueOf(run)), state);
            }
            return;
        }
        await CreateAsync(db, run, cancellationToken);
    }

    private async Task CreateAsync(DistributorDb db, Run run, CancellationToken cancellationToken)
    {
        var job = Job.FromExpression<RunJob>(
            job => job.ExecuteAsync(run.Id, run.Title, CancellationToken.None),
            QueueOf(run)
        );
        // First its id on the run, then the queue: of two instances that launch at once only one job ever starts.
        // Should this process die in between, the job starts by itself.
        // A run that must wait is scheduled for its time, and not queued.
        var waits = run.State == RunState.Planning && run.NotBefore > clock.GetCurrentInstant();
        var id = jobs.Create(
            job,
            waits ? new ScheduledState(run.NotBefore!.Value.ToDateTimeUtc()) : new ScheduledState(UnlessQueued)
        );
        var old = run.JobId;
        var won = await db
            .Runs.Where(r => r.Id == run.Id && r.JobId == old)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.JobId, id), cancellationToken);
        if (won == 1 && !waits)
        {
            Start(id, run);
        }
        else if (won == 0)
        {
            jobs.ChangeState(id, new DeletedState { Reason = "another instance launched the run" });
        }
    }

    /// <summary>
    /// Without Hangfire's lock of the job, which <c>ChangeState</c> holds a moment longer than the job takes to be found: the
    /// worker would then sleep a whole second before it asks for the lock again, and so would the alert. Only the one instance
    /// whose job the run names comes here; one started by itself meanwhile is left alone.
    /// </summary>
    private void Start(string id, Run run)
    {
        if (StateOf(id) != ScheduledState.StateName)
        {
            return;
        }
        var state = new EnqueuedState(QueueOf(run));
        using var connection = storage.GetConnection();
        using var transaction = connection.CreateWriteTransaction();
        transaction.RemoveFromSet(Scheduled, id);
        transaction.SetJobState(id, state);
        transaction.AddToQueue(state.Queue, id);
        transaction.Commit();
    }

    private string? StateOf(string? jobId)
    {
        if (jobId is null)
        {
            return null;
        }
        using var connection = storage.GetConnection();
        return connection.GetStateData(jobId)?.Name;
    }

    private static string QueueOf(Run run) => run.Kind == RunKind.Digest ? JobQueues.Digests : JobQueues.Alerts;
}
