using Distributor.Storage;
using Microsoft.EntityFrameworkCore;

namespace Distributor.Subscribers.Searching;

/// <summary>One statement finds every list of a small publication.</summary>
internal sealed class SqliteSubscriberKeys(Database database) : ISubscriberKeys
{
    private readonly string search = SqlFile.Read("Sqlite/Subscribers/search.sql");

    public async Task<SubscriberKeys> ReadAsync(
        SubscriberFilter filter,
        long before,
        int limit,
        int needed,
        CancellationToken cancellationToken
    )
    {
        await using var db = database.CreateDbContext();
        var rows = await SubscriberStatement.PairsAsync(
            db,
            search,
            [.. SubscriberStatement.Of(db, filter), ("before", before), ("size", limit)],
            cancellationToken
        );
        return new([.. rows.Select(row => new SubscriberKey(row.Item1, row.Item2))], null);
    }

    public async Task<CappedCount> CountAllAsync(CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        return CappedCount.Of(await db.Subscribers.Take(CappedCount.Cap + 1).CountAsync(cancellationToken));
    }
}
