namespace Distributor.Testing.BotApi;

/// <summary>What somebody is in a chat (<c>ChatMember.status</c>).</summary>
public enum ChatRole
{
    Member,
    Creator,
    Administrator,

    /// <summary>Was there and went.</summary>
    Left,

    /// <summary>Was removed; in a private chat: blocked the bot.</summary>
    Kicked,
}
