using Distributor.Sources.Fetching;
using Distributor.Storage;
using Distributor.Storage.Startup;
using Distributor.Telemetry;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Sources.Polling;

/// <summary>Polls the sources that are due, in one instance at a time: the one that holds the lease.</summary>
public sealed partial class SourcePoller(
    Database database,
    SourcePoll poll,
    PollMemory memory,
    FullTextFetch fullText,
    DatabaseStartup startup,
    IClock clock,
    TimeProvider time,
    ILogger<SourcePoller> logger
) : BackgroundService
{
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromSeconds(5);

    private readonly LeaseLock lease = new(database, "polling", Guid.NewGuid().ToString("N"));

    /// <summary>One round: every due source once, then the full texts. Does nothing where another instance polls.</summary>
    /// <returns>How many sources were polled.</returns>
    public async Task<int> PollDueAsync(CancellationToken cancellationToken)
    {
        if (!await lease.TakeAsync(cancellationToken))
        {
            return 0;
        }
        using var round = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var keeping = KeepLeaseAsync(round);
        try
        {
            var due = await DueAsync(round.Token);
            await Politeness.ForEachAsync(due, source => source.Address, PollAsync, round.Token);
            await fullText.RunAsync(round.Token);
            return due.Count;
        }
        finally
        {
            await round.CancelAsync();
            await keeping;
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await lease.ReleaseAsync(cancellationToken);
        }
        catch (System.Data.Common.DbException)
        {
            // The database is away: the lease ends by itself in half a minute, and a stop is no failure.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await startup.WaitUntilReadyAsync(stoppingToken);
        using var timer = new PeriodicTimer(BetweenRounds, time);
        do
        {
            try
            {
                await PollDueAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // The database may be away, or the lease was lost: the next round finds out. The loop must live.
                LogRoundFailed(exception);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<List<Source>> DueAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        await using var db = database.CreateDbContext();
        return await db
            .Sources.AsNoTracking()
            .Where(source => source.Kind == SourceKind.Feed && source.State != SourceState.Paused)
            .Where(source => source.NextPollAt == null || source.NextPollAt <= now)
            .OrderBy(source => source.NextPollAt)
            .ThenBy(source => source.Id)
            .ToListAsync(cancellationToken);
    }

    /// <summary>A surprise in one source is written on it and does not keep the others from their turn.</summary>
    private async Task PollAsync(Source source, CancellationToken cancellationToken)
    {
        using var span = SourceTelemetry.Poll(source.Id);
        var began = time.GetTimestamp();
        try
        {
            await poll.RunAsync(source, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogPollFailed(exception, source.Id);
            var failure = FetchResult.Failed("reading it failed unexpectedly; the log says how", isTemporary: true);
            await memory.FailedAsync(source, failure, time.GetElapsedTime(began), cancellationToken);
        }
    }

    /// <summary>Ends the round when the lease is lost, since then another instance polls the same sources.</summary>
    private async Task KeepLeaseAsync(CancellationTokenSource round)
    {
        try
        {
            using var timer = new PeriodicTimer(LeaseLock.RenewEvery, time);
            while (await timer.WaitForNextTickAsync(round.Token))
            {
                if (!await lease.TakeAsync(round.Token))
                {
                    LogLeaseLost();
                    await round.CancelAsync();
                }
            }
        }
        catch (OperationCanceledException) when (round.IsCancellationRequested)
        {
            // The round is over.
        }
    }

    [LoggerMessage(4103, LogLevel.Error, "A round of polling failed")]
    private partial void LogRoundFailed(Exception exception);

    [LoggerMessage(4104, LogLevel.Error, "Polling source {SourceId} failed")]
    private partial void LogPollFailed(Exception exception, long sourceId);

    [LoggerMessage(4105, LogLevel.Warning, "Another instance polls now")]
    private partial void LogLeaseLost();
}
