namespace Distributor.Testing.BotApi;

/// <summary>Addresses a button may open: the same as links in a text, but a wrong one is refused instead of dropped.</summary>
static class ButtonUrl
{
    /// <summary>Null when the address is good.</summary>
    public static string? Fault(string url)
    {
        if (url.Length == 0)
        {
            return "URL must be non-empty";
        }
        var scheme = url.Contains("://", StringComparison.Ordinal)
            ? url[..url.IndexOf(':', StringComparison.Ordinal)]
            : "";
        if (scheme.Length > 0 && scheme.ToUpperInvariant() is not ("HTTP" or "HTTPS" or "TG" or "TON" or "TONSITE"))
        {
            return "Unsupported URL protocol";
        }
        return Telegram.TelegramLink.Normalize(url) is null ? "Wrong HTTP URL" : null;
    }
}
