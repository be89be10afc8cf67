namespace Distributor.Templates.Mail;

/// <summary>What the plain-text templates are handed: every line already wrapped.</summary>
internal sealed record TextDigest
{
    public required string Name { get; init; }
    public required string Dateline { get; init; }

    /// <summary>Whether a sentence ends the edition.</summary>
    public required bool Closes { get; init; }
    public required TextStory Lead { get; init; }
    public required string LeadHeading { get; init; }
    public required IReadOnlyList<TextTopic> Topics { get; init; }
    public required string? Rest { get; init; }
    public required string? SiteUrl { get; init; }
    public required string? Postal { get; init; }
    public required FootWords Foot { get; init; }
}

internal sealed record TextAlert
{
    public required string Name { get; init; }
    public required string? Dateline { get; init; }
    public required string Heading { get; init; }
    public required TextStory Lead { get; init; }
    public required string? Correction { get; init; }
    public required string? Postal { get; init; }
    public required FootWords Foot { get; init; }
}

internal sealed record TextNotice
{
    public required string Name { get; init; }
    public required string Title { get; init; }
    public required string Intro { get; init; }
    public required string? What { get; init; }
    public required string? When { get; init; }
    public required string? Action { get; init; }
    public required string? ActionUrl { get; init; }
    public required string Second { get; init; }
    public required string? SecondUrl { get; init; }
    public required string? Until { get; init; }
    public required string LatestHeading { get; init; }
    public required TextDigest? Latest { get; init; }
    public required string Aside { get; init; }
    public required string? Asked { get; init; }
    public required string? SiteUrl { get; init; }
    public required string? Postal { get; init; }
}

internal sealed record TextTopic
{
    public required string Heading { get; init; }
    public required IReadOnlyList<TextStory> Stories { get; init; }
    public required string? More { get; init; }
    public required string? MoreUrl { get; init; }
}

internal sealed record TextStory
{
    public required string Title { get; init; }
    public required string? Summary { get; init; }
    public required string Meta { get; init; }
    public required string? Also { get; init; }
    public required string? Url { get; init; }
}
