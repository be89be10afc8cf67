using System.Buffers.Text;
using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Distributor.Site.Forms;
using Distributor.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Distributor.Dashboard.Access.Sessions;

/// <summary>
/// Sessions are rows: the cookie holds only a random key, of which the database knows the SHA-256. So a session can be listed and
/// ended from elsewhere, and ends by itself when password, role or second step of its admin change.
/// </summary>
internal sealed class SessionTickets(Database database, IClock clock, IOptions<IdentityOptions> identity) : ITicketStore
{
    private const int KeyBytes = 32;
    private const int LongestAgent = 300;

    /// <summary>Seen more often than this, a session is not written again.</summary>
    private static readonly Duration SeenStep = Duration.FromMinutes(1);

    private string StampClaim => identity.Value.ClaimsIdentity.SecurityStampClaimType;

    public async Task<string> StoreAsync(
        AuthenticationTicket ticket,
        HttpContext httpContext,
        CancellationToken cancellationToken
    )
    {
        var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));
        var now = clock.GetCurrentInstant();
        var agent = httpContext.Request.Headers.UserAgent.ToString();
        await using var db = database.CreateDbContext();
        // Signing in is rare, so it also sweeps up what ended by itself.
        await db.AdminSessions.Where(session => session.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken);
        db.AdminSessions.Add(
            new AdminSession
            {
                Id = Hash(key),
                AdminId = AdminOf(ticket.Principal),
                Ticket = TicketSerializer.Default.Serialize(ticket),
                CreatedAt = now,
                SeenAt = now,
                ExpiresAt = EndOf(ticket, now),
                IpAddress = FormGuard.IpOf(httpContext),
                UserAgent = agent.Length > LongestAgent ? agent[..LongestAgent] : agent,
            }
        );
        await db.SaveChangesAsync(cancellationToken);
        return key;
    }

    /// <summary>
    /// Longer life, or new claims of the same admin. Never another admin: a key somebody planted in a browser before its owner signed in
    /// (session fixation) does not become that owner's session.
    /// </summary>
    public async Task RenewAsync(string key, AuthenticationTicket ticket, CancellationToken cancellationToken)
    {
        var id = Hash(key);
        var admin = AdminOf(ticket.Principal);
        var bytes = TicketSerializer.Default.Serialize(ticket);
        var end = EndOf(ticket, clock.GetCurrentInstant());
        await using var db = database.CreateDbContext();
        await db
            .AdminSessions.Where(session => session.Id == id && session.AdminId == admin)
            .ExecuteUpdateAsync(
                set => set.SetProperty(session => session.Ticket, bytes).SetProperty(session => session.ExpiresAt, end),
                cancellationToken
            );
    }

    /// <summary>Also tells the request which session is its own.</summary>
    public async Task<AuthenticationTicket?> RetrieveAsync(
        string key,
        HttpContext httpContext,
        CancellationToken cancellationToken
    )
    {
        var ticket = await RetrieveAsync(key, cancellationToken);
        httpContext.Items[typeof(SessionTickets)] = ticket is null ? null : Hash(key);
        return ticket;
    }

    public async Task<AuthenticationTicket?> RetrieveAsync(string key, CancellationToken cancellationToken)
    {
        var id = Hash(key);
        var now = clock.GetCurrentInstant();
        await using var db = database.CreateDbContext();
        var found = await (
            from session in db.AdminSessions.AsNoTracking()
            join admin in db.Admins on session.AdminId equals admin.Id
            where session.Id == id && session.ExpiresAt > now && admin.DisabledAt == null
            select new
            {
                session.Ticket,
                session.SeenAt,
                admin.SecurityStamp,
                admin.Role,
            }
        ).SingleOrDefaultAsync(cancellationToken);
        if (
            found is null
            || TicketSerializer.Default.Deserialize(found.Ticket) is not { } ticket
            || ticket.Principal.FindFirstValue(StampClaim) != found.SecurityStamp
            || !ticket.Principal.IsInRole(found.Role.ToString())
        )
        {
            return null;
        }
        if (now - found.SeenAt >= SeenStep)
        {
            await db
                .AdminSessions.Where(session => session.Id == id)
                .ExecuteUpdateAsync(set => set.SetProperty(session => session.SeenAt, now), cancellationToken);
        }
        return ticket;
    }

    public async Task RemoveAsync(string key, CancellationToken cancellationToken)
    {
        var id = Hash(key);
        await using var db = database.CreateDbContext();
        await db.AdminSessions.Where(session => session.Id == id).ExecuteDeleteAsync(cancellationToken);
    }

    public Task<string> StoreAsync(AuthenticationTicket ticket) =>
        StoreAsync(ticket, new DefaultHttpContext(), CancellationToken.None);

    public Task RenewAsync(string key, AuthenticationTicket ticket) => RenewAsync(key, ticket, CancellationToken.None);

    public Task<AuthenticationTicket?> RetrieveAsync(string key) => RetrieveAsync(key, CancellationToken.None);

    public Task RemoveAsync(string key) => RemoveAsync(key, CancellationToken.None);

    internal static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static Instant EndOf(AuthenticationTicket ticket, Instant now) =>
        ticket.Properties.ExpiresUtc is { } end ? Instant.FromDateTimeOffset(end) : now + AdminSessions.Usual;

    private static long AdminOf(ClaimsPrincipal principal) =>
        long.Parse(principal.FindFirstValue(ClaimTypes.NameIdentifier)!, CultureInfo.InvariantCulture);
}
