using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Distributor.Channels.Telegram;
using Distributor.Storage;
using Microsoft.Extensions.Options;

namespace Distributor.Bot.Intake;

/// <summary>What Telegram sends along with a webhook call: the setting, or a random one that all instances share.</summary>
internal sealed class WebhookSecret(Secrets secrets, IOptions<TelegramOptions> options)
{
    private const string SecretName = "telegram-webhook";

    /// <summary>Characters of A-Z, a-z, 0-9, _ and - (Bot API setWebhook).</summary>
    public async ValueTask<string> GetAsync(CancellationToken cancellationToken) =>
        options.Value.WebhookSecret is { Length: > 0 } set
            ? set
            : Base64Url.EncodeToString(await secrets.GetAsync(SecretName, cancellationToken));

    /// <summary>In a time that tells nothing of how much is right.</summary>
    public async ValueTask<bool> IsRightAsync(string? sent, CancellationToken cancellationToken)
    {
        var right = await GetAsync(cancellationToken);
        return CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(sent ?? "")),
            SHA256.HashData(Encoding.UTF8.GetBytes(right))
        );
    }
}
