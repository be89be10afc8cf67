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
    IClock clock,
    TimeProvider time
)
{
    public async Task RunAsync(Source source, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        if (!Uri.TryCreate(source.Address, UriKind.Absolute, out var address))
        {
            var fault = FetchResult.Failed(FetchFaults.NotWeb, isTemporary: false);
            await memory.FailedAsync(source, fault, time.GetElapsedTime(began), cancellationToken);
            return;
        }
        var last = new FetchMemory(source.ETag, source.LastModified, source.BodyHash);
        var fetched = await fetcher.FetchAsync(address, last, cancellationToken);
        if (fetched.Error is not null)
        {
            await memory.FailedAsync(source, fetched, time.GetElapsedTime(began), cancellationToken);
            return;
        }
        var read = fetched.Document is { } document ? reader.Read(document, InputFormat.Feed) : null;
        var took = time.GetElapsedTime(began);
        if (read?.Error is { } error)
        {
            var fault = FetchResult.Failed(error, isTemporary: true) with { Status = fetched.Status };
            await memory.FailedAsync(source, fault, took, cancellationToken);
            return;
        }
        var yield = read is null
            ? PollYield.Nothing
            : await AddAsync(source, ArticleBatch.Of(read.Articles), cancellationToken);
        await memory.SucceededAsync(source, fetched, yield, took, cancellationToken);
    }

    private async Task<PollYield> AddAsync(Source source, ArticleBatch batch, CancellationToken cancellationToken)
    {
        var isFirst = source.FirstPolledAt is null;
        var isFlood =
            !isFirst && await CountNewAsync(source.Id, batch, cancellationToken) > sending.Value.FloodThreshold;
        var now = clock.GetCurrentInstant();
        var (created, updated, held) = (0, 0, 0);
        foreach (var item in batch.Items)
        {
            var options = new IntakeOptions
            {
                SharedGuid = item.SharedGuid,
                Admission = PollAdmission.Of(item.Article, isFirst, isFlood, now),
            };
            var added = await intake.AddAsync(source.Id, item.Article, options, cancellationToken);
            created += added.Status == IntakeStatus.Created ? 1 : 0;
            updated += added.Status == IntakeStatus.Updated ? 1 : 0;
            held += added.Status == IntakeStatus.Waiting ? 1 : 0;
        }
        return new PollYield(created, updated, held);
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
