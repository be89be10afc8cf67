namespace Distributor.Site.Press;

/// <summary>Some stories of one topic on a page.</summary>
/// <param name="Topic">Null for stories without a topic.</param>
/// <param name="Day">The day of the archive the topic's link leads to: <c>2026-11-23</c>.</param>
public sealed record PressSection(PressTopic? Topic, string Day, IReadOnlyList<StoryLine> Stories);

/// <param name="Name">As somebody wrote it; cleaned.</param>
public sealed record PressTopic(int Id, string Slug, string Name);

/// <summary>The stories of a front page: one that leads, the others by topic.</summary>
/// <param name="LeadTopic">What the lead is filed under.</param>
public sealed record PressSheet(StoryLine Lead, PressTopic? LeadTopic, IReadOnlyList<PressSection> Sections);
