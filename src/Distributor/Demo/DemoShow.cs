using Distributor.Delivery;
using Distributor.Digests;
using Distributor.Jobs;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Demo;

/// <summary>
/// What happens in the demo: readers come, articles come, alerts go out, then a digest to everybody. The workers of this
/// process do the sending, as in <c>serve</c>.
/// </summary>
public sealed class DemoShow(
    DemoSample sample,
    Database database,
    ILedger ledger,
    DigestRuns digests,
    Lazy<RunLauncher> launcher,
    TimeProvider time
)
{
    /// <summary>Much longer than it ever takes: a demo that hangs must say so.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <summary>On a directory of an earlier demo nothing is new and nothing is sent again.</summary>
    /// <returns>False when something was still open after a minute.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        // First the readers: a digest brings what came after its reader.
        await sample.ImportSubscribersAsync(cancellationToken);
        var created = await sample.IngestArticlesAsync(cancellationToken);
        if (!await AllDeliveredAsync(cancellationToken))
        {
            return false;
        }
        if (created > 0 || !await HasDigestAsync(cancellationToken))
        {
            await launcher.Value.LaunchAsync(
                await digests.OpenNowAsync(cancellationToken),
                atOnce: true,
                cancellationToken
            );
        }
        return await AllDeliveredAsync(cancellationToken);
    }

    private async Task<bool> HasDigestAsync(CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        return await db.Runs.AnyAsync(run => run.Kind == RunKind.Digest, cancellationToken);
    }

    private async Task<bool> AllDeliveredAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (time.GetElapsedTime(began) < Longest)
        {
            if (!await IsAnyOpenAsync(cancellationToken))
            {
                return true;
            }
            await Task.Delay(Look, time, cancellationToken);
        }
        return false;
    }

    /// <summary>Asks the ledger, which knows seconds before a run's job looks again and says so.</summary>
    private async Task<bool> IsAnyOpenAsync(CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        // On the directory of an older demo an article may be corrected: nobody waits here for its edits.
        var unfinished = await db
            .Runs.Where(run => run.FinishedAt == null && (run.NotBefore == null || run.NotBefore <= now))
            .Select(run => run.Id)
            .ToListAsync(cancellationToken);
        var isAnyOpen = false;
        foreach (var run in unfinished)
        {
            isAnyOpen |= !await ledger.FinishAsync(run, cancellationToken);
        }
        return isAnyOpen;
    }
}
