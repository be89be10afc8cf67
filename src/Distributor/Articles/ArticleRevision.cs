using NodaTime;

namespace Distributor.Articles;

/// <summary>What an article said at one time. Written once, never changed: an edition names the revisions it was made of.</summary>
public sealed class ArticleRevision
{
    public long Id { get; init; }
    public long ArticleId { get; init; }

    /// <summary>From 1, counted per article.</summary>
    public required int Number { get; init; }
    public required string Title { get; init; }
    public required string Lead { get; init; }

    /// <summary>Sanitised HTML.</summary>
    public required string Html { get; init; }

    /// <summary>Paragraphs separated by one newline.</summary>
    public required string Text { get; init; }
    public string? Author { get; init; }
    public string? Agency { get; init; }
    public string? ImageUrl { get; init; }
    public int? ImageWidth { get; init; }
    public int? ImageHeight { get; init; }
    public string? ImageAlt { get; init; }

    /// <summary>BCP 47 tag, null when unknown.</summary>
    public string? Language { get; init; }

    public List<string> Categories { get; init; } = [];

    /// <summary>Enclosures as JSON; null when there are none.</summary>
    public string? Enclosures { get; init; }

    /// <summary>The HTML before it was sanitised.</summary>
    public string? OriginalHtml { get; init; }

    /// <summary>
    /// SHA-256 in hex over everything a reader could see of the item as its source gave it (before a full text was
    /// fetched); equal means nothing was corrected.
    /// </summary>
    public required string ContentHash { get; init; }
    public required Instant CreatedAt { get; init; }
}

/// <summary>
/// The articles that tell the same news. Until stories are merged every article is a story of its own; alerts and
/// digest entries name stories already, so that merging changes no ledger row.
/// </summary>
public sealed class Story
{
    public long Id { get; init; }
    public required Instant CreatedAt { get; init; }
}

/// <summary>One row that numbers complete articles; its row lock is held to commit, so that numbers appear in order.</summary>
public sealed class ArticleSequence
{
    public int Id { get; init; }
    public long Value { get; set; }
}
