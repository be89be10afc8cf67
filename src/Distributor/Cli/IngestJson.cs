using Distributor.Articles.Reading;
using NodaTime;

namespace Distributor.Cli;

/// <summary>The object <c>ingest --json</c> prints for each input. Names and shape are what other programs rely on.</summary>
internal sealed record IngestJson(
    string Input,
    InputKind Kind,
    string? Title,
    string? Language,
    IReadOnlyList<IngestJson.Item> Articles,
    IReadOnlyList<SkippedItem> Skipped,
    string? Error
)
{
    public static IngestJson Of(string input, ReadResult read) =>
        new(input, read.Kind, read.Title, read.Language, [.. read.Articles.Select(Item.Of)], read.Skipped, read.Error);

    internal sealed record Item(
        string? Guid,
        string? Url,
        string Title,
        string Lead,
        string Html,
        string Text,
        string? Author,
        string? Agency,
        string? Image,
        string? Language,
        Instant? PublishedAt,
        Instant? UpdatedAt,
        IReadOnlyList<string> Topics,
        IReadOnlyList<string> Categories
    )
    {
        public static Item Of(ReadArticle article) =>
            new(
                article.Guid,
                article.Url?.AbsoluteUri,
                article.Title,
                article.Lead,
                article.Html,
                article.Text,
                article.Author,
                article.Agency,
                article.Image?.Url.AbsoluteUri,
                article.Language,
                article.PublishedAt,
                article.UpdatedAt,
                article.Topics,
                article.Categories
            );
    }
}
