namespace Distributor.Dashboard.Shell;

/// <param name="Count">How many are behind it, in words.</param>
public sealed record DeskTab(string Text, string Href, bool IsCurrent, string? Count = null);
