using Distributor.Articles;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Sources.Desk;

/// <summary>Which sources a list shows; null or empty: all.</summary>
/// <param name="Search">A part of title or address.</param>
/// <param name="Topic">Slug of a topic all its articles belong to.</param>
/// <param name="Waiting">Only those with items that wait for an admin.</param>
public sealed record SourceFilter(
    string? Search = null,
    SourceState? State = null,
    string? Topic = null,
    bool Waiting = false
);

/// <summary>A source as a list shows it.</summary>
/// <param name="BrokenSince">The first failed poll of those in a row, as far as the history reaches; null when the last went well.</param>
/// <param name="Waiting">Items over the flood threshold, counted up to <see cref="SourceList.Cap"/> and one more.</param>
/// <param name="Days">Articles on each of the last fourteen days, the oldest first.</param>
public sealed record SourceLine(
    long Id,
    SourceKind Kind,
    string Address,
    string Title,
    SourceState State,
    IReadOnlyList<string> Topics,
    Instant? LastPolledAt,
    Instant? NextPollAt,
    int Failures,
    string? LastError,
    Instant? BrokenSince,
    int Waiting,
    IReadOnlyList<int> Days
);

/// <param name="Next">The id to go on after; null on the last page.</param>
public sealed record SourceLines(IReadOnlyList<SourceLine> Items, long? Next);

/// <summary>Sources as admins and programs look at them, the newest first.</summary>
public sealed class SourceList(Database database, IClock clock)
{
    public const int Cap = 1_000;

    private static readonly int[] NoDays = new int[SourceDays.Days];

    /// <param name="before">Only sources with a smaller id.</param>
    public async Task<SourceLines> ReadAsync(
        SourceFilter filter,
        long before,
        int size,
        CancellationToken cancellationToken
    )
    {
        await using var db = database.CreateDbContext();
        var found = await Filter(db, filter)
            .Where(source => source.Id < before)
            .OrderByDescending(source => source.Id)
            .Take(size + 1)
            .ToListAsync(cancellationToken);
        var next = found.Count > size ? found[size - 1].Id : (long?)null;
        return new SourceLines(await LinesAsync(db, [.. found.Take(size)], cancellationToken), next);
    }

    /// <summary>How many there are, up to <see cref="Cap"/> and one more.</summary>
    public async Task<int> CountAsync(SourceFilter filter, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        return await Filter(db, filter).Take(Cap + 1).CountAsync(cancellationToken);
    }

    /// <returns>Null when there is no such source.</returns>
    public async Task<SourceLine?> OneAsync(long id, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var source = await db.Sources.AsNoTracking().SingleOrDefaultAsync(one => one.Id == id, cancellationToken);
        return source is null ? null : (await LinesAsync(db, [source], cancellationToken))[0];
    }

    /// <summary>The history of polls of one source, the newest first.</summary>
    public async Task<IReadOnlyList<Polling.PollRecord>> PollsAsync(
        long sourceId,
        long before,
        int size,
        CancellationToken cancellationToken
    )
    {
        await using var db = database.CreateDbContext();
        return await db
            .Polls.AsNoTracking()
            .Where(poll => poll.SourceId == sourceId && poll.Id < before)
            .OrderByDescending(poll => poll.Id)
            .Take(size)
            .ToListAsync(cancellationToken);
    }

    private static IQueryable<Source> Filter(DistributorDb db, SourceFilter filter)
    {
        var sources = db.Sources.AsNoTracking();
        if (filter.State is { } state)
        {
            sources = sources.Where(source => source.State == state);
        }
        if (filter.Topic is { Length: > 0 } slug)
        {
            sources = sources.Where(source =>
                source.Topics.Any(topic => db.Topics.Any(known => known.Id == topic.TopicId && known.Slug == slug))
            );
        }
        if (filter.Waiting)
        {
            sources = sources.Where(source =>
                db.Articles.Any(article => article.State == ArticleState.Waiting && article.SourceId == source.Id)
            );
        }
        return filter.Search is { Length: > 0 } search
            ? sources.WithWords(db, source => source.Title + " " + source.Address, search)
            : sources;
    }

    private async Task<List<SourceLine>> LinesAsync(
        DistributorDb db,
        List<Source> sources,
        CancellationToken cancellationToken
    )
    {
        var ids = sources.ConvertAll(source => source.Id);
        var topics = (
            await db.Set<SourceTopic>()
                .Where(topic => ids.Contains(topic.SourceId))
                .Join(db.Topics, of => of.TopicId, topic => topic.Id, (of, topic) => new { of.SourceId, topic.Name })
                .ToListAsync(cancellationToken)
        ).ToLookup(topic => topic.SourceId, topic => topic.Name);
        // What waits is little: released or discarded, it is gone from here.
        var waiting = await db
            .Articles.Where(article => article.State == ArticleState.Waiting)
            .OrderByDescending(article => article.Id)
            .Take(20 * Cap)
            .Where(article => ids.Contains(article.SourceId))
            .GroupBy(article => article.SourceId)
            .Select(group => new { SourceId = group.Key, Count = group.Count() })
            .ToDictionaryAsync(group => group.SourceId, group => group.Count, cancellationToken);
        var days = await SourceDays.ReadAsync(db, ids, clock.GetCurrentInstant(), cancellationToken);
        var since = await BrokenSinceAsync(db, sources, cancellationToken);
        return
        [
            .. sources.Select(source => new SourceLine(
                source.Id,
                source.Kind,
                source.Address,
                source.Title,
                source.State,
                [.. topics[source.Id].Order(StringComparer.Ordinal)],
                source.LastPolledAt,
                source.NextPollAt,
                source.Failures,
                source.LastError,
                since.TryGetValue(source.Id, out var at) ? at : null,
                Math.Min(waiting.GetValueOrDefault(source.Id), Cap + 1),
                days.GetValueOrDefault(source.Id, NoDays)
            )),
        ];
    }

    /// <summary>The oldest of the failed polls since the last that went well.</summary>
    private static async Task<Dictionary<long, Instant>> BrokenSinceAsync(
        DistributorDb db,
        List<Source> sources,
        CancellationToken cancellationToken
    )
    {
        var failing = sources.Where(source => source.Failures > 0).Select(source => source.Id).ToList();
        return failing.Count == 0
            ? []
            : await db
                .Polls.Where(poll => failing.Contains(poll.SourceId) && poll.Error != null)
                .Where(poll =>
                    !db.Polls.Any(good => good.SourceId == poll.SourceId && good.Error == null && good.Id > poll.Id)
                )
                .GroupBy(poll => poll.SourceId)
                .Select(group => new { SourceId = group.Key, At = group.Min(poll => poll.At) })
                .ToDictionaryAsync(group => group.SourceId, group => group.At, cancellationToken);
    }
}
