namespace Distributor.Channels.Telegram;

/// <summary>What is known of one picture. Two that are made for one address at once only cost a second try.</summary>
sealed class KnownPhoto
{
    volatile string? fileId;
    volatile bool isHopeless;

    /// <summary>Held by the message that tries the ways.</summary>
    public SemaphoreSlim Learning { get; } = new(1);

    /// <summary>Telegram's own id of the picture (Bot API <c>file_id</c>), the fastest way to send it.</summary>
    public string? FileId
    {
        get => fileId;
        set => fileId = value;
    }

    /// <summary>No way works: texts go without it.</summary>
    public bool IsHopeless
    {
        get => isHopeless;
        set => isHopeless = value;
    }

    public bool IsKnown => fileId is not null || isHopeless;
}
