using Distributor.Articles.Intake;
using Distributor.Articles.Reading;
using Distributor.Delivery;
using Distributor.Sources.Fetching;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Distributor.Sources.Polling;

/// <summary>
/// One poll of one source: fetch, read, add. What it learned is saved last, so a kill in the middle leads to the same
/// poll again, in which the items already added are known.
/// </summary>
public sealed class SourcePoll(
    Database database,
    SourceFetcher fetcher,
    ArticleReader reader,
    ArticleIntake intake,
    PollMemory memory,
    IOptions<SendingOptions> sending,
    IClock clock
)
{
    private static readonly Duration StillNews = Duration.FromHours(24);

    public async Task RunAsync(Source source, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(source.Address, UriKind.Absolute, out var address))
        {
            var fault = FetchResult.Failed(FetchFaults.NotWeb, isTemporary: false);
            await memory.FailedAsync(source, fault, cancellationToken);
            return;
        }
        var last = new FetchMemory(source.ETag, source.LastModified, source.BodyHash);
        var fetched = await fetcher.FetchAsync(address, last, cancellationToken);
        if (fetched.Error is not null)
        {
            await memory.FailedAsync(source, fetched, cancellationToken);
            return;
        }
        if (fetched.Document is { } document)
        {
            var read = reader.Read(document, InputFormat.Feed);
            if (read.Error is { } error)
            {
                await memory.FailedAsync(source, FetchResult.Failed(error, isTemporary: true), cancellationToken);
                return;
            }
            await AddAsync(source, ArticleBatch.Of(read.Articles), cancellationToken);
        }
        await memory.SucceededAsync(source, fetched, cancellationToken);
    }

    private async Task AddAsync(Source source, ArticleBatch batch, CancellationToken cancellationToken)
    {
        var isFirst = source.FirstPolledAt is null;
        var isFlood =
            !isFirst && await CountNewAsync(source.Id, batch, cancellationToken) > sending.Value.FloodThreshold;
        var oldBefore = clock.GetCurrentInstant() - StillNews;
        foreach (var item in batch.Items)
        {
            var options = new IntakeOptions
            {
                SharedGuid = item.SharedGuid,
                Admission = item.Article switch
                {
                    { PublishedAt: var at } when isFirst && (at is null || at < oldBefore) => Admission.Old,
                    _ when isFlood => Admission.Wait,
                    { IsExcerpt: true, Url: not null } => Admission.AwaitFullText,
                    _ => Admission.New,
                },
            };
            await intake.AddAsync(source.Id, item.Article, options, cancellationToken);
        }
    }

    private async Task<int> CountNewAsync(long sourceId, ArticleBatch batch, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var known = 0;
        foreach (var keys in batch.Items.Select(item => item.Key).Chunk(500))
        {
            known += await db.Articles.CountAsync(
                article => article.SourceId == sourceId && keys.Contains(article.GuidKey),
                cancellationToken
            );
        }
        return batch.Items.Count - known;
    }
}
