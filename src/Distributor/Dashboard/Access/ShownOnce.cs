namespace Distributor.Dashboard.Access;

/// <summary>Something made just now that nobody can read again.</summary>
public sealed record ShownOnce(string Title, string Text, string Value, string Label);
