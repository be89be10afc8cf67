using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Dashboard.Access.SigningIn;

/// <summary>
/// Five wrong passwords or codes lock an account for a quarter of an hour. A try is taken <em>before</em> the password is looked at
/// and given back when it was right: a hundred guesses sent at the same moment are still five.
/// </summary>
internal sealed class SignInTries(Database database, IClock clock)
{
    public const int Most = 5;
    public static readonly Duration Lock = Duration.FromMinutes(15);

    /// <returns>False: none is left, the account is locked.</returns>
    public async Task<bool> TakeAsync(long admin, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        while (true)
        {
            var now = clock.GetCurrentInstant().ToDateTimeOffset();
            var state = await StateAsync(db, admin, cancellationToken);
            if (state is null || state.LockoutEnd > now)
            {
                return false;
            }
            // A lock that is over starts the count anew.
            var count = state.LockoutEnd is null ? state.AccessFailedCount + 1 : 1;
            DateTimeOffset? end = count >= Most ? now + Lock.ToTimeSpan() : null;
            if (await SetAsync(db, admin, state, count, end, cancellationToken))
            {
                return true;
            }
        }
    }

    /// <summary>The last try was right, but only the first half of signing in: it does not count, those before it do.</summary>
    public async Task GiveBackAsync(long admin, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        while (
            await StateAsync(db, admin, cancellationToken) is { AccessFailedCount: > 0 } state
            && !await SetAsync(db, admin, state, state.AccessFailedCount - 1, null, cancellationToken)
        ) { }
    }

    public async Task ForgetAsync(long admin, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        await db
            .Admins.Where(one => one.Id == admin)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(one => one.AccessFailedCount, 0)
                        .SetProperty(one => one.LockoutEnd, (DateTimeOffset?)null),
                cancellationToken
            );
    }

    private static Task<State?> StateAsync(DistributorDb db, long admin, CancellationToken cancellationToken) =>
        db
            .Admins.AsNoTracking()
            .Where(one => one.Id == admin)
            .Select(one => new State(one.AccessFailedCount, one.LockoutEnd))
            .SingleOrDefaultAsync(cancellationToken);

    /// <summary>Only if nobody else was quicker.</summary>
    private static async Task<bool> SetAsync(
        DistributorDb db,
        long admin,
        State was,
        int count,
        DateTimeOffset? end,
        CancellationToken cancellationToken
    ) =>
        await db
            .Admins.Where(one =>
                one.Id == admin && one.AccessFailedCount == was.AccessFailedCount && one.LockoutEnd == was.LockoutEnd
            )
            .ExecuteUpdateAsync(
                set => set.SetProperty(one => one.AccessFailedCount, count).SetProperty(one => one.LockoutEnd, end),
                cancellationToken
            ) == 1;

    private sealed record State(int AccessFailedCount, DateTimeOffset? LockoutEnd);
}
