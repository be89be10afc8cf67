using Distributor.Articles;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Delivery.Editions;

/// <summary>What a story says now: the newest revision of its first article.</summary>
public sealed record StoryText(
    long StoryId,
    long RevisionId,
    string Title,
    string Lead,
    string Source,
    Uri? Url,
    string? Language,
    Instant? PublishedAt,
    bool Breaking,
    Uri? Image,
    int? ImageWidth,
    int? ImageHeight,
    string? ImageAlt
)
{
    /// <summary>Retracted: an edit says so where the story was told.</summary>
    public bool Withdrawn { get; init; }
}

/// <summary>Reads stories for rendering; retracted ones are there only for edits, which tell of it.</summary>
internal static class StoryReader
{
    public static async Task<Dictionary<long, StoryText>> ReadAsync(
        DistributorDb db,
        IReadOnlyCollection<long> storyIds,
        CancellationToken cancellationToken,
        bool withRetracted = false
    )
    {
        var rows = await (
            from article in db.Articles.AsNoTracking()
            join revision in db.ArticleRevisions on article.CurrentRevisionId equals revision.Id
            join source in db.Sources on article.SourceId equals source.Id
            where
                storyIds.Contains(article.StoryId)
                && article.Sequence != null
                && (
                    article.State == ArticleState.Complete || (withRetracted && article.State == ArticleState.Retracted)
                )
            orderby article.Sequence
            select new
            {
                article.StoryId,
                article.State,
                article.Url,
                article.PublishedAt,
                article.Breaking,
                revision.Id,
                revision.Title,
                revision.Lead,
                revision.Agency,
                revision.Language,
                revision.ImageUrl,
                revision.ImageWidth,
                revision.ImageHeight,
                revision.ImageAlt,
                SourceTitle = source.Title,
                SourceAddress = source.Address,
            }
        ).ToListAsync(cancellationToken);
        return rows.OrderBy(row => row.State == ArticleState.Retracted)
            .DistinctBy(row => row.StoryId)
            .ToDictionary(
                row => row.StoryId,
                row => new StoryText(
                    row.StoryId,
                    row.Id,
                    row.Title,
                    row.Lead,
                    SourceName(row.Agency, row.SourceAddress, row.SourceTitle, row.Url),
                    Link(row.Url),
                    row.Language,
                    row.PublishedAt,
                    row.Breaking,
                    Link(row.ImageUrl),
                    row.ImageWidth,
                    row.ImageHeight,
                    row.ImageAlt
                )
                {
                    Withdrawn = row.State == ArticleState.Retracted,
                }
            );
    }

    /// <summary>
    /// Whom a reader credits: the feed, polled or read by hand (both have a colon in their address); for pushed articles and
    /// single files the agency, else the site they link to.
    /// </summary>
    private static string SourceName(string? agency, string sourceAddress, string sourceTitle, string? url) =>
        sourceAddress.Contains(':', StringComparison.Ordinal) ? sourceTitle : agency ?? Link(url)?.Host ?? sourceTitle;

    private static Uri? Link(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var link) && link.Scheme is "http" or "https" ? link : null;
}
