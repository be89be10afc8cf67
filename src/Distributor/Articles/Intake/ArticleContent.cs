using System.Text.Json;
using Distributor.Articles.Reading;
using NodaTime;

namespace Distributor.Articles.Intake;

/// <summary>Turns what a reader understood into a revision, and tells whether it says anything new.</summary>
internal static class ArticleContent
{
    /// <summary>
    /// Everything a reader could see. Dates, categories and addresses are left out: publishers touch them without
    /// correcting a word, and an alert must not be edited for that.
    /// </summary>
    public static string HashOf(ReadArticle article) =>
        ArticleIdentity.Hash(
            article.Title,
            article.Lead,
            article.Html,
            article.Text,
            article.Author ?? "",
            article.Agency ?? "",
            article.Image?.Url.AbsoluteUri ?? "",
            article.Image?.Alt ?? "",
            string.Join('\n', article.Enclosures.Select(enclosure => enclosure.Url.AbsoluteUri))
        );

    public static ArticleRevision ToRevision(ReadArticle article, long articleId, int number, Instant now) =>
        new()
        {
            ArticleId = articleId,
            Number = number,
            Title = article.Title,
            Lead = article.Lead,
            Html = article.Html,
            Text = article.Text,
            Author = article.Author,
            Agency = article.Agency,
            ImageUrl = article.Image?.Url.AbsoluteUri,
            ImageWidth = article.Image?.Width,
            ImageHeight = article.Image?.Height,
            ImageAlt = article.Image?.Alt,
            Language = article.Language,
            Categories = [.. article.Categories],
            Enclosures = EnclosuresOf(article),
            OriginalHtml = article.OriginalHtml,
            ContentHash = HashOf(article),
            CreatedAt = now,
        };

    /// <summary>
    /// A corrected excerpt has no body of its own: the full text fetched for its earlier revision stays under it.
    /// </summary>
    public static ArticleRevision KeepBody(ArticleRevision excerpt, ArticleRevision previous) =>
        previous.Text.Length <= excerpt.Text.Length
            ? excerpt
            : new ArticleRevision
            {
                ArticleId = excerpt.ArticleId,
                Number = excerpt.Number,
                Title = excerpt.Title,
                Lead = excerpt.Lead,
                Html = previous.Html,
                Text = previous.Text,
                Author = excerpt.Author ?? previous.Author,
                Agency = excerpt.Agency ?? previous.Agency,
                ImageUrl = excerpt.ImageUrl ?? previous.ImageUrl,
                ImageWidth = excerpt.ImageUrl is null ? previous.ImageWidth : excerpt.ImageWidth,
                ImageHeight = excerpt.ImageUrl is null ? previous.ImageHeight : excerpt.ImageHeight,
                ImageAlt = excerpt.ImageUrl is null ? previous.ImageAlt : excerpt.ImageAlt,
                Language = excerpt.Language ?? previous.Language,
                Categories = excerpt.Categories,
                Enclosures = excerpt.Enclosures,
                OriginalHtml = previous.OriginalHtml,
                ContentHash = excerpt.ContentHash,
                CreatedAt = excerpt.CreatedAt,
            };

    private static string? EnclosuresOf(ReadArticle article) =>
        article.Enclosures.Count == 0
            ? null
            : JsonSerializer.Serialize(
                article.Enclosures.Select(enclosure => new
                {
                    url = enclosure.Url.AbsoluteUri,
                    mediaType = enclosure.MediaType,
                    bytes = enclosure.Bytes,
                })
            );
}
