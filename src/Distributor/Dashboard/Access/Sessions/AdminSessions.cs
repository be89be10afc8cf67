using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Dashboard.Access.Sessions;

/// <summary>A browser somebody is signed in with.</summary>
/// <param name="IsThis">The one that asks.</param>
public sealed record SessionView(
    string Id,
    string Browser,
    string? IpAddress,
    Instant CreatedAt,
    Instant SeenAt,
    bool IsThis
);

/// <summary>The sessions of an admin: seen, and ended.</summary>
public sealed class AdminSessions(Database database, IClock clock)
{
    /// <summary>How long one stays signed in, from the last look at a page.</summary>
    public static readonly Duration Usual = Duration.FromHours(12);

    /// <summary>The same with "keep me signed in".</summary>
    public static readonly Duration Kept = Duration.FromDays(30);

    /// <summary>Between the password and the code, and for what a passkey was asked.</summary>
    public static readonly TimeSpan SecondStep = TimeSpan.FromMinutes(5);

    public async Task<IReadOnlyList<SessionView>> ListAsync(HttpContext context, long admin)
    {
        var present = CurrentId(context);
        var now = clock.GetCurrentInstant();
        await using var db = database.CreateDbContext();
        var found = await db
            .AdminSessions.AsNoTracking()
            .Where(session => session.AdminId == admin && session.ExpiresAt > now)
            .OrderByDescending(session => session.SeenAt)
            .Take(100)
            .Select(session => new
            {
                session.Id,
                session.UserAgent,
                session.IpAddress,
                session.CreatedAt,
                session.SeenAt,
            })
            .ToListAsync(context.RequestAborted);
        return
        [
            .. found
                .Select(session => new SessionView(
                    session.Id,
                    BrowserName.Of(session.UserAgent),
                    session.IpAddress,
                    session.CreatedAt,
                    session.SeenAt,
                    session.Id == present
                ))
                .OrderByDescending(session => session.IsThis),
        ];
    }

    /// <summary>Ends one session of this admin; false when there is none of that name.</summary>
    public async Task<bool> EndAsync(long admin, string session, string actor, CancellationToken cancellationToken) =>
        await EndAsync(admin, one: session, except: null, actor, cancellationToken) > 0;

    /// <param name="except">The session that stays; null: none does.</param>
    /// <returns>How many were ended.</returns>
    public Task<int> EndAllAsync(long admin, string? except, string actor, CancellationToken cancellationToken) =>
        EndAsync(admin, one: null, except, actor, cancellationToken);

    /// <summary>False when the session that asks was ended or has run out since; for answers that take long.</summary>
    public async Task<bool> IsOpenAsync(HttpContext context)
    {
        var session = CurrentId(context);
        var now = clock.GetCurrentInstant();
        await using var db = database.CreateDbContext();
        return await db.AdminSessions.AnyAsync(one => one.Id == session && one.ExpiresAt > now, context.RequestAborted);
    }

    /// <summary>Which session asks; null when it asks without.</summary>
    public static string? CurrentId(HttpContext context) => context.Items[typeof(SessionTickets)] as string;

    private async Task<int> EndAsync(
        long admin,
        string? one,
        string? except,
        string actor,
        CancellationToken cancellationToken
    )
    {
        await using var db = database.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var ended = await db
            .AdminSessions.Where(session =>
                session.AdminId == admin
                && (one == null || session.Id == one)
                && (except == null || session.Id != except)
            )
            .ExecuteDeleteAsync(cancellationToken);
        if (ended > 0)
        {
            db.Audit.Add(
                new AuditEntry
                {
                    At = clock.GetCurrentInstant(),
                    Actor = actor,
                    Action = "admin.endSessions",
                    Subject = AdminChanges.Subject(admin),
                    After = ended == 1 ? "1 session ended" : FormattableString.Invariant($"{ended} sessions ended"),
                }
            );
            await db.SaveChangesAsync(cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
        return ended;
    }
}
