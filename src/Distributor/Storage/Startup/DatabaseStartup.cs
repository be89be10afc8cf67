using System.Data.Common;
using System.Net.Sockets;

namespace Distributor.Storage.Startup;

/// <summary>
/// Migrates at start, and again and again while the database does not answer: the process lives, says it is not ready, and
/// begins to work by itself when the database comes. Every loop that needs the database waits here first.
/// </summary>
public sealed partial class DatabaseStartup(Migrator migrator, TimeProvider time, ILogger<DatabaseStartup> logger)
    : BackgroundService
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(2);

    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>True once the schema is up to date; the database may still go away later.</summary>
    public bool IsReady => ready.Task.IsCompletedSuccessfully;

    /// <exception cref="OperationCanceledException">The process is stopping.</exception>
    public Task WaitUntilReadyAsync(CancellationToken cancellationToken) => ready.Task.WaitAsync(cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await migrator.MigrateAsync(stoppingToken);
                ready.TrySetResult();
                return;
            }
            catch (Exception exception) when (exception is DbException or SocketException or TimeoutException)
            {
                LogNotReady(exception.Message.ReplaceLineEndings(" "));
                await Task.Delay(RetryPause, time, stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(1002, LogLevel.Error, "The database does not answer ({Fault}); not ready, trying again every 2 s")]
    private partial void LogNotReady(string fault);
}
