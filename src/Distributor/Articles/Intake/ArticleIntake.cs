using Distributor.Articles.Desk;
using Distributor.Articles.Reading;
using Distributor.Articles.Topics;
using Distributor.Jobs;
using Distributor.Planning;
using Distributor.Storage;
using Distributor.Telemetry;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Articles.Intake;

/// <summary>
/// The one way in: every poll, file, push and command adds its articles here. Each article is one transaction, so a
/// kill leaves it whole or not at all, and adding it again changes nothing.
/// </summary>
public sealed class ArticleIntake(Database database, IClock clock, NewWork newWork, RunTraces traces)
{
    private const int MaxAttempts = 5;

    /// <summary>Stores an article, its correction, or nothing when it is known with the same content.</summary>
    /// <param name="sourceId">An existing source; identity counts within it.</param>
    public async Task<IntakeResult> AddAsync(
        long sourceId,
        ReadArticle article,
        IntakeOptions options,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await AddOnceAsync(sourceId, article, options, cancellationToken);
            }
            catch (Exception exception) when (attempt < MaxAttempts && Collision.Is(exception))
            {
                // Somebody else added the same article or topic just now: the next look finds it.
            }
        }
    }

    private async Task<IntakeResult> AddOnceAsync(
        long sourceId,
        ReadArticle article,
        IntakeOptions options,
        CancellationToken cancellationToken
    )
    {
        var now = clock.GetCurrentInstant();
        var began = DateTimeOffset.UtcNow;
        await using var db = database.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var (known, key) = await KnownArticles.FindAsync(db, sourceId, article, options, cancellationToken);
        var isKeptBack = known?.State is ArticleState.Old or ArticleState.Waiting;
        var isChanged = known?.CurrentRevision?.ContentHash != ArticleContent.HashOf(article);
        var completes = known is null ? options.Admission == Admission.New : options.EvenIfKeptBack && isKeptBack;
        if (known is not null && !isChanged && !completes)
        {
            return new IntakeResult(known.Id, IntakeStatus.Unchanged, known.CurrentRevision!.Title);
        }

        var stored = known ?? await CreateAsync(db, sourceId, article, key, options, now, cancellationToken);
        if (isChanged)
        {
            await ReviseAsync(db, stored, article, options, now, cancellationToken);
        }
        if (completes)
        {
            await ArticleCompletion.CompleteAsync(db, stored, article.Title, now, cancellationToken);
        }
        if (options.Actor is { } actor)
        {
            db.Audit.Add(
                ArticleAudit.Entry(
                    now,
                    actor,
                    known is null ? "article.push" : "article.correct",
                    stored.Id,
                    known?.CurrentRevision?.Title,
                    article.Title
                )
            );
        }
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        foreach (var opened in db.ChangeTracker.Entries<Delivery.Run>())
        {
            traces.TookIn(opened.Entity, stored.Id, began);
        }
        if (completes)
        {
            newWork.Announce();
        }
        return new IntakeResult(stored.Id, StatusOf(known is null || completes, stored.State), article.Title);
    }

    private static IntakeStatus StatusOf(bool isNew, ArticleState state) =>
        (isNew, state) switch
        {
            (false, _) => IntakeStatus.Updated,
            (true, ArticleState.Old) => IntakeStatus.Old,
            (true, ArticleState.Waiting) => IntakeStatus.Waiting,
            _ => IntakeStatus.Created,
        };

    private static async Task<Article> CreateAsync(
        DistributorDb db,
        long sourceId,
        ReadArticle article,
        string key,
        IntakeOptions options,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        var story = new Story { CreatedAt = now };
        db.Stories.Add(story);
        await db.SaveChangesAsync(cancellationToken);
        var created = new Article
        {
            SourceId = sourceId,
            StoryId = story.Id,
            Guid = article.Guid,
            GuidKey = key,
            ReceivedAt = now,
            State = options.Admission switch
            {
                Admission.Wait => ArticleState.Waiting,
                Admission.Old => ArticleState.Old,
                _ => ArticleState.Incomplete,
            },
        };
        db.Articles.Add(created);
        await db.SaveChangesAsync(cancellationToken);
        return created;
    }

    private static async Task ReviseAsync(
        DistributorDb db,
        Article stored,
        ReadArticle article,
        IntakeOptions options,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        var (url, breaking) = (stored.Url, stored.Breaking);
        stored.Url = article.Url?.AbsoluteUri ?? stored.Url;
        stored.PublishedAt = article.PublishedAt ?? stored.PublishedAt;
        // Breaking stays: an alert that overtook the others cannot be called back.
        stored.Breaking |= options.Breaking || article.Categories.Any(IsBreaking);
        stored.Revision++;

        var previous = stored.CurrentRevision;
        var revision = ArticleContent.ToRevision(article, stored.Id, stored.Revision, now);
        revision = article.IsExcerpt && previous is not null ? ArticleContent.KeepBody(revision, previous) : revision;
        db.ArticleRevisions.Add(revision);
        await db.SaveChangesAsync(cancellationToken);
        stored.CurrentRevisionId = revision.Id;

        var ids = await TopicRegistry.ResolveAsync(db, article, options.Topics, now, cancellationToken);
        var always = await db.Set<Sources.SourceTopic>()
            .Where(topic => topic.SourceId == stored.SourceId)
            .OrderBy(topic => topic.TopicId)
            .Select(topic => topic.TopicId)
            .ToListAsync(cancellationToken);
        stored.Topics.Clear();
        // The old rows go first: a topic that stays would otherwise be deleted and inserted under one key.
        await db.SaveChangesAsync(cancellationToken);
        stored.Topics.AddRange(
            ids.Concat(always)
                .Distinct()
                .Select((id, position) => new ArticleTopic { TopicId = id, Position = (short)position })
        );
        if (
            previous is not null
            && (EditRuns.IsSeen(previous, revision) || (stored.Url, stored.Breaking) != (url, breaking))
        )
        {
            await EditRuns.OpenAsync(db, stored, revision.Title, now, cancellationToken);
        }
    }

    private static bool IsBreaking(string category) => TopicWords.Normalize(category) == "breaking";
}
