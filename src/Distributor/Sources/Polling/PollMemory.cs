using Distributor.Sources.Fetching;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;
using NodaTime.Extensions;

namespace Distributor.Sources.Polling;

/// <summary>Writes on the source what a poll learned: when to come again, what to ask with, what failed.</summary>
public sealed partial class PollMemory(
    Database database,
    IOptions<SourcesOptions> options,
    IClock clock,
    ILogger<PollMemory> logger
)
{
    private Duration Interval => options.Value.PollInterval.ToDuration();

    public async Task SucceededAsync(Source source, FetchResult fetched, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        await using var db = database.CreateDbContext();
        var address = await FreeAddressAsync(db, fetched.MovedTo, cancellationToken);
        await ChangeAsync(
            db,
            source.Id,
            stored =>
            {
                stored.Address = address ?? stored.Address;
                stored.ETag = fetched.Memory.ETag;
                stored.LastModified = fetched.Memory.LastModified;
                stored.BodyHash = fetched.Memory.BodyHash;
                stored.FirstPolledAt ??= now;
                stored.LastPolledAt = now;
                stored.NextPollAt = PollSchedule.AfterSuccess(now, source.Id, Interval, fetched.FreshFor);
                stored.Failures = 0;
                stored.LastError = null;
                stored.State = stored.State == SourceState.Broken ? SourceState.Active : stored.State;
            },
            cancellationToken
        );
    }

    public async Task FailedAsync(Source source, FetchResult failure, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        await using var db = database.CreateDbContext();
        await ChangeAsync(
            db,
            source.Id,
            stored =>
            {
                stored.LastPolledAt = now;
                stored.Failures++;
                stored.NextPollAt = PollSchedule.AfterFailure(
                    now,
                    source.Id,
                    Interval,
                    stored.Failures,
                    failure.RetryAfter
                );
                stored.LastError = failure.Error;
                if (stored.Failures >= PollSchedule.BrokenAfter && stored.State == SourceState.Active)
                {
                    stored.State = SourceState.Broken;
                    LogBroken(stored.Id, stored.Failures);
                }
            },
            cancellationToken
        );
    }

    /// <summary>A source that moved onto another source's address keeps its own: two rows cannot have one.</summary>
    private static async Task<string?> FreeAddressAsync(
        DistributorDb db,
        Uri? movedTo,
        CancellationToken cancellationToken
    ) =>
        movedTo is { AbsoluteUri: var address }
        && !await db.Sources.AnyAsync(source => source.Address == address, cancellationToken)
            ? address
            : null;

    /// <summary>Read afresh, because an admin may have paused or removed the source meanwhile.</summary>
    private static async Task ChangeAsync(
        DistributorDb db,
        long sourceId,
        Action<Source> change,
        CancellationToken cancellationToken
    )
    {
        if (await db.Sources.SingleOrDefaultAsync(source => source.Id == sourceId, cancellationToken) is { } stored)
        {
            change(stored);
            await db.SaveChangesAsync(cancellationToken);
        }
    }

    [LoggerMessage(4101, LogLevel.Warning, "Source {SourceId} failed {Failures} times in a row and counts as broken")]
    private partial void LogBroken(long sourceId, int failures);
}
