using Distributor.Channels.Telegram;
using Microsoft.Extensions.Options;
using Telegram.Bot;
using Telegram.Bot.Exceptions;

namespace Distributor.Site.Preferences;

/// <summary>The address that opens our bot with a payload (<c>t.me/NAME?start=…</c>); its name is asked of Telegram once.</summary>
public sealed class BotLink(IOptions<TelegramOptions> options, IServiceProvider services)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>A page for everybody does not wait for Telegram again within so many milliseconds.</summary>
    private const long AskAgain = 60_000;

    private string? name;
    private long nextAsk;

    /// <summary>There is a bot, and it listens.</summary>
    public bool IsConfigured => options.Value is { BotToken.Length: > 0, Mode: not TelegramMode.Off };

    /// <summary>The bot's own address, for pages that everybody opens; null while its name is not known.</summary>
    public async Task<Uri?> AddressAsync(CancellationToken cancellationToken)
    {
        var (now, due) = (Environment.TickCount64, Interlocked.Read(ref nextAsk));
        if (name is null && now >= due && Interlocked.CompareExchange(ref nextAsk, now + AskAgain, due) == due)
        {
            await CreateAsync("", cancellationToken);
        }
        return name is null ? null : new Uri($"https://t.me/{name}");
    }

    /// <returns>Null when there is no bot, or Telegram does not say its name now.</returns>
    public async Task<Uri?> CreateAsync(string payload, CancellationToken cancellationToken)
    {
        if (!IsConfigured)
        {
            return null;
        }
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(Patience);
            name ??= (await services.GetRequiredService<ITelegramBotClient>().GetMe(patience.Token)).Username;
        }
        catch (Exception exception) when (exception is RequestException or OperationCanceledException)
        {
            return null;
        }
        return name is null ? null : new Uri($"https://t.me/{name}?start={payload}");
    }
}
