using Distributor.Storage;
using Microsoft.EntityFrameworkCore;

namespace Distributor.Subscribers.Searching;

/// <summary>
/// A list that may be millions long. Without words it is a walk of an index. With words it depends on how common they are:
/// when a short walk fills the page, they are common; otherwise the rarest is looked up by its trigrams; and when that finds
/// too many, a longer walk finds them.
/// </summary>
internal sealed class PostgresSubscriberKeys(Database database) : ISubscriberKeys
{
    /// <summary>Enough to fill a page with what one in forty has, in a few milliseconds.</summary>
    private const int ShortLook = 2_000;

    /// <summary>What a page may look at: some tens of milliseconds.</summary>
    private const int LongLook = 10_000;

    /// <summary>A word more people have than this is walked for.</summary>
    private const int MostCandidates = 5_000;

    /// <summary>Words that are looked up when the longest is too common.</summary>
    private const int TriedWords = 2;

    private static readonly string Matches = Read("matches");
    private static readonly string Candidates = Read("candidates");
    private static readonly string Chosen = Read("chosen").Replace("{matches}", Matches, StringComparison.Ordinal);
    private static readonly string FirstSince = Read("first-since");
    private static readonly Drive People = new(Read("drive-people"), Read("walk"));
    private static readonly Drive States = new(Read("drive-state"), Read("walk"));
    private static readonly Drive Topics = new(Read("drive-topic"), Read("walk-topic"));

    public async Task<SubscriberKeys> ReadAsync(
        SubscriberFilter filter,
        long before,
        int limit,
        int needed,
        CancellationToken cancellationToken
    )
    {
        await using var db = database.CreateDbContext();
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
        if (near.Keys.Count < needed)
        {
            foreach (var word in filter.Patterns.Take(TriedWords))
            {
                if (await CandidatesAsync(db, word, cancellationToken) is { } ids)
                {
                    var rows = await SubscriberStatement.PairsAsync(
                        db,
                        Chosen,
                        [.. parameters, ("ids", ids)],
                        cancellationToken
                    );
                    return new([.. rows.Select(row => new SubscriberKey(row.Item1, row.Item2))], null);
                }
            }
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

    /// <returns>Null when too many have the word.</returns>
    private static async Task<long[]?> CandidatesAsync(
        DistributorDb db,
        string word,
        CancellationToken cancellationToken
    )
    {
        var rows = await SubscriberStatement.PairsAsync(
            db,
            Candidates,
            [("word", word), ("most", MostCandidates + 1)],
            cancellationToken
        );
        return rows.Count == 0 ? []
            : rows[0].Item2 > MostCandidates ? null
            : [.. rows.Select(row => row.Item1)];
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
    private sealed class Drive(string drive, string walk)
    {
        public string Walk { get; } =
            walk.Replace("{drive}", drive, StringComparison.Ordinal)
                .Replace("{matches}", Matches, StringComparison.Ordinal);

        public string Looked { get; } = Read("looked").Replace("{drive}", drive, StringComparison.Ordinal);
    }
}
