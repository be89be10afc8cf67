using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Distributor.Testing.BotApi;

/// <summary>setWebhook, deleteWebhook and getWebhookInfo. The caller holds the lock of the world.</summary>
sealed partial class WebhookMethods(BotWorld world, LongPoll poll)
{
    const int LongestSecret = 256;
    const int UsualConnections = 40;

    static readonly int[] Ports = [443, 80, 88, 8443];

    Webhook? current;

    public BotApiAnswer SetWebhook(CallArguments arguments)
    {
        if (arguments.Text("url") is not { } address)
        {
            return DeleteWebhook(arguments);
        }
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            return BotApiErrors.BadRequest("bad webhook: invalid HTTP URL specified");
        }
        if (!world.Rules.IsLocalServer && url.Scheme != "https")
        {
            return BotApiErrors.BadRequest("bad webhook: An HTTPS URL must be provided for webhook");
        }
        if (!world.Rules.IsLocalServer && !Ports.Contains(url.Port))
        {
            return BotApiErrors.BadRequest("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443");
        }
        var secret = arguments.Text("secret_token");
        if (secret?.Length > LongestSecret)
        {
            return BotApiErrors.BadRequest("secret token is too long");
        }
        if (secret is not null && !SecretCharacters().IsMatch(secret))
        {
            return BotApiErrors.BadRequest("secret token contains unallowed characters");
        }
        Forget(arguments);
        world.Updates.Allow(arguments);
        poll.End(BotApiErrors.TerminatedBySetWebhook);
        var most = arguments.Number("max_connections") is >= 1 and <= 100 and var given ? (int)given : UsualConnections;
        current = new(url, secret, most, world.Stopping.Token);
        world.IsWebhookSet = true;
        _ = new WebhookSender(world, current).RunAsync();
        return BotApiAnswer.True with { Description = "Webhook was set" };
    }

    public BotApiAnswer DeleteWebhook(CallArguments arguments)
    {
        var was = current is not null;
        Forget(arguments);
        return BotApiAnswer.True with { Description = was ? "Webhook was deleted" : "Webhook is already deleted" };
    }

    public BotApiAnswer GetWebhookInfo(CallArguments arguments)
    {
        var info = new JsonObject
        {
            ["url"] = current?.Url.OriginalString ?? "",
            ["has_custom_certificate"] = false,
            ["pending_update_count"] = world.Updates.Count,
        };
        if (current is not null)
        {
            info["max_connections"] = current.MostConnections;
        }
        if (current?.LastErrorAt is { } at)
        {
            info["last_error_date"] = at.ToUnixTimeSeconds();
            info["last_error_message"] = current.LastError;
        }
        if (world.Updates.Allowed is { Count: > 0 } allowed)
        {
            info["allowed_updates"] = new JsonArray([.. allowed.Select(kind => JsonValue.Create(kind))]);
        }
        return info;
    }

    /// <summary>Ends the posting of the one before.</summary>
    void Forget(CallArguments arguments)
    {
        current?.Stop.Cancel();
        current = null;
        world.IsWebhookSet = false;
        if (arguments.Flag("drop_pending_updates"))
        {
            world.Updates.Clear();
        }
    }

    [GeneratedRegex("^[A-Za-z0-9_-]+$")]
    private static partial Regex SecretCharacters();
}
