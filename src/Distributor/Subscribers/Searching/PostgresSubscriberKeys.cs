using Distributor.Storage;
using Microsoft.EntityFrameworkCore;

namespace Distributor.Subscribers.Searching;

/// <summary>
/// A list that may be millions long. Without words it is a walk of an index. With words it depends on how common they are:
/// when a short walk fills the page, they are common; otherwise the two rarest are looked up by their trigrams; and when too
/// many have them, a longer walk finds them.
/// </summary>
internal sealed class PostgresSubscriberKeys(Database database) : ISubscriberKeys
{
    /// <summary>Enough to fill a page with what one in forty has, in a few milliseconds.</summary>
    private const int ShortLook = 2_000;

    /// <summary>What a page may look at: some tens of milliseconds.</summary>
    private const int LongLook = 10_000;

    /// <summary>So many in a short walk say that a long one fills the page: one in a hundred.</summary>
    private const int Usual = 20;

    /// <summary>A word more people have than this is not looked up.</summary>
    private const int MostCandidates = 40_000;

    private static readonly string Matches = Read("matches");
    private static readonly string FirstSince = Read("first-since");
    private static readonly Drive People = new(Read("drive-people"), Read("walk"), Read("candidates-people"));
    private static readonly Drive States = new(Read("drive-state"), Read("walk"), Read("candidates-people"));
    private static readonly Drive Topics = new(Read("drive-topic"), Read("walk-topic"), Read("candidates-topic"));

    public async Task<SubscriberKeys> ReadAsync(
        SubscriberFilter filter,
        long before,
        int limit,
        int needed,
        CancellationToken cancellationToken
    )
    {
        await using var db = database.CreateDbContext();
        // Compiling a statement takes longer than any of these runs; the setting is forgotten with the connection's return.
        await db.Database.OpenConnectionAsync(cancellationToken);
        await db.Database.ExecuteSqlRawAsync("SET jit = off", cancellationToken);
        var (drive, parameters) = await ParametersAsync(db, filter, before, limit, cancellationToken);
        if (filter.Words.Count == 0)
        {
            return await WalkAsync(db, drive, parameters, limit, LongLook, cancellationToken);
        }
        var near = await WalkAsync(db, drive, parameters, limit, ShortLook, cancellationToken);
        if (near.Keys.Count >= limit || near.Frontier is null)
        {
            return near;
        }
        if (
            near.Keys.Count < Math.Min(needed, Usual)
            && await CandidatesAsync(db, drive, filter.Patterns, parameters, cancellationToken) is { } found
        )
        {
            return new(found, null);
        }
        return await WalkAsync(db, drive, parameters, limit, LongLook, cancellationToken);
    }

    /// <summary>From the statistics that PostgreSQL keeps of every table; while they are small or missing, counted up to the cap.</summary>
    public async Task<CappedCount> CountAllAsync(CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var counted = CappedCount.Of(
            await db.Subscribers.Select(person => person.Id).Take(CappedCount.Cap + 1).CountAsync(cancellationToken)
        );
        if (counted.Kind == CountKind.Exact)
        {
            return counted;
        }
        var about = await db
            .Database.SqlQuery<long>(
                $"SELECT reltuples::bigint AS \"Value\" FROM pg_class WHERE oid = 'subscribers'::regclass"
            )
            .SingleAsync(cancellationToken);
        return about > CappedCount.Cap ? new CappedCount(about, CountKind.About) : counted;
    }

    private static async Task<SubscriberKeys> WalkAsync(
        DistributorDb db,
        Drive drive,
        List<(string, object?)> parameters,
        int limit,
        int look,
        CancellationToken cancellationToken
    )
    {
        List<(string, object?)> looking = [.. parameters, ("look", look)];
        var rows = await SubscriberStatement.PairsAsync(db, drive.Walk, looking, cancellationToken);
        var keys = rows.ConvertAll(row => new SubscriberKey(row.Item1, row.Item2));
        if (keys.Count >= limit)
        {
            return new(keys, null);
        }
        var (last, looked) = (await SubscriberStatement.PairsAsync(db, drive.Looked, looking, cancellationToken))[0];
        return new(keys, looked >= look ? last : null);
    }

    /// <param name="patterns">Of the words, the likely rarest first; two are looked up.</param>
    /// <returns>Null when too many have the words.</returns>
    private static async Task<List<SubscriberKey>?> CandidatesAsync(
        DistributorDb db,
        Drive drive,
        string[] patterns,
        List<(string, object?)> parameters,
        CancellationToken cancellationToken
    )
    {
        var rows = await SubscriberStatement.PairsAsync(
            db,
            drive.Candidates,
            [.. parameters, ("word", patterns[0]), ("other", patterns.ElementAtOrDefault(1)), ("most", MostCandidates)],
            cancellationToken
        );
        return rows is [(-1, _)] ? null : rows.ConvertAll(row => new SubscriberKey(row.Item1, row.Item2));
    }

    private static async Task<(Drive, List<(string, object?)>)> ParametersAsync(
        DistributorDb db,
        SubscriberFilter filter,
        long before,
        int limit,
        CancellationToken cancellationToken
    )
    {
        List<(string, object?)> parameters =
        [
            .. SubscriberStatement.Of(db, filter),
            ("before", before),
            ("size", limit),
        ];
        if (filter.Topic is not null)
        {
            return (Topics, parameters);
        }
        var first = 0L;
        if (filter.Since is not null)
        {
            var since = db.Stored(SubscriberStatement.SinceOf(filter));
            var sql = $"SELECT low, 0::bigint FROM ({FirstSince}) f";
            first = (await SubscriberStatement.PairsAsync(db, sql, [("since", since)], cancellationToken))[0].Item1;
        }
        parameters.Add(("first", first));
        if (filter.State is null && !filter.Gone)
        {
            return (People, parameters);
        }
        parameters.Add(("state1", filter.State?.ToWord() ?? AddressState.Bounced.ToWord()));
        parameters.Add(("state2", filter.State is null ? AddressState.Unsubscribed.ToWord() : null));
        return (States, parameters);
    }

    private static string Read(string name) => SqlFile.Read($"Postgres/Subscribers/{name}.sql");

    /// <summary>An index to walk, and the statements that walk it.</summary>
    private sealed class Drive(string drive, string walk, string candidates)
    {
        public string Walk { get; } =
            walk.Replace("{drive}", drive, StringComparison.Ordinal)
                .Replace("{matches}", Matches, StringComparison.Ordinal);

        public string Candidates { get; } =
            candidates
                .Replace("{picked}", Read("picked"), StringComparison.Ordinal)
                .Replace("{matches}", Matches, StringComparison.Ordinal);

        public string Looked { get; } = Read("looked").Replace("{drive}", drive, StringComparison.Ordinal);
    }
}
