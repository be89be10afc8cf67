using NodaTime;

namespace Distributor.Bot;

/// <summary>
/// An update from Telegram, stored before it is handled: what is confirmed to Telegram is never sent again, so it must be ours
/// first. Handled ones are kept a few days as the memory of what came.
/// </summary>
public sealed class BotUpdate
{
    /// <summary>Telegram's own number (Bot API Update.update_id); a second copy is not stored.</summary>
    public required long UpdateId { get; init; }

    /// <summary>The update's JSON as it came.</summary>
    public required string Body { get; init; }
    public required Instant ReceivedAt { get; init; }

    /// <summary>Null: still to be handled.</summary>
    public Instant? HandledAt { get; set; }
    public int Attempts { get; set; }

    /// <summary>Not before this; after a handler failed.</summary>
    public Instant? NextTryAt { get; set; }

    /// <summary>Why the last attempt failed, or why it was given up.</summary>
    public string? Fault { get; set; }
}
