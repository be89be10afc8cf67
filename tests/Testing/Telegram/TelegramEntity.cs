namespace Distributor.Testing.Telegram;

/// <summary>The kinds of text entity that Bot API HTML can make.</summary>
public enum TelegramEntityType
{
    BlockQuote,
    ExpandableBlockQuote,
    PreCode,
    Pre,
    Code,
    TextUrl,
    MentionName,
    DateTime,
    Bold,
    Italic,
    Underline,
    Strikethrough,
    Spoiler,
    CustomEmoji,
}

/// <summary>A marked stretch of a message's text.</summary>
/// <param name="Type">What the stretch is.</param>
/// <param name="Offset">Start in UTF-16 units of the parsed text.</param>
/// <param name="Length">Length in UTF-16 units; never 0.</param>
public sealed record TelegramEntity(TelegramEntityType Type, int Offset, int Length)
{
    /// <summary>The normalised address of a <see cref="TelegramEntityType.TextUrl"/>.</summary>
    public string? Url { get; init; }

    /// <summary>The user of a <see cref="TelegramEntityType.MentionName"/> (<c>tg://user?id=</c>).</summary>
    public long? UserId { get; init; }

    public long? CustomEmojiId { get; init; }

    /// <summary>The language of a <see cref="TelegramEntityType.PreCode"/>.</summary>
    public string? Language { get; init; }

    /// <summary>First UTF-16 unit after the entity.</summary>
    public int End => Offset + Length;

    /// <summary>True for code, which shows everything inside it as written.</summary>
    public bool IsCode => Type is TelegramEntityType.Code or TelegramEntityType.Pre or TelegramEntityType.PreCode;

    public bool IsQuote => Type is TelegramEntityType.BlockQuote or TelegramEntityType.ExpandableBlockQuote;

    /// <summary>True for the styles that may lie over one another and be cut in pieces.</summary>
    public bool IsStyle => Type is >= TelegramEntityType.Bold and <= TelegramEntityType.Spoiler;

    /// <summary>
    /// The server's order: by start, the longer first, and at the same place quotes, code, links, styles, emoji. The
    /// members of <see cref="TelegramEntityType"/> are declared in that last order.
    /// </summary>
    public static int Compare(TelegramEntity a, TelegramEntity b) =>
        (a.Offset, -a.Length, a.Type).CompareTo((b.Offset, -b.Length, b.Type));
}
