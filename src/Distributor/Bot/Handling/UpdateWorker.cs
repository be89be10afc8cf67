using Distributor.Bot.Intake;
using Distributor.Channels.Telegram;
using Distributor.Storage;
using Distributor.Storage.Startup;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Distributor.Bot.Handling;

/// <summary>
/// Handles stored updates, in one instance at a time: those of one chat one after the other, several chats side by side. What
/// failed is tried a few times more, and holds back its own chat only.
/// </summary>
internal sealed partial class UpdateWorker(
    Database database,
    UpdateInbox inbox,
    UpdateAttempt attempt,
    DatabaseStartup startup,
    IOptions<TelegramOptions> options,
    IClock clock,
    TimeProvider time,
    ILogger<UpdateWorker> logger
) : BackgroundService
{
    private const int PageSize = 200;
    private const int Chats = 8;

    /// <summary>Updates that another instance stored are found by looking.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    private readonly HeldLease lease = new(new LeaseLock(database, "bot-updates", Guid.NewGuid().ToString("N")), time);

    /// <summary>One look over all that is open.</summary>
    /// <returns>How many updates are done now.</returns>
    public async Task<int> RoundAsync(CancellationToken cancellationToken)
    {
        var done = 0;
        var after = -1L;
        var waiting = new HashSet<long>();
        while (true)
        {
            var page = await OpenAsync(after, cancellationToken);
            if (page.Count == 0)
            {
                return done;
            }
            after = page[^1].UpdateId;
            var now = clock.GetCurrentInstant();
            var chats = page.Select(update => (Update: update, Chat: UpdateChat.Of(update)))
                .GroupBy(one => one.Chat, one => one.Update)
                .ToList();
            await Parallel.ForEachAsync(
                chats.Where(chat => !waiting.Contains(chat.Key)).ToList(),
                new ParallelOptions { MaxDegreeOfParallelism = Chats, CancellationToken = cancellationToken },
                async (chat, stopping) =>
                {
                    foreach (var update in chat)
                    {
                        if (update.NextTryAt > now || !await attempt.MakeAsync(update, stopping))
                        {
                            lock (waiting)
                            {
                                waiting.Add(chat.Key);
                            }
                            return;
                        }
                        Interlocked.Increment(ref done);
                    }
                }
            );
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (IsOn && startup.IsReady)
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
                await lease.WhileAsync(WorkAsync, stoppingToken);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (DatabaseFault.Is(exception))
            {
                LogAway(exception.GetType().Name);
            }
            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private bool IsOn => options.Value is { Mode: not TelegramMode.Off, BotToken.Length: > 0 };

    private async Task WorkAsync(CancellationToken held)
    {
        while (!held.IsCancellationRequested)
        {
            await RoundAsync(held);
            await inbox.News.WaitAsync(LookEvery, held);
        }
    }

    private async Task<List<BotUpdate>> OpenAsync(long after, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        return await db
            .BotUpdates.AsNoTracking()
            .Where(update => update.HandledAt == null && update.UpdateId > after)
            .OrderBy(update => update.UpdateId)
            .Take(PageSize)
            .ToListAsync(cancellationToken);
    }

    [LoggerMessage(6030, LogLevel.Warning, "The bot's updates wait for the database ({Fault})")]
    private partial void LogAway(string fault);
}
