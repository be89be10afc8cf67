using NodaTime;

namespace Distributor.Api;

/// <summary>A key a program shows; only its SHA-256 is kept (it is 256 random bits, so no slow hash is needed).</summary>
public sealed class ApiKey
{
    public int Id { get; init; }
    public required string Name { get; init; }
    public required string Sha256 { get; init; }
    public required Instant CreatedAt { get; init; }
    public Instant? LastUsedAt { get; set; }
    public Instant? RevokedAt { get; set; }
}

/// <summary>The answer once given for an <c>Idempotency-Key</c>, repeated for 24 hours.</summary>
public sealed class IdempotentAnswer
{
    public required int ApiKeyId { get; init; }
    public required string Key { get; init; }

    /// <summary>SHA-256 of the request; the same key with another request is refused (422).</summary>
    public required string RequestHash { get; init; }
    public required int Status { get; init; }
    public required string Body { get; init; }
    public required Instant At { get; init; }
}
