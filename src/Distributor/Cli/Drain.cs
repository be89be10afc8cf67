using Distributor.Delivery;
using Distributor.Delivery.Sending;
using Distributor.Digests;
using Distributor.Jobs;
using Distributor.Storage;
using Distributor.Storage.Startup;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Cli;

/// <summary>What <c>work --drain</c> did: the rows of all runs that were unfinished when it began or came since.</summary>
internal sealed record Drained(
    bool Stopped,
    int Runs,
    long Planned,
    long Sending,
    long Deferred,
    long Accepted,
    long Failed,
    long Suppressed,
    long Uncertain
)
{
    /// <summary>Roads on which nothing moved at the end, one line each.</summary>
    public IReadOnlyList<string> Waiting { get; init; } = [];

    public string ToText() =>
        (Stopped ? "sending is stopped; nothing was sent\n" : "")
        + string.Concat(Waiting.Select(line => line + "\n"))
        + FormattableString.Invariant(
            $"runs {Runs}: planned {Planned}, sending {Sending}, deferred {Deferred}, accepted {Accepted}, failed {Failed}, suppressed {Suppressed}, uncertain {Uncertain}"
        );
}

/// <summary>Waits beside the working loops until nothing is due any more.</summary>
internal sealed class Drain(
    Database database,
    ILedger ledger,
    LaneTroubles troubles,
    OnTheWay onTheWay,
    SendingSwitch sendingSwitch,
    DatabaseStartup startup,
    DigestRuns digests,
    RunSweeper sweeper,
    Lazy<RunLauncher> launcher,
    TimeProvider time
)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>However short the wait is: this long without any change is a standstill.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public async Task<Drained> RunAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        await startup.WaitUntilReadyAsync(cancellationToken);
        var before = await UnfinishedAsync(cancellationToken);
        var newest = await NewestAsync(cancellationToken);
        foreach (var run in await digests.OpenDueAsync(cancellationToken))
        {
            await launcher.Value.LaunchAsync(run, atOnce: true, cancellationToken);
            before.Add(run);
        }
        await sweeper.SweepAsync(cancellationToken);

        var until = time.GetUtcNow() + wait;
        var stopped = false;
        var last = default((int, Instant?, int));
        var movedAt = time.GetUtcNow();
        while (await LookAsync(until, cancellationToken) is { IsBusy: true } look)
        {
            if (look.Signature != last)
            {
                (last, movedAt) = (look.Signature, time.GetUtcNow());
            }
            else if (time.GetUtcNow() - movedAt > (wait > Patience ? wait : Patience))
            {
                break; // nothing moves: what is left is told by the totals
            }
            stopped = await sendingSwitch.IsStoppedAsync(cancellationToken);
            if (stopped)
            {
                break;
            }
            await Task.Delay(Look, time, cancellationToken);
        }
        var since = await SinceAsync(newest, cancellationToken);
        var totals = await TotalsAsync(stopped, before.Union(since).ToList(), cancellationToken);
        return totals with
        {
            Waiting = [.. (await troubles.ReadAsync(cancellationToken)).Select(trouble => trouble.ToText())],
        };
    }

    /// <summary>Something is being planned, is due, or comes due before the wait is over; a lease counts as due at its end.</summary>
    private async Task<(bool IsBusy, (int, Instant?, int) Signature)> LookAsync(
        DateTimeOffset until,
        CancellationToken cancellationToken
    )
    {
        await using var db = database.CreateDbContext();
        var end = Instant.FromDateTimeOffset(until);
        // An edit that may only begin later is left to whoever works then.
        var planning = await db.Runs.CountAsync(
            run => run.State == RunState.Planning && (run.NotBefore == null || run.NotBefore <= end),
            cancellationToken
        );
        var due = await ledger.DueAsync(cancellationToken);
        // What this process is sending has a lease beyond a short wait, and is waited for all the same.
        var isBusy = planning > 0 || due.Now > 0 || onTheWay.Count > 0 || (due.Next is { } next && next <= end);
        return (isBusy, (due.Now, due.Next, planning));
    }

    private async Task<Drained> TotalsAsync(bool stopped, List<long> runs, CancellationToken cancellationToken)
    {
        var sum = new long[7];
        foreach (var run in runs)
        {
            await ledger.FinishAsync(run, cancellationToken);
            var totals = await ledger.CountAsync(run, cancellationToken);
            long[] counts =
            [
                totals.Planned,
                totals.Sending,
                totals.Deferred,
                totals.Accepted,
                totals.Failed,
                totals.Suppressed,
                totals.Uncertain,
            ];
            sum = [.. sum.Zip(counts, (a, b) => a + b)];
        }
        return new Drained(stopped, runs.Count, sum[0], sum[1], sum[2], sum[3], sum[4], sum[5], sum[6]);
    }

    private async Task<HashSet<long>> UnfinishedAsync(CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var runs = await db
            .Runs.Where(run => run.FinishedAt == null)
            .Select(run => run.Id)
            .ToListAsync(cancellationToken);
        return [.. runs];
    }

    private async Task<long> NewestAsync(CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        return await db.Runs.MaxAsync(run => (long?)run.Id, cancellationToken) ?? 0;
    }

    private async Task<List<long>> SinceAsync(long newest, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        return await db.Runs.Where(run => run.Id > newest).Select(run => run.Id).ToListAsync(cancellationToken);
    }
}
