using Distributor.Channels.Telegram;
using Distributor.Storage;
using Distributor.Storage.Startup;
using Microsoft.Extensions.Options;
using Telegram.Bot;
using Telegram.Bot.Exceptions;

namespace Distributor.Bot.Intake;

/// <summary>
/// Asks Telegram for updates (<c>Telegram:Mode</c> polling), in one instance at a time: Telegram answers only the last who asks.
/// What came is stored before the next question confirms it.
/// </summary>
internal sealed partial class UpdatePoller(
    IServiceProvider provider,
    UpdateInbox inbox,
    Database database,
    DatabaseStartup startup,
    IOptions<TelegramOptions> options,
    TimeProvider time,
    ILogger<UpdatePoller> logger
) : BackgroundService
{
    private const int WaitSeconds = 25;
    private const int Conflict = 409;
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ConflictPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    private readonly HeldLease lease = new(new LeaseLock(database, "bot-polling", Guid.NewGuid().ToString("N")), time);
    private string? said;
    private TimeSpan pause = ShortestPause;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (IsOn)
        {
            await lease.ReleaseAsync(cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!IsOn)
        {
            return;
        }
        await startup.WaitUntilReadyAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await lease.WhileAsync(PollAsync, stoppingToken);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (DatabaseFault.Is(exception))
            {
                // Asked again when it is back.
            }
            await Task.Delay(ConflictPause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private bool IsOn => options.Value is { Mode: TelegramMode.Polling, BotToken.Length: > 0 };

    private async Task PollAsync(CancellationToken held)
    {
        var bot = provider.GetRequiredKeyedService<ITelegramBotClient>(BotServices.UpdatesClient);
        var isReady = false;
        var offset = 0L;
        while (!held.IsCancellationRequested)
        {
            try
            {
                if (!isReady)
                {
                    // Telegram refuses to be asked while it posts to a webhook. What waits there stays.
                    await bot.DeleteWebhook(dropPendingUpdates: false, held);
                    isReady = true;
                }
                offset = await OnceAsync(bot, offset, held);
                Answered();
            }
            catch (Exception) when (held.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
                when (!held.IsCancellationRequested
                    && (DatabaseFault.Is(exception) || TelegramFailure.Of(exception) is not null)
                )
            {
                // Nothing is confirmed before it is stored, so nothing is lost: the same updates come again.
                isReady = isReady && !IsConflict(exception);
                await PauseAsync(exception, held);
            }
        }
    }

    /// <returns>The offset that confirms what was stored.</returns>
    private async Task<long> OnceAsync(ITelegramBotClient bot, long offset, CancellationToken held)
    {
        var answer = await bot.SendRequest(new GetRawUpdates { Offset = offset, Timeout = WaitSeconds }, held);
        var updates = new List<IncomingUpdate>(answer.Length);
        foreach (var json in answer)
        {
            if (IncomingUpdate.TryRead(json, out var update))
            {
                updates.Add(update);
            }
            else
            {
                LogNoUpdate();
            }
        }
        if (updates.Count == 0)
        {
            return offset;
        }
        await inbox.StoreAsync(updates, held);
        return updates.Max(update => update.Id) + 1;
    }

    private void Answered()
    {
        pause = ShortestPause;
        if (said is not null)
        {
            said = null;
            LogAgain();
        }
    }

    private async Task PauseAsync(Exception exception, CancellationToken held)
    {
        var isConflict = IsConflict(exception);
        var reason = isConflict ? "another program asks for this bot's updates" : Reason(exception);
        if (reason != said)
        {
            said = reason;
            if (isConflict)
            {
                LogConflict();
            }
            else
            {
                LogFailed(reason);
            }
        }
        var asked = TelegramFailure.Of(exception)?.RetryAfter ?? TimeSpan.Zero;
        var wait = isConflict && pause < ConflictPause ? ConflictPause : pause;
        await Task.Delay(asked > wait ? asked : wait, time, held)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        pause = wait * 2 < LongestPause ? wait * 2 : LongestPause;
    }

    private static bool IsConflict(Exception exception) => exception is ApiRequestException { ErrorCode: Conflict };

    private static string Reason(Exception exception) =>
        DatabaseFault.Is(exception) ? "the database is away" : TelegramFailure.Of(exception)!.Reason;

    [LoggerMessage(
        6001,
        LogLevel.Error,
        "Another program asks for this bot's updates, and Telegram answers only one: stop it, or give each its own bot. Trying again"
    )]
    private partial void LogConflict();

    [LoggerMessage(6002, LogLevel.Warning, "Updates cannot be read from Telegram: {Reason}. Trying again")]
    private partial void LogFailed(string reason);

    [LoggerMessage(6003, LogLevel.Information, "Updates are read from Telegram again")]
    private partial void LogAgain();

    [LoggerMessage(6004, LogLevel.Warning, "Telegram sent something that is no update; it is left out")]
    private partial void LogNoUpdate();
}
