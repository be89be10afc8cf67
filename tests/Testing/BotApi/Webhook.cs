namespace Distributor.Testing.BotApi;

/// <summary>Where updates are posted, and how the last attempts went.</summary>
sealed class Webhook(Uri url, string? secret, int mostConnections, CancellationToken stopping)
{
    public Uri Url => url;

    public string? Secret => secret;

    /// <summary>Posts at the same time; those of one chat are never at the same time.</summary>
    public int MostConnections => mostConnections;

    public DateTimeOffset? LastErrorAt { get; set; }

    public string? LastError { get; set; }

    public CancellationTokenSource Stop { get; } = CancellationTokenSource.CreateLinkedTokenSource(stopping);
}
