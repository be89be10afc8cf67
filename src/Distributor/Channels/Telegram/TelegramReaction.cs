namespace Distributor.Channels.Telegram;

/// <summary>What we do about a refusal of the Bot API or a fault on the way to it.</summary>
enum TelegramReaction
{
    /// <summary>Not a failure: too many messages, come back when told (429).</summary>
    Wait,

    /// <summary>The group is a supergroup now and has another id.</summary>
    Move,

    /// <summary>Nothing will arrive in this chat any more.</summary>
    ChatGone,

    /// <summary>No such chat; looked at once more, because a wrong token looks the same.</summary>
    ChatMissing,

    /// <summary>Nothing will arrive in this forum topic any more; the rest of the chat is fine.</summary>
    TopicGone,

    /// <summary>No message of this bot would get through; nothing was sent.</summary>
    Broken,

    /// <summary>The message may have arrived, or may not.</summary>
    Ambiguous,

    /// <summary>The message already is what the edit makes of it.</summary>
    Done,

    /// <summary>This message will never be taken; the address is fine.</summary>
    Fail,

    /// <summary>Send the same text without marks.</summary>
    Plain,

    /// <summary>Send it without buttons.</summary>
    NoButtons,

    /// <summary>Send it with fewer links.</summary>
    FewerLinks,

    /// <summary>Cut it into smaller parts.</summary>
    Shorter,

    /// <summary>Try the picture's next way.</summary>
    NextPhoto,

    /// <summary>Send the text alone.</summary>
    NoPhoto,

    /// <summary>Pictures are not allowed in the chat: send the text alone; without a picture, nothing will arrive there.</summary>
    NoPhotoRight,

    /// <summary>The message has a text and we edited its caption, or the other way round.</summary>
    OtherEdit,
}
