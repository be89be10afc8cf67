using Distributor.Bot.Talking;
using Distributor.Channels.Telegram;
using Microsoft.Extensions.Options;
using Telegram.Bot.Exceptions;

namespace Distributor.Site.Preferences;

/// <summary>The address that opens our bot with a payload (<c>t.me/NAME?start=…</c>); its name is asked of Telegram once.</summary>
public sealed class BotLink(IOptions<TelegramOptions> options, BotIdentity bot)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private volatile string? name;
    private int asking;

    /// <summary>There is a bot, and it listens.</summary>
    public bool IsConfigured => options.Value is { BotToken.Length: > 0, Mode: not TelegramMode.Off };

    /// <summary>
    /// The bot itself, for pages that must not wait: null until Telegram has said its name, which is asked for meanwhile.
    /// </summary>
    public Uri? Known
    {
        get
        {
            if (name is null && IsConfigured && Interlocked.Exchange(ref asking, 1) == 0)
            {
                _ = AskAsync();
            }
            return name is null ? null : new Uri("https://t.me/" + name);
        }
    }

    /// <returns>Null when there is no bot, or Telegram does not say its name now.</returns>
    public async Task<Uri?> CreateAsync(string payload, CancellationToken cancellationToken)
    {
        if (!IsConfigured)
        {
            return null;
        }
        await NameAsync(cancellationToken);
        return name is null ? null : new Uri($"https://t.me/{name}?start={payload}");
    }

    private async Task AskAsync()
    {
        await NameAsync(CancellationToken.None);
        Interlocked.Exchange(ref asking, 0);
    }

    private async Task NameAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(Patience);
            name ??= await bot.UserNameAsync(patience.Token);
        }
        catch (Exception exception) when (exception is RequestException or OperationCanceledException)
        {
            // Nobody is told a name that is not known; the next one who wants it asks again.
        }
    }
}
