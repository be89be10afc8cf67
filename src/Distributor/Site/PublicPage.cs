namespace Distributor.Site;

/// <summary>What search engines and previews of a page for everybody are told. Pages without it are not to be indexed.</summary>
/// <param name="Path">Its own address, without the language: <c>/archive/2026-11-23</c>.</param>
/// <param name="Description">A sentence.</param>
public sealed record PublicPage(string Path, string Description);
