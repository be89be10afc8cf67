using System.Globalization;
using Distributor.Articles;
using Distributor.Articles.Intake;
using Distributor.Articles.Topics;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Sources.Desk;

/// <summary>What became of a source that somebody wanted gone.</summary>
public enum SourceRemoval
{
    Deleted,

    /// <summary>It has articles, which stay, so it stays too, paused.</summary>
    Paused,
}

/// <summary>
/// What admins and programs change on a source; a list of short verbs, so longer than most files. Each change is one transaction with its line in the audit, and doing it twice
/// changes nothing. Every method answers null or false when there is no such source.
/// </summary>
public sealed class SourceDesk(Database database, SourceCatalog catalog, HeldArticles held, IClock clock)
{
    public const int LongestTitle = 200;

    /// <param name="title">Null leaves it.</param>
    /// <param name="topics">Names, created when new; null leaves them.</param>
    public async Task<bool> EditAsync(
        long id,
        string? title,
        IReadOnlyList<string>? topics,
        string actor,
        CancellationToken cancellationToken
    )
    {
        await using var db = database.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var source = await db
            .Sources.Include(one => one.Topics)
            .SingleOrDefaultAsync(one => one.Id == id, cancellationToken);
        if (source is null)
        {
            return false;
        }
        if (title is { Length: > 0 } && title != source.Title)
        {
            db.Audit.Add(Entry(actor, "source.title", id, source.Title, title));
            source.Title = title;
        }
        if (topics is not null)
        {
            await FileAsync(db, source, topics, actor, cancellationToken);
        }
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>It is polled no more; what it brought stays.</summary>
    public Task<bool> PauseAsync(long id, string actor, CancellationToken cancellationToken) =>
        ChangeAsync(
            id,
            source =>
            {
                if (source.State == SourceState.Paused)
                {
                    return null;
                }
                var entry = Entry(actor, "source.pause", id, Word(source.State), Word(SourceState.Paused));
                source.State = SourceState.Paused;
                return entry;
            },
            cancellationToken
        );

    /// <summary>It is polled again, at once.</summary>
    public Task<bool> ResumeAsync(long id, string actor, CancellationToken cancellationToken) =>
        ChangeAsync(
            id,
            source =>
            {
                if (source.State != SourceState.Paused)
                {
                    return null;
                }
                source.State = SourceState.Active;
                source.NextPollAt = clock.GetCurrentInstant();
                return Entry(actor, "source.resume", id, Word(SourceState.Paused), Word(SourceState.Active));
            },
            cancellationToken
        );

    /// <summary>Makes it due: whichever instance polls takes it within seconds. A paused one stays paused.</summary>
    /// <returns>False also when it is none that is polled, or is paused.</returns>
    public async Task<bool> PollNowAsync(long id, string actor, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var now = clock.GetCurrentInstant();
        var due = await db
            .Sources.Where(source =>
                source.Id == id && source.Kind == SourceKind.Feed && source.State != SourceState.Paused
            )
            .ExecuteUpdateAsync(set => set.SetProperty(source => source.NextPollAt, now), cancellationToken);
        if (due == 0)
        {
            return false;
        }
        db.Audit.Add(Entry(actor, "source.poll", id, null, null));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Deletes a source without articles; one that has some is paused, because they and their readers' links stay.</summary>
    public async Task<SourceRemoval?> RemoveAsync(long id, string actor, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        if (await db.Articles.AnyAsync(article => article.SourceId == id, cancellationToken))
        {
            return await PauseAsync(id, actor, cancellationToken) ? SourceRemoval.Paused : null;
        }
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var address = await db
            .Sources.Where(source => source.Id == id)
            .Select(source => source.Address)
            .SingleOrDefaultAsync(cancellationToken);
        if (address is null)
        {
            return null;
        }
        await db.Polls.Where(poll => poll.SourceId == id).ExecuteDeleteAsync(cancellationToken);
        await db.Set<SourceTopic>().Where(topic => topic.SourceId == id).ExecuteDeleteAsync(cancellationToken);
        await db.Sources.Where(source => source.Id == id).ExecuteDeleteAsync(cancellationToken);
        db.Audit.Add(Entry(actor, "source.delete", id, address, null));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return SourceRemoval.Deleted;
    }

    /// <summary>Lets everything of a source go that waits, or one article of it.</summary>
    /// <returns>How many; null when there is no such source.</returns>
    public async Task<int?> ReleaseAsync(long id, long? articleId, string actor, CancellationToken cancellationToken)
    {
        if (articleId is not { } article)
        {
            return await catalog.ReleaseAsync(id, actor, cancellationToken);
        }
        await using var db = database.CreateDbContext();
        if (!await db.Articles.AnyAsync(one => one.Id == article && one.SourceId == id, cancellationToken))
        {
            return null;
        }
        var entry = Entry(actor, "article.release", article, "waiting", "complete", "article");
        return await held.ReleaseOneAsync(article, ArticleState.Waiting, entry, cancellationToken) ? 1 : 0;
    }

    /// <summary>Gives up what waits, all of it or one article: it stays known, so that it does not come again, and is never sent.</summary>
    /// <returns>How many; null when there is no such source.</returns>
    public async Task<int?> DiscardAsync(long id, long? articleId, string actor, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        if (!await db.Sources.AnyAsync(source => source.Id == id, cancellationToken))
        {
            return null;
        }
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var discarded = await db
            .Articles.Where(article => article.SourceId == id && article.State == ArticleState.Waiting)
            .Where(article => articleId == null || article.Id == articleId)
            .ExecuteUpdateAsync(set => set.SetProperty(article => article.State, ArticleState.Old), cancellationToken);
        if (discarded > 0)
        {
            db.Audit.Add(
                articleId is { } one
                    ? Entry(actor, "article.discard", one, "waiting", "old", "article")
                    : Entry(actor, "source.discard", id, null, FormattableString.Invariant($"{discarded} articles"))
            );
            await db.SaveChangesAsync(cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
        return discarded;
    }

    private async Task<bool> ChangeAsync(long id, Func<Source, AuditEntry?> change, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        if (await db.Sources.SingleOrDefaultAsync(source => source.Id == id, cancellationToken) is not { } stored)
        {
            return false;
        }
        if (change(stored) is { } entry)
        {
            db.Audit.Add(entry);
        }
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    private async Task FileAsync(
        DistributorDb db,
        Source source,
        IReadOnlyList<string> topics,
        string actor,
        CancellationToken cancellationToken
    )
    {
        var ids = await TopicRegistry.ChosenAsync(db, topics, clock.GetCurrentInstant(), cancellationToken);
        var before = source.Topics.Select(topic => topic.TopicId).Order().ToList();
        if (before.SequenceEqual(ids.Order()))
        {
            return;
        }
        var names = await db.Topics.ToDictionaryAsync(topic => topic.Id, topic => topic.Name, cancellationToken);
        db.Audit.Add(
            Entry(
                actor,
                "source.topics",
                source.Id,
                string.Join(", ", before.Select(topic => names[topic])),
                string.Join(", ", ids.Select(topic => names[topic]))
            )
        );
        source.Topics.RemoveAll(topic => !ids.Contains(topic.TopicId));
        source.Topics.AddRange(ids.Except(before).Select(topic => new SourceTopic { TopicId = topic }));
    }

    private static string Word(SourceState state) => state.ToString().ToLowerInvariant();

    private AuditEntry Entry(
        string actor,
        string action,
        long id,
        string? before,
        string? after,
        string thing = "source"
    ) =>
        new()
        {
            At = clock.GetCurrentInstant(),
            Actor = actor,
            Action = action,
            Subject = string.Create(CultureInfo.InvariantCulture, $"{thing}:{id}"),
            Before = before,
            After = after,
        };
}
