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
    SenderWake wake,
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

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await database.WaitUntilReadyAsync(stoppingToken);
        using var ended = new CancellationTokenSource();
        var recording = sender.Recorder.RunAsync(Slot, _ => ValueTask.CompletedTask, ended.Token);
        var extending = sender.InFlight.ExtendAsync(ended.Token);
        while (!stoppingToken.IsCancellationRequested)
        {
            await RoundAsync(stoppingToken);
        }
        sender.Recorder.Complete();
        // The host gives up waiting after its shutdown timeout; then the leases tell.
        await recording;
        await ended.CancelAsync();
        await extending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task RoundAsync(CancellationToken stoppingToken)
    {
        try
        {
            var looked = await sender.RoundAsync(channel.ToWord(), Slot, stoppingToken);
            if (looked == 0)
            {
                await wake.WaitAsync(channel, LongestSleep, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The loop ends.
        }
#pragma warning disable CA1031 // A loop that must outlive every fault: what was claimed comes back when its lease ends.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogRoundFailed(exception, channel);
            await Task.Delay(AfterAFault, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(2103, LogLevel.Error, "Sending on {Channel} failed; trying again")]
    private partial void LogRoundFailed(Exception exception, ChannelKind channel);
}
