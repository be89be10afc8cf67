using Distributor.Delivery.Sending;
using Distributor.Jobs;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Delivery;

/// <summary>How far an order to a run came.</summary>
public enum RunOrder
{
    Done,

    /// <summary>There is no such run.</summary>
    Unknown,

    /// <summary>The run is in a state that does not allow it: a finished run cannot be held, a cancelled one not retried.</summary>
    NotNow,
}

/// <param name="Rows">How many rows changed at once; the claim does the rest.</param>
public readonly record struct RunOrderResult(RunOrder Order, int Rows = 0);

/// <summary>
/// What an admin may do with a run: hold it, let it go on, cancel the rest, try again what failed. Every order may come twice and
/// leaves an entry in the audit.
/// </summary>
public sealed class RunControl(Database database, ILedger ledger, NewWork newWork, SenderWake wake, IClock clock)
{
    private const int SliceSize = 10_000;

    /// <summary>Nothing more of it goes out until it is released; rows that come due meanwhile are <c>deferred</c> (<c>held</c>).</summary>
    public async Task<RunOrderResult> HoldAsync(long runId, string actor, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var held = await db
            .Runs.Where(run =>
                run.Id == runId
                && (run.State == RunState.Planning || run.State == RunState.Sending || run.State == RunState.Scheduled)
            )
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(run => run.HeldFrom, run => run.State).SetProperty(run => run.State, RunState.Held),
                cancellationToken
            );
        if (held == 0)
        {
            return await WhyNotAsync(db, runId, RunState.Held, cancellationToken);
        }
        await NoteAsync(db, "run.hold", runId, actor, null, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new RunOrderResult(RunOrder.Done);
    }

    /// <summary>A held run goes on where it was.</summary>
    public async Task<RunOrderResult> ReleaseAsync(long runId, string actor, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            var released = await db
                .Runs.Where(run => run.Id == runId && run.State == RunState.Held)
                .ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(run => run.State, run => run.HeldFrom ?? RunState.Sending)
                            .SetProperty(run => run.HeldFrom, (RunState?)null),
                    cancellationToken
                );
            if (released == 0)
            {
                return await WhyNotAsync(db, runId, already: null, cancellationToken);
            }
            await NoteAsync(db, "run.release", runId, actor, null, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        // After the commit: a claim in between would hold the rows again.
        var rows = await ledger.ReleaseAsync(runId, cancellationToken);
        GoOn();
        return new RunOrderResult(RunOrder.Done, rows);
    }

    /// <summary>What waits is <c>suppressed</c> (<c>cancelled</c>); what has gone has gone. There is no way back.</summary>
    public async Task<RunOrderResult> CancelAsync(long runId, string actor, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            var cancelled = await db
                .Runs.Where(run => run.Id == runId && run.State != RunState.Done && run.State != RunState.Cancelled)
                .ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(run => run.State, RunState.Cancelled)
                            .SetProperty(run => run.HeldFrom, (RunState?)null),
                    cancellationToken
                );
            if (cancelled == 0)
            {
                return await WhyNotAsync(db, runId, RunState.Cancelled, cancellationToken);
            }
            await NoteAsync(db, "run.cancel", runId, actor, null, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        var rows = await CancelRowsAsync(runId, cancellationToken);
        await ledger.FinishAsync(runId, cancellationToken);
        return new RunOrderResult(RunOrder.Done, rows);
    }

    /// <summary>The rows of a cancelled run that still wait, also those its planner wrote a moment later. Of another run, nothing.</summary>
    public async Task<int> CancelRowsAsync(long runId, CancellationToken cancellationToken)
    {
        var rows = 0;
        for (long? after = 0; after is { } from; )
        {
            var slice = await ledger.CancelSliceAsync(runId, from, SliceSize, cancellationToken);
            rows += slice.Written;
            after = slice.Last;
        }
        return rows;
    }

    /// <summary>
    /// Failed rows are owed again, of all or of one address; those of addresses that may not receive keep their reason. A finished
    /// run is open again under its job.
    /// </summary>
    public async Task<RunOrderResult> RetryFailedAsync(
        long runId,
        long? onlyAddress,
        string actor,
        CancellationToken cancellationToken
    )
    {
        await using var db = database.CreateDbContext();
        var state = await db
            .Runs.Where(run => run.Id == runId)
            .Select(run => (RunState?)run.State)
            .SingleOrDefaultAsync(cancellationToken);
        if (state is null or RunState.Cancelled)
        {
            return new RunOrderResult(state is null ? RunOrder.Unknown : RunOrder.NotNow);
        }
        var rows = 0;
        for (long? after = 0; after is { } from; )
        {
            var slice = await ledger.RetrySliceAsync(runId, onlyAddress, from, SliceSize, cancellationToken);
            rows += slice.Written;
            after = slice.Last;
        }
        await NoteAsync(db, "run.retry", runId, actor, FormattableString.Invariant($"{rows} rows"), cancellationToken);
        GoOn();
        return new RunOrderResult(RunOrder.Done, rows);
    }

    private void GoOn()
    {
        newWork.Announce();
        wake.Wake();
    }

    private static async Task<RunOrderResult> WhyNotAsync(
        DistributorDb db,
        long runId,
        RunState? already,
        CancellationToken cancellationToken
    )
    {
        var state = await db
            .Runs.Where(run => run.Id == runId)
            .Select(run => (RunState?)run.State)
            .SingleOrDefaultAsync(cancellationToken);
        return new RunOrderResult(
            state is null ? RunOrder.Unknown
            : state == already ? RunOrder.Done
            : RunOrder.NotNow
        );
    }

    private async Task NoteAsync(
        DistributorDb db,
        string action,
        long runId,
        string actor,
        string? after,
        CancellationToken cancellationToken
    )
    {
        db.Audit.Add(
            new AuditEntry
            {
                At = clock.GetCurrentInstant(),
                Actor = actor,
                Action = action,
                Subject = FormattableString.Invariant($"run:{runId}"),
                After = after,
            }
        );
        await db.SaveChangesAsync(cancellationToken);
    }
}
