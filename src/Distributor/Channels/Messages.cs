using Distributor.Channels.Email.Shared;

namespace Distributor.Channels;

/// <summary>A rendered e-mail, ready to become MIME; everything personal is already in it.</summary>
public sealed record EmailMessage
{
    /// <summary>Run, address and part as <c>run-address-part</c>; the stable root of Message-ID and file name.</summary>
    public required string DeliveryId { get; init; }

    /// <summary>What tells this installation's Message-IDs from those of any other; letters and digits.</summary>
    public string? MessageIdPart { get; init; }

    public required string To { get; init; }

    public string? ToName { get; init; }

    /// <summary>One line; CR and LF are refused by the composer, never sent.</summary>
    public required string Subject { get; init; }

    /// <summary>For a mail whose body many readers share: takes the place of <see cref="Html"/> and <see cref="Text"/>.</summary>
    public PersonalBody? Shared { get; init; }

    public string Html
    {
        get => Shared?.Html ?? field;
        init;
    } = "";

    public string Text
    {
        get => Shared?.Text ?? field;
        init;
    } = "";

    /// <summary>BCP 47 tag for Content-Language.</summary>
    public required string Language { get; init; }

    /// <summary>Envelope sender for this one delivery (VERP); null uses the From address, empty is the null sender.</summary>
    public string? EnvelopeFrom { get; init; }

    /// <summary>The address of RFC 8058 one-click; null only for notices that are no subscription.</summary>
    public Uri? UnsubscribeUrl { get; init; }

    /// <summary>Label of RFC 2919 List-Id such as <c>daily</c>; becomes <c>daily.digest.DOMAIN</c>.</summary>
    public string? ListLabel { get; init; }

    /// <summary>Feedback-ID fields from the most to the least specific, at most three, without personal data.</summary>
    public IReadOnlyList<string> FeedbackFields { get; init; } = [];

    /// <summary>When the message was composed, for the Date header.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>True when an earlier try may have arrived; the Message-ID stays the same so that mailboxes can fold it.</summary>
    public bool MaybeDuplicate { get; init; }
}

/// <summary>A rendered Telegram message: Bot API HTML, usually of at most 4,096 code points after parsing (caption 1,024).</summary>
public sealed record TelegramMessage
{
    public required string DeliveryId { get; init; }

    /// <summary>Chat id; negative for groups and channels.</summary>
    public required long ChatId { get; init; }

    /// <summary>Forum topic; null for the chat itself and for General (Bot API refuses thread 1).</summary>
    public int? ThreadId { get; init; }

    public required string Html { get; init; }

    /// <summary>
    /// Ids of the parts of a long text that this delivery has sent before, in order: the next call sends the part after them.
    /// </summary>
    public IReadOnlyList<int> Sent { get; init; } = [];

    /// <summary>Set for an edit: the message to change in place, instead of sending a new one.</summary>
    public int? EditMessageId { get; init; }

    /// <summary>A picture to send the text with as caption; null sends text. In an edit: the message has a caption, not a text.</summary>
    public Uri? Photo { get; init; }

    /// <summary>More do not fit on a phone.</summary>
    public const int ButtonsInRow = 2;

    /// <summary>In rows of two, the design of our alerts.</summary>
    public IReadOnlyList<TelegramButton> Buttons { get; init; } = [];

    /// <summary>Delivered without a sound: everything but breaking news at night, and every possible duplicate.</summary>
    public bool Silent { get; init; }

    public bool MaybeDuplicate { get; init; }
}

/// <summary>A button under a message: a link, or callback data of 1–64 bytes (Bot API InlineKeyboardButton).</summary>
public sealed record TelegramButton(string Text, Uri? Url = null, string? CallbackData = null);
