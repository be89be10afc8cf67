using System.Runtime.CompilerServices;
using Distributor.Storage;

namespace Distributor.Subscribers.Searching;

/// <summary>
/// Finds people in a list of any length. Pages are found by key, never by offset; numbers are exact up to a thousand. On
/// PostgreSQL no question reads a whole table: what many match is found by walking, what few match by trigrams, and what
/// neither finds quickly ends the page early and says so.
/// </summary>
public sealed class SubscriberSearch(Database database)
{
    private readonly ISubscriberKeys keys =
        database.Provider == DatabaseProvider.Postgres
            ? new PostgresSubscriberKeys(database)
            : new SqliteSubscriberKeys(database);

    /// <param name="before"><see cref="SubscriberPage.Next"/> of the page before; null for the first.</param>
    public async Task<SubscriberPage> PageAsync(
        SubscriberFilter filter,
        long? before,
        int size,
        CancellationToken cancellationToken
    ) => PageOf(await keys.ReadAsync(filter, before ?? long.MaxValue, size + 1, size + 1, cancellationToken), size);

    /// <summary>How many people there are.</summary>
    public Task<CappedCount> CountAllAsync(CancellationToken cancellationToken) =>
        keys.CountAllAsync(cancellationToken);

    /// <summary>A page with the number of all who match.</summary>
    public async Task<FoundSubscribers> FindAsync(
        SubscriberFilter filter,
        long? before,
        int size,
        CancellationToken cancellationToken
    )
    {
        if (filter.IsEmpty)
        {
            return new(
                await PageAsync(filter, before, size, cancellationToken),
                await keys.CountAllAsync(cancellationToken)
            );
        }
        // The first page is the beginning of what is counted: one look is enough for both.
        var counted = await keys.ReadAsync(filter, long.MaxValue, CappedCount.Cap + 1, size + 1, cancellationToken);
        var count = counted.Frontier is null
            ? CappedCount.Of(counted.Keys.Count)
            : new CappedCount(counted.Keys.Count, CountKind.AtLeast);
        return new(
            before is null ? PageOf(counted, size) : await PageAsync(filter, before, size, cancellationToken),
            count
        );
    }

    /// <summary>Everybody who matches, a thousand at a time; reads to the end, however far that is.</summary>
    public async IAsyncEnumerable<IReadOnlyList<long>> AllAsync(
        SubscriberFilter filter,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        long? before = null;
        do
        {
            var page = await PageAsync(filter, before, 1_000, cancellationToken);
            if (page.Ids.Count > 0)
            {
                yield return page.Ids;
            }
            before = page.Next;
        } while (before is not null);
    }

    private static SubscriberPage PageOf(SubscriberKeys found, int size) =>
        found.Keys.Count > size
            ? new([.. found.Keys.Take(size).Select(key => key.Id)], found.Keys[size - 1].Key, false)
            : new([.. found.Keys.Select(key => key.Id)], found.Frontier, found.Frontier is not null);
}

/// <summary>The list of one filter as keys, once for each provider.</summary>
internal interface ISubscriberKeys
{
    /// <param name="limit">At most so many.</param>
    /// <param name="needed">So many make a page; with them found, no more is looked for than is cheap.</param>
    Task<SubscriberKeys> ReadAsync(
        SubscriberFilter filter,
        long before,
        int limit,
        int needed,
        CancellationToken cancellationToken
    );

    Task<CappedCount> CountAllAsync(CancellationToken cancellationToken);
}
