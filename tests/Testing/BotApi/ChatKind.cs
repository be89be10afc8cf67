namespace Distributor.Testing.BotApi;

/// <summary>The kinds of chat of the Bot API.</summary>
public enum ChatKind
{
    Private,
    Group,
    Supergroup,
    Channel,
}
