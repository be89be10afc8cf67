using NodaTime;

namespace Distributor.Articles.Reading;

/// <summary>One article as a reader understood it: cleaned, not yet stored, its topics not yet looked up in the database.</summary>
public sealed record ReadArticle
{
    /// <summary>The publisher's own id exactly as written (RSS <c>guid</c>, Atom <c>id</c>), or null when there is none.</summary>
    public string? Guid { get; init; }

    /// <summary>The address of the article, absolute (http or https), or null for text without one.</summary>
    public Uri? Url { get; init; }

    /// <summary>Plain text on one line, never empty.</summary>
    public required string Title { get; init; }

    /// <summary>The standfirst or first paragraph as plain text; empty when there is none.</summary>
    public string Lead { get; init; } = "";

    /// <summary>The body as sanitised HTML; empty when there is none.</summary>
    public string Html { get; init; } = "";

    /// <summary>The body as plain text, paragraphs separated by one newline.</summary>
    public string Text { get; init; } = "";

    public string? Author { get; init; }

    /// <summary>The news agency the text credits, such as <c>BBC</c> or <c>Reuters</c>.</summary>
    public string? Agency { get; init; }

    public ArticleImage? Image { get; init; }

    /// <summary>BCP 47 tag such as <c>en</c> or <c>pt-BR</c>, or null when unknown.</summary>
    public string? Language { get; init; }

    /// <summary>When the publisher says it was published; null when undated or unparsable. Never in the future.</summary>
    public Instant? PublishedAt { get; init; }

    public Instant? UpdatedAt { get; init; }

    /// <summary>Topic names recognised in the categories or the section line, spelled as we spell them (<c>Foriegn</c> is Foreign).</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>The publisher's categories as written.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    public IReadOnlyList<Enclosure> Enclosures { get; init; } = [];

    /// <summary>The HTML before it was sanitised, kept for later improvements of the reader.</summary>
    public string? OriginalHtml { get; init; }

    /// <summary>True when only a summary came, so that the page behind <see cref="Url"/> is worth fetching.</summary>
    public bool IsExcerpt { get; init; }
}

/// <summary>A picture of an article; width and height in pixels where the publisher says them.</summary>
public sealed record ArticleImage(Uri Url, int? Width = null, int? Height = null, string? Alt = null);

/// <summary>A media file attached to a feed item (RSS 2.0 enclosure, Atom link rel=enclosure).</summary>
public sealed record Enclosure(Uri Url, string? MediaType = null, long? Bytes = null);
