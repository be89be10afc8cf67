using Microsoft.EntityFrameworkCore;

namespace Distributor.Storage;

/// <summary>
/// A lease that one instance holds at a time: a row of <c>locks</c>, in the database's clock, because the clocks of
/// machines differ. Whoever dies stops renewing, and 30 s later another may take it.
/// </summary>
/// <param name="name">What is locked, such as <c>polling</c>.</param>
/// <param name="owner">Different in every instance.</param>
public sealed class LeaseLock(Database database, string name, string owner)
{
    /// <summary>Renew well before it is over: every 10 s.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(30);

    public static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(10);

    /// <summary>Takes the lease when it is free or over, renews it when it is ours: one statement decides.</summary>
    public async Task<bool> TakeAsync(CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var seconds = (int)Length.TotalSeconds;
        var taken =
            database.Provider == DatabaseProvider.Postgres
                ? await db.Database.ExecuteSqlAsync(
                    $"""
                    INSERT INTO locks AS held (name, owner, expires_at)
                    VALUES ({name}, {owner}, now() + make_interval(secs => {seconds}))
                    ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, expires_at = excluded.expires_at
                    WHERE held.owner = excluded.owner OR held.expires_at <= now()
                    """,
                    cancellationToken
                )
                // Times are ticks of 100 ns since 1970 there.
                : await db.Database.ExecuteSqlAsync(
                    $"""
                    INSERT INTO locks AS held (name, owner, expires_at)
                    VALUES ({name}, {owner}, CAST((unixepoch('subsec') + {seconds}) * 10000000 AS INTEGER))
                    ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, expires_at = excluded.expires_at
                    WHERE held.owner = excluded.owner
                       OR held.expires_at <= CAST(unixepoch('subsec') * 10000000 AS INTEGER)
                    """,
                    cancellationToken
                );
        return taken == 1;
    }

    /// <summary>Gives the lease back, so that another instance need not wait for its end; nothing happens when it is not ours.</summary>
    public async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        await db.Database.ExecuteSqlAsync(
            $"DELETE FROM locks WHERE name = {name} AND owner = {owner}",
            cancellationToken
        );
    }
}
