using Distributor.Delivery;
using Distributor.Delivery.Sending;
using Distributor.Digests;
using Distributor.Planning;
using Distributor.Storage;
using Distributor.Telemetry;
using Hangfire;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Jobs;

/// <summary>
/// The job of one run: plans the rows, wakes the senders, reads the counts and ends. It may run twice or be lost: planning adds
/// nothing twice, and <see cref="RunSweeper"/> re-creates it.
/// </summary>
[AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)] // the sweeper brings it back; Hangfire's ten tries would only multiply them
[StayScheduledWhileRowsAreOpen]
public sealed class RunJob(
    Database database,
    ILedger ledger,
    AlertPlanner alerts,
    DigestPlanner digests,
    EditPlanner edits,
    RunControl control,
    SenderWake wake,
    PlanningTelemetry telemetry
)
{
    /// <param name="title">What the job is called in the dashboard; the id alone decides what is done.</param>
    [JobDisplayName("{1}")]
    public async Task<RunReport> ExecuteAsync(long runId, string title, CancellationToken cancellationToken)
    {
        await PlanAsync(runId, cancellationToken);
        var planAgain = await PlanAgainAsync(runId, cancellationToken);
        wake.Wake();
        var finished = await ledger.FinishAsync(runId, cancellationToken);
        var totals = await ledger.CountAsync(runId, cancellationToken);
        var nextDue = totals.Open > 0 ? await ledger.NextDueAsync(runId, cancellationToken) : null;
        if (!finished)
        {
            await SayWhetherItWaitsAsync(runId, waits: totals.Planned + totals.Sending == 0, cancellationToken);
        }
        return RunReport.Of(totals, nextDue, planAgain);
    }

    /// <summary>When there is more to plan; null when all is planned.</summary>
    private async Task<Instant?> PlanAgainAsync(long runId, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        return await db
            .Runs.Where(run => run.Id == runId && run.State == RunState.Planning)
            .Select(run => run.NotBefore)
            .SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>A run whose open rows all wait for a later time is scheduled; lists show it as that.</summary>
    private async Task SayWhetherItWaitsAsync(long runId, bool waits, CancellationToken cancellationToken)
    {
        var (from, to) = waits ? (RunState.Sending, RunState.Scheduled) : (RunState.Scheduled, RunState.Sending);
        await using var db = database.CreateDbContext();
        await db
            .Runs.Where(run => run.Id == runId && run.State == from && run.FinishedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(run => run.State, to), cancellationToken);
    }

    private async Task PlanAsync(long runId, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var run = await db.Runs.AsNoTracking().SingleOrDefaultAsync(r => r.Id == runId, cancellationToken);
        // Gone: `digest --now` found nothing new and took its run back.
        if (run is { State: RunState.Cancelled })
        {
            await control.CancelRowsAsync(runId, cancellationToken);
        }
        if (run is null or { State: RunState.Cancelled or RunState.Held })
        {
            return;
        }
        using var planning = telemetry.Plan(run);
        if (run.Kind == RunKind.Alert)
        {
            planning.Rows = await alerts.PlanAsync(runId, cancellationToken);
        }
        else if (run.Kind == RunKind.Edit)
        {
            planning.Rows = await edits.PlanAsync(runId, cancellationToken);
        }
        else if (run.Kind == RunKind.Digest && !run.Key.StartsWith("now:", StringComparison.Ordinal))
        {
            // Also when it was planned before: readers of another zone may have come due on the same date.
            planning.Rows = await digests.PlanDueAsync(runId, cancellationToken);
        }
        else if (run.Kind == RunKind.Digest && run.State == RunState.Planning)
        {
            planning.Rows = await digests.PlanNowAsync(runId, cancellationToken);
        }
    }
}
