using Distributor.Articles.Intake;
using Distributor.Articles.Reading;
using Distributor.Articles.Topics;
using Distributor.Sources.Polling;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Sources.Desk;

/// <summary>What becomes of an item at the first poll.</summary>
/// <param name="IsNews">It would be sent; otherwise it is only remembered, so that it never counts as new.</param>
/// <param name="FetchesPage">Only an excerpt came: the page behind it is fetched for the full text.</param>
public sealed record PreviewItem(
    string Title,
    Uri? Url,
    Instant? PublishedAt,
    IReadOnlyList<string> Topics,
    IReadOnlyList<string> Categories,
    bool IsNews,
    bool FetchesPage
);

/// <summary>A source as it would be; nothing is stored.</summary>
/// <param name="Address">Of the feed; null when there is none, or several to choose from.</param>
/// <param name="Choices">More than one feed: whoever asks chooses one and asks again.</param>
/// <param name="KnownAs">The source that has this address already.</param>
/// <param name="Topics">Recognised in its items, the most frequent first.</param>
/// <param name="Error">One line: what is wrong and the cure.</param>
public sealed record SourcePreview(
    Uri? Address,
    string Title,
    IReadOnlyList<FoundFeed> Choices,
    long? KnownAs,
    string? Language,
    IReadOnlyList<string> Topics,
    IReadOnlyList<PreviewItem> Items,
    IReadOnlyList<SkippedItem> Skipped,
    string? Error
)
{
    public static SourcePreview Failed(string error) => new(null, "", [], null, null, [], [], [], error);
}

/// <summary>Shows what a source would bring before it is one.</summary>
public sealed class SourcePreviewer(SourceDiscovery discovery, ArticleReader reader, Database database, IClock clock)
{
    public const string NoAddress = "it is no address of the web; paste one such as https://news.example.org";

    /// <param name="typed">Any address: of a feed, or of a page of a site.</param>
    public async Task<SourcePreview> LookAsync(string? typed, CancellationToken cancellationToken)
    {
        if (SourceDiscovery.Address(typed) is not { } address)
        {
            return SourcePreview.Failed(NoAddress);
        }
        var found = await discovery.ChoicesAsync(address, cancellationToken);
        if (found.Error is { } error)
        {
            return SourcePreview.Failed(error);
        }
        if (found.Feed is not { } document)
        {
            return new SourcePreview(null, "", found.Choices, null, null, [], [], [], null);
        }
        await using var db = database.CreateDbContext();
        var matcher = await TopicRegistry.MatcherAsync(db, cancellationToken);
        var read = reader.Read(document, InputFormat.Feed, matcher);
        if (read.Error is { } fault)
        {
            return SourcePreview.Failed(fault);
        }
        var batch = ArticleBatch.Of(read.Articles);
        var now = clock.GetCurrentInstant();
        var items = batch.Items.Reverse().Select(item => Item(item.Article, now)).ToList();
        var text = found.Address!.AbsoluteUri;
        var known = await db
            .Sources.Where(source => source.Address == text)
            .Select(source => (long?)source.Id)
            .SingleOrDefaultAsync(cancellationToken);
        return new SourcePreview(
            found.Address,
            read.Title is { Length: > 0 } title ? title : found.Address.Host,
            [],
            known,
            read.Language,
            [
                .. items
                    .SelectMany(item => item.Topics)
                    .CountBy(topic => topic)
                    .OrderByDescending(t => t.Value)
                    .Select(t => t.Key),
            ],
            items,
            [.. read.Skipped, .. batch.Repeated],
            null
        );
    }

    private static PreviewItem Item(ReadArticle article, Instant now)
    {
        var admission = PollAdmission.Of(article, isFirst: true, isFlood: false, now);
        return new PreviewItem(
            article.Title,
            article.Url,
            article.PublishedAt,
            article.Topics,
            article.Categories,
            admission != Admission.Old,
            admission == Admission.AwaitFullText
        );
    }
}
