using NodaTime;

namespace Distributor.Bot;

/// <summary>What the bot knows of a chat beyond its addresses: what it is called, and the question it has been asked.</summary>
public sealed class BotChat
{
    /// <summary>Telegram's id; changes when a group becomes a supergroup.</summary>
    public required long ChatId { get; init; }

    /// <summary><c>private</c>, <c>group</c>, <c>supergroup</c> or <c>channel</c> (Bot API Chat.type).</summary>
    public required string Kind { get; set; }
    public string? Title { get; set; }
    public string? UserName { get; set; }

    /// <summary>What the next message of <see cref="AskedUser"/> answers, such as <c>timezone</c>; null: nothing.</summary>
    public string? Asked { get; set; }
    public long? AskedUser { get; set; }
    public int? AskedThread { get; set; }

    /// <summary>The question is forgotten at this time.</summary>
    public Instant? AskedUntil { get; set; }
    public required Instant CreatedAt { get; init; }
}
