namespace Distributor.Articles.Topics;

/// <summary>A topic people can subscribe to, with the other words publishers use for it.</summary>
public sealed record KnownTopic(string Name, IReadOnlyList<string> Aliases);
