namespace Distributor.Bot.Talking;

/// <summary>What the bot says: Bot API HTML and rows of buttons.</summary>
internal sealed record BotMessage(string Html, IReadOnlyList<IReadOnlyList<BotButton>> Rows)
{
    public BotMessage(string html)
        : this(html, []) { }

    /// <summary>Instead of rows: a button of the keyboard that shares where somebody is, with these words. Private chats only.</summary>
    public string? AsksPlace { get; init; }

    /// <summary>Takes such a button away again.</summary>
    public bool ClearsKeyboard { get; init; }

    /// <summary>The message it answers; in a group this says who is meant.</summary>
    public int? ReplyTo { get; init; }
}

/// <param name="Action">Not signed yet; null for a link.</param>
internal sealed record BotButton(string Text, string? Action, Uri? Url = null);
