namespace Distributor.Sources.Pushing;

/// <summary>An article as a program sends it. The same guid or URL again with other content is a correction.</summary>
public sealed record PushedArticle
{
    /// <summary>The publisher's own id.</summary>
    public string? Guid { get; init; }

    /// <summary>Where it can be read; absolute, http or https.</summary>
    public string? Url { get; init; }

    /// <summary>Required.</summary>
    public string? Title { get; init; }

    /// <summary>The standfirst; without it the first paragraph.</summary>
    public string? Lead { get; init; }

    /// <summary>The body as HTML; it is cleaned. Either this or <see cref="Text"/>.</summary>
    public string? Html { get; init; }

    /// <summary>The body as plain text, paragraphs separated by newlines.</summary>
    public string? Text { get; init; }
    public string? Author { get; init; }
    public string? Agency { get; init; }

    /// <summary>Address of a picture, absolute.</summary>
    public string? Image { get; init; }

    /// <summary>BCP 47 tag.</summary>
    public string? Language { get; init; }

    /// <summary>RFC 3339, with an offset.</summary>
    public string? PublishedAt { get; init; }

    /// <summary>Names; created when new.</summary>
    public IReadOnlyList<string?>? Topics { get; init; }

    /// <summary>Goes to breaking subscriptions too and overtakes.</summary>
    public bool Breaking { get; init; }
}

/// <param name="Id">Ours.</param>
/// <param name="Status"><c>created</c>, <c>updated</c> or <c>unchanged</c>.</param>
public sealed record PushAnswer(long Id, string Status);
