using System.Net.Sockets;

namespace Distributor.Storage.Startup;

/// <summary>
/// Brings the database up to date when the app starts. PostgreSQL may be down just then: the app lives, says that it is
/// not ready, and tries again every two seconds. SQLite is a file of ours: what fails there ends the start.
/// </summary>
public sealed partial class DatabaseStartup(
    Database database,
    Migrator migrator,
    TimeProvider time,
    ILogger<DatabaseStartup> logger
) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The schema was brought up to date once; whether the database answers now is another question.</summary>
    public bool IsReady => ready.Task.IsCompletedSuccessfully;

    /// <summary>Background services wait here before they touch the database.</summary>
    public Task WaitUntilReadyAsync(CancellationToken cancellationToken) => ready.Task.WaitAsync(cancellationToken);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (database.Provider == DatabaseProvider.Sqlite)
        {
            await migrator.MigrateAsync(cancellationToken);
            ready.TrySetResult();
        }
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        string? said = null;
        while (!IsReady)
        {
            try
            {
                await migrator.MigrateAsync(stoppingToken);
                ready.TrySetResult();
                if (said is not null)
                {
                    LogAnswers();
                }
            }
            catch (Exception exception)
                when (DatabaseFault.Is(exception) || exception is SocketException or IOException)
            {
                // Said once for each reason, not every two seconds.
                var reason = ConnectionShortage.In(exception) ?? exception.GetType().Name + ": " + exception.Message;
                if (reason != said)
                {
                    LogWaiting(reason);
                    said = reason;
                }
                await Task.Delay(Pause, time, stoppingToken);
            }
        }
    }

    [LoggerMessage(
        1010,
        LogLevel.Warning,
        "The database is not ready; trying again every 2 s. Check ConnectionStrings:Distributor and that PostgreSQL runs. {Reason}"
    )]
    private partial void LogWaiting(string reason);

    [LoggerMessage(1011, LogLevel.Information, "The database answers; going on.")]
    private partial void LogAnswers();
}
