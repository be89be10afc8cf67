namespace Distributor.Testing.Smtp;

/// <summary>What EHLO offers.</summary>
public sealed record SmtpExtensions
{
    /// <summary>RFC 2920: commands in groups.</summary>
    public bool Pipelining { get; init; } = true;

    /// <summary>RFC 3030: content in counted chunks (BDAT).</summary>
    public bool Chunking { get; init; } = true;

    /// <summary>RFC 6152.</summary>
    public bool EightBitMime { get; init; } = true;

    /// <summary>RFC 6531.</summary>
    public bool SmtpUtf8 { get; init; } = true;

    /// <summary>RFC 1870: the largest message in octets, checked at MAIL and at the end; null offers no SIZE.</summary>
    public long? Size { get; init; } = 10_240_000;

    /// <summary>RFC 3207. Offered until the connection is encrypted.</summary>
    public bool StartTls { get; init; }

    /// <summary>RFC 2034: replies begin with an enhanced code.</summary>
    public bool EnhancedStatusCodes { get; init; } = true;

    /// <summary>RFC 4954, any of PLAIN and LOGIN; offered when a user is set.</summary>
    public IReadOnlyList<string> Auth { get; init; } = ["PLAIN", "LOGIN"];
}
