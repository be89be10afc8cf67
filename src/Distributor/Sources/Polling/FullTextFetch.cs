using System.Collections.Concurrent;
using Distributor.Articles;
using Distributor.Articles.Intake;
using Distributor.Articles.Reading;
using Distributor.Sources.Fetching;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Sources.Polling;

/// <summary>
/// Fetches the pages of articles that came as excerpts and completes them, with what the feed gave when the page cannot
/// be had: news must not wait for a page for ever.
/// </summary>
public sealed partial class FullTextFetch(
    Database database,
    SourceFetcher fetcher,
    ArticleReader reader,
    HeldArticles held,
    IClock clock,
    ILogger<FullTextFetch> logger
)
{
    private const int MaxTries = 3;
    private const int AtOnce = 200;

    private static readonly Duration BetweenTries = Duration.FromSeconds(20);

    /// <summary>Forgotten at a restart, which grants three more tries at most.</summary>
    private readonly ConcurrentDictionary<long, (int Tries, Instant NotBefore)> tried = new();

    /// <summary>One look at all that wait.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var waiting = await db
            .Articles.AsNoTracking()
            .Where(article => article.State == ArticleState.Incomplete)
            .OrderBy(article => article.Id)
            .Take(AtOnce)
            .ToListAsync(cancellationToken);
        var now = clock.GetCurrentInstant();
        var due = waiting.Where(article => !tried.TryGetValue(article.Id, out var last) || last.NotBefore <= now);
        await Politeness.ForEachAsync(due, article => article.Url, TryAsync, cancellationToken);
    }

    private async Task TryAsync(Article article, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(article.Url, UriKind.Absolute, out var address))
        {
            await held.CompleteAsync(article.Id, null, cancellationToken);
            return;
        }
        var fetched = await fetcher.FetchAsync(address, FetchMemory.None, cancellationToken);
        var read = fetched.Document is { } page ? reader.Read(page, InputFormat.Html) : null;
        if (read is { Error: null, Articles: [{ Text.Length: > 0 } full, ..] })
        {
            tried.TryRemove(article.Id, out _);
            await held.CompleteAsync(article.Id, full, cancellationToken);
            return;
        }
        var tries = tried.TryGetValue(article.Id, out var last) ? last.Tries + 1 : 1;
        if (fetched.IsTemporary && tries < MaxTries)
        {
            var wait = Duration.Max(BetweenTries * tries, fetched.RetryAfter ?? Duration.Zero);
            tried[article.Id] = (tries, clock.GetCurrentInstant() + Duration.Min(wait, BetweenTries * MaxTries));
            return;
        }
        tried.TryRemove(article.Id, out _);
        LogGivenUp(article.Id, fetched.Error ?? read?.Error ?? "the page is empty");
        await held.CompleteAsync(article.Id, null, cancellationToken);
    }

    [LoggerMessage(4102, LogLevel.Information, "Article {ArticleId} goes out as its feed gave it: {Reason}")]
    private partial void LogGivenUp(long articleId, string reason);
}
