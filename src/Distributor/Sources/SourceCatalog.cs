using Distributor.Articles;
using Distributor.Articles.Intake;
using Distributor.Articles.Topics;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Sources;

/// <summary>A feed as it is listed, exported and imported.</summary>
/// <param name="Id">0 before it is stored.</param>
/// <param name="Waiting">Articles over the flood threshold.</param>
public sealed record SourceEntry(
    long Id,
    string Address,
    string Title,
    SourceKind Kind,
    SourceState State,
    IReadOnlyList<string> Topics,
    Instant? LastPolledAt,
    Instant? NextPollAt,
    string? LastError,
    int Waiting
);

/// <summary>What admins do with sources; every change leaves an audit entry.</summary>
public sealed class SourceCatalog(Database database, HeldArticles held, IClock clock)
{
    /// <summary>Adds a feed; a known one gets the further topics only.</summary>
    /// <param name="topics">Created when new; every article of the feed belongs to them.</param>
    /// <param name="actor">For the audit, such as <c>cli:anna</c>.</param>
    /// <returns>Its id, and whether it was new.</returns>
    public async Task<(long Id, bool IsNew)> AddAsync(
        Uri feed,
        string title,
        IReadOnlyList<string> topics,
        string actor,
        CancellationToken cancellationToken
    )
    {
        var now = clock.GetCurrentInstant();
        var address = feed.AbsoluteUri;
        await using var db = database.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var source = await db
            .Sources.Include(known => known.Topics)
            .SingleOrDefaultAsync(known => known.Address == address, cancellationToken);
        var isNew = source is null;
        source ??= db
            .Sources.Add(
                new Source
                {
                    Kind = SourceKind.Feed,
                    Address = address,
                    Title = title,
                    CreatedAt = now,
                    NextPollAt = now,
                }
            )
            .Entity;
        var ids = await TopicRegistry.ChosenAsync(db, topics, now, cancellationToken);
        var added = ids.Where(id => source.Topics.TrueForAll(topic => topic.TopicId != id)).ToList();
        source.Topics.AddRange(added.Select(id => new SourceTopic { TopicId = id }));
        if (isNew || added.Count > 0)
        {
            db.Audit.Add(Entry(actor, isNew ? "source.add" : "source.topics", address, string.Join(", ", topics)));
        }
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (source.Id, isNew);
    }

    /// <summary>All sources, those we made ourselves included, by id.</summary>
    public async Task<IReadOnlyList<SourceEntry>> ListAsync(CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var topics = await db.Set<SourceTopic>()
            .Join(db.Topics, of => of.TopicId, topic => topic.Id, (of, topic) => new { of.SourceId, topic.Name })
            .ToListAsync(cancellationToken);
        var topicsOf = topics.ToLookup(topic => topic.SourceId, topic => topic.Name);
        var waiting = await db
            .Articles.Where(article => article.State == ArticleState.Waiting)
            .GroupBy(article => article.SourceId)
            .Select(group => new { SourceId = group.Key, Count = group.Count() })
            .ToDictionaryAsync(group => group.SourceId, group => group.Count, cancellationToken);
        var sources = await db.Sources.AsNoTracking().OrderBy(source => source.Id).ToListAsync(cancellationToken);
        return
        [
            .. sources.Select(source => new SourceEntry(
                source.Id,
                source.Address,
                source.Title,
                source.Kind,
                source.State,
                [.. topicsOf[source.Id].Order(StringComparer.Ordinal)],
                source.LastPolledAt,
                source.NextPollAt,
                source.LastError,
                waiting.GetValueOrDefault(source.Id)
            )),
        ];
    }

    /// <summary>Lets the articles of a source go that wait over the flood threshold.</summary>
    /// <returns>How many; null when there is no such source.</returns>
    public async Task<int?> ReleaseAsync(long sourceId, string actor, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        if (!await db.Sources.AnyAsync(source => source.Id == sourceId, cancellationToken))
        {
            return null;
        }
        var released = await held.ReleaseAsync(sourceId, cancellationToken);
        db.Audit.Add(
            Entry(
                actor,
                "source.release",
                sourceId.ToString(System.Globalization.CultureInfo.InvariantCulture),
                FormattableString.Invariant($"{released} articles")
            )
        );
        await db.SaveChangesAsync(cancellationToken);
        return released;
    }

    private AuditEntry Entry(string actor, string action, string subject, string? after) =>
        new()
        {
            At = clock.GetCurrentInstant(),
            Actor = actor,
            Action = action,
            Subject = subject,
            After = after,
        };
}
