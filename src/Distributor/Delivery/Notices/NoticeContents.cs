using System.Text.Json;
using Distributor.Storage;
using Distributor.Templates;
using NodaTime;

namespace Distributor.Delivery.Notices;

/// <summary>
/// What a notice is about, as its edition keeps it. Links are not in it: their tokens are made when the mail leaves, so that
/// nobody finds them in the database.
/// </summary>
public sealed record NoticeContents
{
    public required NoticeKind Kind { get; init; }

    /// <summary>What its link is made for: the sign-up or the move; null: the notice itself.</summary>
    public long? Subject { get; init; }

    /// <summary>Until then the link works; null when there is none that ends.</summary>
    public Instant? ExpiresAt { get; init; }

    /// <summary>Names of the topics asked for; empty for all.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];
    public Subscribers.Cadence? Cadence { get; init; }
    public LocalTime? At { get; init; }
    public IsoDayOfWeek? Weekday { get; init; }

    public required Instant RequestedAt { get; init; }

    /// <summary>Address of the machine it was asked from.</summary>
    public string? RequestedFrom { get; init; }

    /// <summary>The other end of a move, as this end may see it.</summary>
    public string? OtherAddress { get; init; }

    /// <summary>The link was asked for by a sign-up of somebody who reads us already.</summary>
    public bool AlreadySubscribed { get; init; }

    /// <summary>The stories of a welcome.</summary>
    public Editions.EditionContents? Latest { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, Json.Options);

    public static NoticeContents FromJson(string json) =>
        JsonSerializer.Deserialize<NoticeContents>(json, Json.Options)
        ?? throw new JsonException("A notice without contents.");
}
