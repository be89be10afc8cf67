namespace Distributor.Testing;

/// <summary>One Bot API call of an outbox; the names are the Bot API's.</summary>
public sealed record OutboxCall
{
    public string FileName { get; init; } = "";

    /// <summary>Run, address and part, from the file name.</summary>
    public string DeliveryId { get; init; } = "";

    public required string Method { get; init; }

    public required long ChatId { get; init; }

    public int? MessageThreadId { get; init; }

    /// <summary>Of editMessageText and editMessageCaption.</summary>
    public int? MessageId { get; init; }

    /// <summary>Of sendMessage and editMessageText, as HTML.</summary>
    public string? Text { get; init; }

    /// <summary>Of sendPhoto.</summary>
    public Uri? Photo { get; init; }

    /// <summary>Of sendPhoto and editMessageCaption, as HTML.</summary>
    public string? Caption { get; init; }

    public required string ParseMode { get; init; }

    public bool DisableNotification { get; init; }

    public OutboxLinkPreview? LinkPreviewOptions { get; init; }

    public OutboxKeyboard? ReplyMarkup { get; init; }

    /// <summary>The text or the caption, as HTML.</summary>
    public string Html => Text ?? Caption ?? "";
}

public sealed record OutboxLinkPreview(bool IsDisabled);

/// <summary>Rows of buttons under a message.</summary>
public sealed record OutboxKeyboard(IReadOnlyList<IReadOnlyList<OutboxButton>> InlineKeyboard);

public sealed record OutboxButton(string Text, Uri? Url = null, string? CallbackData = null);
