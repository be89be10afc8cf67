using Distributor.Bot.Commands;
using Distributor.Channels.Telegram;
using Distributor.Site;
using Distributor.Storage;
using Distributor.Storage.Startup;
using Microsoft.Extensions.Options;
using Telegram.Bot;

namespace Distributor.Bot.Intake;

/// <summary>
/// Tells Telegram at start where to post updates (<c>Telegram:Mode</c> webhook), and the menu of commands in our languages. It
/// retries until Telegram answers; several instances say the same.
/// </summary>
internal sealed partial class BotSetup(
    IServiceProvider provider,
    WebhookSecret secret,
    CommandMenu menu,
    DatabaseStartup startup,
    IOptions<TelegramOptions> options,
    IOptions<SiteOptions> site,
    TimeProvider time,
    ILogger<BotSetup> logger
) : BackgroundService
{
    private const int Connections = 40;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value is { Mode: TelegramMode.Off } or { BotToken.Length: 0 })
        {
            return;
        }
        await startup.WaitUntilReadyAsync(stoppingToken);
        var bot = provider.GetRequiredKeyedService<ITelegramBotClient>(BotServices.TalkClient);
        await UntilDoneAsync(() => WebhookAsync(bot, stoppingToken), stoppingToken);
        await UntilDoneAsync(() => menu.SetAsync(stoppingToken), stoppingToken);
    }

    private async Task WebhookAsync(ITelegramBotClient bot, CancellationToken cancellationToken)
    {
        if (options.Value.Mode != TelegramMode.Webhook)
        {
            return;
        }
        await bot.SetWebhook(
            new Uri(site.Value.BaseAddress, WebhookEndpoint.Path[1..]).AbsoluteUri,
            maxConnections: Connections,
            allowedUpdates: [.. Kinds],
            secretToken: await secret.GetAsync(cancellationToken),
            cancellationToken: cancellationToken
        );
        LogWebhook();
    }

    /// <summary>The same list as <see cref="IncomingUpdate.Kinds"/>, in the words of the library.</summary>
    private static IEnumerable<global::Telegram.Bot.Types.Enums.UpdateType> Kinds =>
        [
            global::Telegram.Bot.Types.Enums.UpdateType.Message,
            global::Telegram.Bot.Types.Enums.UpdateType.CallbackQuery,
            global::Telegram.Bot.Types.Enums.UpdateType.MyChatMember,
            global::Telegram.Bot.Types.Enums.UpdateType.ChannelPost,
        ];

    private async Task UntilDoneAsync(Func<Task> step, CancellationToken stopping)
    {
        string? said = null;
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await step();
                return;
            }
            catch (Exception) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
                when (!stopping.IsCancellationRequested
                    && (DatabaseFault.Is(exception) || TelegramFailure.Of(exception) is not null)
                )
            {
                var reason = TelegramFailure.Of(exception)?.Reason ?? "the database is away";
                if (reason != said)
                {
                    said = reason;
                    LogNotSet(reason);
                }
            }
            await Task.Delay(pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(6007, LogLevel.Information, "Telegram posts updates to the webhook of Site:PublicUrl")]
    private partial void LogWebhook();

    [LoggerMessage(6008, LogLevel.Warning, "The bot could not be set up with Telegram: {Reason}. Trying again")]
    private partial void LogNotSet(string reason);
}
