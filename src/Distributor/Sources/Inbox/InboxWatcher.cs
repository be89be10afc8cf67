using Distributor.Storage.Startup;

namespace Distributor.Sources.Inbox;

/// <summary>
/// Looks into the inbox every two seconds and reads the files that rest. It looks instead of listening, because network
/// shares and containers do not tell of changes.
/// </summary>
public sealed partial class InboxWatcher(
    InboxFolder folder,
    InboxFile file,
    DatabaseStartup startup,
    TimeProvider time,
    ILogger<InboxWatcher> logger
) : BackgroundService
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);

    /// <summary>Size and time of each file at the last look; a file that shows them twice is written no more.</summary>
    private Dictionary<string, (long Length, DateTime Written)> last = [];

    /// <summary>One look: reads what has rested since the one before.</summary>
    /// <returns>How many files were read.</returns>
    public async Task<int> LookAsync(CancellationToken cancellationToken)
    {
        var now = folder.Files();
        var resting = now.Where(seen => last.TryGetValue(seen.Key, out var before) && before == seen.Value)
            .Select(seen => seen.Key)
            .Order(StringComparer.Ordinal)
            .ToList();
        last = now;
        foreach (var path in resting)
        {
            await file.ReadAsync(path, cancellationToken);
            last.Remove(path);
        }
        return resting.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await startup.WaitUntilReadyAsync(stoppingToken);
        using var timer = new PeriodicTimer(BetweenLooks, time);
        do
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // The database or the disk may be away; the files stay and the next look finds them.
                LogLookFailed(exception);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(4201, LogLevel.Error, "A look into the inbox failed")]
    private partial void LogLookFailed(Exception exception);
}
