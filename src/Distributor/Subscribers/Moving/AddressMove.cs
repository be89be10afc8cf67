using NodaTime;

namespace Distributor.Subscribers.Moving;

/// <summary>
/// A reader's wish to be written to at another e-mail address: done when both ends have confirmed by their mailed links. The
/// new end is a pending address of nobody known until then.
/// </summary>
public sealed class AddressMove
{
    public long Id { get; init; }
    public required long AddressId { get; init; }

    /// <summary>The pending address that stands for the new end.</summary>
    public required long NewAddressId { get; init; }
    public required Instant CreatedAt { get; init; }
    public required Instant ExpiresAt { get; init; }
    public Instant? OldConfirmedAt { get; set; }
    public Instant? NewConfirmedAt { get; set; }
    public Instant? DoneAt { get; set; }
}
