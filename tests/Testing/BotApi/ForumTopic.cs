namespace Distributor.Testing.BotApi;

/// <summary>A topic of a forum; a closed one refuses the bot.</summary>
public sealed record ForumTopic(string Name, bool IsClosed);
