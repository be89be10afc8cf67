using Telegram.Bot;

namespace Distributor.Bot.Talking;

/// <summary>Who the bot is: asked of Telegram once (<c>getMe</c>).</summary>
public sealed class BotIdentity([FromKeyedServices(BotServices.TalkClient)] Lazy<ITelegramBotClient> client)
{
    private string? userName;

    /// <summary>Without the at sign; the name of deep links, <c>t.me/NAME?start=…</c>.</summary>
    /// <exception cref="Telegram.Bot.Exceptions.RequestException">Telegram did not answer.</exception>
    public async ValueTask<string> UserNameAsync(CancellationToken cancellationToken) =>
        userName ??= (await client.Value.GetMe(cancellationToken)).Username ?? "";
}
