using Distributor.Channels.Telegram;
using Microsoft.Extensions.Options;
using Telegram.Bot;
using Telegram.Bot.Exceptions;

namespace Distributor.Site.Preferences;

/// <summary>The address that opens our bot with a payload (<c>t.me/NAME?start=…</c>); its name is asked of Telegram once.</summary>
public sealed class BotLink(IOptions<TelegramOptions> options, IServiceProvider services)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private string? name;

    /// <summary>There is a bot, and it listens.</summary>
    public bool IsConfigured => options.Value is { BotToken.Length: > 0, Mode: not TelegramMode.Off };

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
