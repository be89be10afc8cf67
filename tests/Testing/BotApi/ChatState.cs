namespace Distributor.Testing.BotApi;

/// <summary>What stands between the bot and a chat. Each but <see cref="Open"/> refuses what the bot sends, in its own words.</summary>
public enum ChatState
{
    /// <summary>The bot may send.</summary>
    Open,
    BlockedByUser,

    /// <summary>The account is deleted.</summary>
    Deactivated,
    BotKicked,
    NotAMember,

    /// <summary>A user who never pressed Start.</summary>
    NeverStarted,
    NotFound,

    /// <summary>The group is a supergroup with another id now; see <see cref="ChatMembership.MigrateTo"/>.</summary>
    Migrated,

    /// <summary>In a channel: the bot is no administrator.</summary>
    NoRightsToSend,

    /// <summary>Text arrives, photos do not.</summary>
    NoRightsToSendPhotos,
    GroupDeleted,

    /// <summary>The chat is another bot's.</summary>
    BotChat,
}
