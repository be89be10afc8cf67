using Distributor.Channels;
using Distributor.Storage;
using Distributor.Storage.Startup;

namespace Distributor.Delivery.Sending;

/// <summary>
/// Sends on one channel for as long as the process lives. No lock: the claim keeps instances apart. Nobody sleeps longer than
/// half a second, and a stop lets what is on the wire finish and gives back the rest.
/// </summary>
public sealed partial class SenderLoop<TMessage>(
    ChannelKind channel,
    Sender<TMessage> sender,
    bool isReal,
    SenderWake wake,
    OutboxGuard guard,
    LaneSetup lanes,
    DatabaseStartup database,
    TimeProvider time,
    ILogger<SenderLoop<TMessage>> logger
) : BackgroundService
    where TMessage : class
{
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan AfterAFault = TimeSpan.FromSeconds(2);

    /// <summary>Counter rows of this process; instances that share one only wait a little for each other.</summary>
    private static readonly short Slot = (short)(1 + Environment.ProcessId % 16);

    /// <summary>While one batch is being sent the next is claimed, so that no slot of a lane stays empty.</summary>
    private const int Batches = 2;

    /// <summary>One looks for work at a time, and sleeps while there is none.</summary>
    private readonly SemaphoreSlim looking = new(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await database.WaitUntilReadyAsync(stoppingToken);
        if (!await BeginAsync(stoppingToken))
        {
            return;
        }
        using var ended = new CancellationTokenSource();
        var recording = sender.Recorder.RunAsync(Slot, _ => ValueTask.CompletedTask, ended.Token);
        var extending = sender.InFlight.ExtendAsync(ended.Token);
        await Task.WhenAll(Enumerable.Range(0, Batches).Select(_ => WorkAsync(stoppingToken)));
        sender.Recorder.Complete();
        // The host gives up waiting after its shutdown timeout; then the leases tell.
        await recording;
        await ended.CancelAsync();
        await extending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Sets the lane's speed, unless this channel may not send at all; tried until the database answers.</summary>
    private async Task<bool> BeginAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!await guard.MaySendAsync(channel, stoppingToken))
                {
                    return false;
                }
                await lanes.ApplyAsync(channel, isReal, stoppingToken);
                return true;
            }
#pragma warning disable CA1031 // Whatever the database throws, the cure is the same: once more, a little later.
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                await PauseAsync(exception, stoppingToken);
            }
        }
        return false;
    }

    /// <summary>Batch after batch. After a full one there is more: then the next is claimed without waiting for the other batch's claim.</summary>
    private async Task WorkAsync(CancellationToken stoppingToken)
    {
        var isMore = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var batch = isMore ? await ClaimAsync(stoppingToken) : await LookAsync(stoppingToken);
                isMore = sender.IsFull(batch);
                await sender.SendAsync(batch, channel.ToWord(), stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                // The loop ends.
            }
#pragma warning disable CA1031 // A loop that must outlive every fault: what was claimed comes back when its lease ends.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                isMore = false;
                await PauseAsync(exception, stoppingToken);
            }
        }
    }

    /// <summary>Returns with the next batch, however long it takes to come.</summary>
    private async Task<Batch<TMessage>> LookAsync(CancellationToken stoppingToken)
    {
        await looking.WaitAsync(stoppingToken);
        try
        {
            while (true)
            {
                stoppingToken.ThrowIfCancellationRequested();
                try
                {
                    var batch = await ClaimAsync(stoppingToken);
                    if (batch.Looked > 0)
                    {
                        return batch;
                    }
                    await wake.WaitAsync(channel, SleepOf(batch.ReadyIn), stoppingToken);
                }
#pragma warning disable CA1031 // While the database is gone one asks for it, not two.
                catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
                {
                    await PauseAsync(exception, stoppingToken);
                }
            }
        }
        finally
        {
            looking.Release();
        }
    }

    private Task<Batch<TMessage>> ClaimAsync(CancellationToken stoppingToken) =>
        sender.ClaimAsync(channel.ToWord(), Slot, stoppingToken);

    private async Task PauseAsync(Exception exception, CancellationToken stoppingToken)
    {
        LogRoundFailed(exception, channel);
        await Task.Delay(AfterAFault, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>A lane that is ready sooner is not kept waiting.</summary>
    private static TimeSpan SleepOf(NodaTime.Duration? readyIn) =>
        readyIn?.ToTimeSpan() is { } soon && soon < LongestSleep
            ? TimeSpan.FromMilliseconds(Math.Max(1, soon.TotalMilliseconds))
            : LongestSleep;

    [LoggerMessage(2103, LogLevel.Error, "Sending on {Channel} failed; trying again")]
    private partial void LogRoundFailed(Exception exception, ChannelKind channel);
}
