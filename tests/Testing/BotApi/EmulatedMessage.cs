using System.Text.Json.Nodes;
using Distributor.Testing.Telegram;

namespace Distributor.Testing.BotApi;

/// <summary>A message as people see it in a chat. A value: an edit makes a new one.</summary>
public sealed record EmulatedMessage
{
    /// <summary>Counts up in its chat.</summary>
    public required int Id { get; init; }

    public required long ChatId { get; init; }

    public required DateTimeOffset Date { get; init; }

    /// <summary>Null for a channel's own posts.</summary>
    public EmulatedUser? From { get; init; }

    /// <summary>An administrator wrote it in the name of the group (<c>sender_chat</c>).</summary>
    public bool IsInNameOfChat { get; init; }

    /// <summary>True for what the bot under test wrote.</summary>
    public bool IsFromBot { get; init; }

    /// <summary>The visible text, or the caption of a photo or document.</summary>
    public string Text { get; init; } = "";

    /// <summary>As the server parsed and cleaned them; what it detects by itself (links, commands) is not among them.</summary>
    public IReadOnlyList<TelegramEntity> Entities { get; init; } = [];

    /// <summary>The text or caption as sent, with its tags.</summary>
    public string Source { get; init; } = "";

    public EmulatedFile? Photo { get; init; }

    public EmulatedFile? Document { get; init; }

    /// <summary>The album the message belongs to.</summary>
    public string? MediaGroupId { get; init; }

    public (double Latitude, double Longitude)? Location { get; init; }

    /// <summary>What a service message tells, for example <c>migrate_to_chat_id</c>; null for an ordinary one.</summary>
    public string? Service { get; init; }

    /// <summary>Its value in JSON.</summary>
    internal JsonNode? ServiceValue { get; init; }

    /// <summary>Rows of buttons.</summary>
    public IReadOnlyList<IReadOnlyList<EmulatedButton>> Buttons { get; init; } = [];

    /// <summary>Arrived without a sound.</summary>
    public bool IsSilent { get; init; }

    /// <summary>Null outside topics, and for the General topic.</summary>
    public int? ThreadId { get; init; }

    public int? ReplyTo { get; init; }

    public bool IsPreviewDisabled { get; init; }

    /// <summary>What it was before each edit, oldest first.</summary>
    public IReadOnlyList<EmulatedMessage> Earlier { get; init; } = [];

    public DateTimeOffset? EditedAt { get; init; }

    /// <summary>Gone for the people; kept here for the test.</summary>
    public bool IsDeleted { get; init; }
}
