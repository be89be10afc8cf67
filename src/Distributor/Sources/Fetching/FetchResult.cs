using Distributor.Articles.Reading;
using NodaTime;

namespace Distributor.Sources.Fetching;

/// <summary>What the last fetch left, for asking only after what changed.</summary>
/// <param name="LastModified">As text, because servers compare it as text.</param>
/// <param name="BodyHash">SHA-256 in hex of the last body, for servers that know no conditional GET.</param>
public sealed record FetchMemory(string? ETag = null, string? LastModified = null, string? BodyHash = null)
{
    public static readonly FetchMemory None = new();
}

/// <summary>A document, or that it is unchanged, or one line about why there is none. Never an exception.</summary>
public sealed record FetchResult
{
    /// <summary>Null when unchanged or failed.</summary>
    public RawDocument? Document { get; init; }

    public bool IsUnchanged { get; init; }

    public FetchMemory Memory { get; init; } = FetchMemory.None;

    /// <summary>Where the document lives from now on; null unless the server said so for good (301, 308).</summary>
    public Uri? MovedTo { get; init; }

    /// <summary>How long the server says the answer stays fresh (Cache-Control max-age).</summary>
    public Duration? FreshFor { get; init; }

    /// <summary>How long the server asks to be left alone (Retry-After).</summary>
    public Duration? RetryAfter { get; init; }

    /// <summary>The HTTP status of the last answer; null when there was none.</summary>
    public int? Status { get; init; }

    /// <summary>The fault and the cure, without the address, which may hold a secret; null after a success.</summary>
    public string? Error { get; init; }

    /// <summary>The same request may succeed later.</summary>
    public bool IsTemporary { get; init; }

    public static FetchResult Failed(string error, bool isTemporary, Duration? retryAfter = null) =>
        new()
        {
            Error = error,
            IsTemporary = isTemporary,
            RetryAfter = retryAfter,
        };
}
