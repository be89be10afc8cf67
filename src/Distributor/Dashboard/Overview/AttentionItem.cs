using Distributor.Dashboard.Shell;
using NodaTime;

namespace Distributor.Dashboard.Overview;

/// <summary>Something an admin should look at: what, since when, why, and where it is mended.</summary>
/// <param name="Cure">The words of the link.</param>
public sealed record AttentionItem(
    Tone Tone,
    string Title,
    string Why,
    Instant? Since,
    string? Href = null,
    string Cure = "Open"
);
