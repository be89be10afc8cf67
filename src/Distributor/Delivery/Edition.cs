using Distributor.Channels;
using NodaTime;

namespace Distributor.Delivery;

public enum EditionState
{
    /// <summary>Chosen, not yet sent to anybody: a correction still reaches it.</summary>
    Open,

    /// <summary>First claimed: revisions and rendered text are fixed for ever.</summary>
    Frozen,

    /// <summary>Refused by the lint; nothing of it is sent until an admin looks.</summary>
    Held,
}

/// <summary>
/// The content of one message, shared by everybody who gets the same stories in the same language, zone and layout.
/// What was rendered at the first claim is kept, with marks where the personal parts go: the proof of what was sent.
/// </summary>
public sealed class Edition
{
    public long Id { get; init; }
    public required long RunId { get; init; }
    public required ChannelKind Channel { get; init; }
    public required string Language { get; init; }

    /// <summary>IANA zone of the times in it; empty where none are shown.</summary>
    public required string TimeZone { get; init; }

    /// <summary><c>alert</c>, <c>digest</c>, <c>summary</c> or <c>edit</c>.</summary>
    public required string Layout { get; init; }
    public required string TemplateVersion { get; init; }

    /// <summary>SHA-256 in hex over run, channel, language, zone, layout, template version and contents; unique.</summary>
    public required string ContentKey { get; init; }

    /// <summary>Which stories under which topic, as JSON (<c>EditionContents</c>).</summary>
    public required string Contents { get; init; }
    public EditionState State { get; set; }

    /// <summary>Ids of the article revisions it was rendered from; empty while open.</summary>
    public List<long> Revisions { get; set; } = [];

    /// <summary>What was rendered, as JSON (<c>RenderedEdition</c>); null while open.</summary>
    public string? Rendered { get; set; }
    public Instant? FrozenAt { get; set; }

    /// <summary>What the lint found, when held.</summary>
    public string? Fault { get; set; }
    public required Instant CreatedAt { get; init; }
}
