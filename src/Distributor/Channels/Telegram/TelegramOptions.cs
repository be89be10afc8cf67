using System.Text.RegularExpressions;
using Distributor.Settings;
using Microsoft.Extensions.Options;

namespace Distributor.Channels.Telegram;

/// <summary>How updates from Telegram come in.</summary>
public enum TelegramMode
{
    Polling,
    Webhook,
    Off,
}

/// <summary>Settings of section <c>Telegram</c>.</summary>
public sealed class TelegramOptions
{
    public const string Section = "Telegram";

    /// <summary>The token BotFather gave; empty means alerts go to the outbox.</summary>
    public string BotToken { get; set; } = "";

    /// <summary>Scheme, host and port of the Bot API server; another than Telegram's own is a self-hosted one.</summary>
    public string ApiBaseUrl { get; set; } = "https://api.telegram.org";

    public TelegramMode Mode { get; set; } = TelegramMode.Polling;

    /// <summary>What Telegram must send along with a webhook call; empty means a random one at each start.</summary>
    public string WebhookSecret { get; set; } = "";

    public double MessagesPerSecond { get; set; } = 30;

    /// <summary>Pays Telegram Stars for more than 30 messages a second (Bot API <c>allow_paid_broadcast</c>).</summary>
    public bool PaidBroadcast { get; set; }
}

sealed partial class TelegramOptionsValidator : IValidateOptions<TelegramOptions>
{
    public ValidateOptionsResult Validate(string? name, TelegramOptions options) => Setting.Result(Faults(options));

    static IEnumerable<string> Faults(TelegramOptions options)
    {
        if (options.BotToken.Length > 0 && !Token().IsMatch(options.BotToken))
        {
            yield return Setting.SecretFault(
                "Telegram:BotToken",
                "the token from BotFather, digits, a colon and letters",
                "123456789:AAExampleExample"
            );
        }

        // The client library cuts a path off without a word.
        if (
            !Uri.TryCreate(options.ApiBaseUrl, UriKind.Absolute, out var url)
            || url.Scheme is not ("http" or "https")
            || url.PathAndQuery != "/"
        )
        {
            yield return Setting.Fault(
                "Telegram:ApiBaseUrl",
                options.ApiBaseUrl,
                "http or https with a host and no path",
                "https://api.telegram.org"
            );
        }

        if (options.WebhookSecret.Length > 0 && !Secret().IsMatch(options.WebhookSecret))
        {
            yield return Setting.SecretFault(
                "Telegram:WebhookSecret",
                "1-256 characters of A-Z, a-z, 0-9, _ and - (Bot API setWebhook)",
                "Kp3_wq9ZtY"
            );
        }

        if (!(options.MessagesPerSecond >= 1 && options.MessagesPerSecond <= 1000))
        {
            yield return Setting.Fault("Telegram:MessagesPerSecond", options.MessagesPerSecond, "1-1000", "30");
        }
    }

    [GeneratedRegex(@"\A[0-9]+:[A-Za-z0-9_-]+\z")]
    private static partial Regex Token();

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,256}\z")]
    private static partial Regex Secret();
}
