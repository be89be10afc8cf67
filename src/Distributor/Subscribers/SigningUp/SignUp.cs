using NodaTime;

namespace Distributor.Subscribers.SigningUp;

/// <summary>
/// One filled-in form: what was asked for, and, once the mailed link was used, the proof of consent (who, when, from where, under
/// which words). Kept with the address; one that is never confirmed is deleted after its link has expired.
/// </summary>
public sealed class SignUp
{
    public long Id { get; init; }
    public required long AddressId { get; init; }

    /// <summary>What is applied at the confirmation, as JSON (<c>SignUpChoices</c>).</summary>
    public required string Choices { get; init; }

    /// <summary>Version and language of the form's words, as <c>2026-11-24/en</c>.</summary>
    public required string TextVersion { get; init; }

    /// <summary>Address the form came from; null when unknown.</summary>
    public string? Ip { get; init; }
    public required Instant CreatedAt { get; init; }
    public required Instant ExpiresAt { get; init; }
    public Instant? ConfirmedAt { get; set; }

    /// <summary>Address the confirmation came from.</summary>
    public string? ConfirmedIp { get; set; }
}
