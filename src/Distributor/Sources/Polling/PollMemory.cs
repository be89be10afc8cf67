using Distributor.Sources.Fetching;
using Distributor.Storage;
using Distributor.Telemetry;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;
using NodaTime.Extensions;

namespace Distributor.Sources.Polling;

/// <summary>What one poll brought in, for its line in the history.</summary>
/// <param name="Held">Items that wait for an admin because of the flood threshold.</param>
public sealed record PollYield(int Created, int Updated, int Held)
{
    public static readonly PollYield Nothing = new(0, 0, 0);
}

/// <summary>
/// Writes on the source what a poll learned: when to come again, what to ask with, what failed; and in the same transaction the
/// poll's line in the history.
/// </summary>
public sealed partial class PollMemory(
    Database database,
    IOptions<SourcesOptions> options,
    SourceTelemetry telemetry,
    IClock clock,
    ILogger<PollMemory> logger
)
{
    /// <summary>Lines of history kept for each source.</summary>
    public const int Kept = 200;

    private Duration Interval => options.Value.PollInterval.ToDuration();

    public async Task SucceededAsync(
        Source source,
        FetchResult fetched,
        PollYield yield,
        TimeSpan took,
        CancellationToken cancellationToken
    )
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
            Record(source, now, took, fetched, yield, null),
            cancellationToken
        );
        telemetry.Succeeded(fetched.Document is null, yield.Created, yield.Updated, yield.Held, took);
    }

    public async Task FailedAsync(
        Source source,
        FetchResult failure,
        TimeSpan took,
        CancellationToken cancellationToken
    )
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
            Record(source, now, took, failure, PollYield.Nothing, failure.Error),
            cancellationToken
        );
        telemetry.Failed(took);
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

    private static PollRecord Record(
        Source source,
        Instant at,
        TimeSpan took,
        FetchResult fetched,
        PollYield yield,
        string? error
    ) =>
        new()
        {
            SourceId = source.Id,
            At = at,
            Milliseconds = (int)Math.Min(took.TotalMilliseconds, int.MaxValue),
            Status = fetched.Status,
            Created = yield.Created,
            Updated = yield.Updated,
            Held = yield.Held,
            Error = error,
        };

    /// <summary>Read afresh, because an admin may have paused or removed the source meanwhile.</summary>
    private static async Task ChangeAsync(
        DistributorDb db,
        long sourceId,
        Action<Source> change,
        PollRecord record,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.Sources.SingleOrDefaultAsync(source => source.Id == sourceId, cancellationToken) is { } stored)
        {
            change(stored);
            db.Polls.Add(record);
            await db.SaveChangesAsync(cancellationToken);
            await ForgetAsync(db, sourceId, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
    }

    /// <summary>The newest lines stay.</summary>
    private static async Task ForgetAsync(DistributorDb db, long sourceId, CancellationToken cancellationToken)
    {
        var oldest = await db
            .Polls.Where(poll => poll.SourceId == sourceId)
            .OrderByDescending(poll => poll.Id)
            .Skip(Kept)
            .Select(poll => poll.Id)
            .FirstOrDefaultAsync(cancellationToken);
        if (oldest > 0)
        {
            await db
                .Polls.Where(poll => poll.SourceId == sourceId && poll.Id <= oldest)
                .ExecuteDeleteAsync(cancellationToken);
        }
    }

    [LoggerMessage(4101, LogLevel.Warning, "Source {SourceId} failed {Failures} times in a row and counts as broken")]
    private partial void LogBroken(long sourceId, int failures);
}
