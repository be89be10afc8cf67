using Distributor.Storage;
using Microsoft.EntityFrameworkCore;

namespace Distributor.Dashboard.Access.Audit;

/// <summary>Which lines of the audit are wanted; all by how they begin, but <paramref name="Actor"/> anywhere.</summary>
/// <param name="After">Lines older than the line of this number.</param>
public sealed record AuditFilter(string? Actor, string? Action, string? Subject, long? After);

/// <param name="Next">For the page after; null on the last.</param>
public sealed record AuditPart(IReadOnlyList<AuditEntry> Lines, long? Next);

/// <summary>Who changed what, the newest first, page by page from a key.</summary>
internal sealed class AuditTrail(Database database)
{
    public const int PageSize = 50;

    public async Task<AuditPart> ReadAsync(AuditFilter filter, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var lines = db.Audit.AsNoTracking();
        if (filter.After is { } after)
        {
            lines = lines.Where(line => line.Id < after);
        }
        if (filter.Actor is { Length: > 0 } actor)
        {
            lines = lines.Where(line => line.Actor.Contains(actor));
        }
        if (filter.Action is { Length: > 0 } action)
        {
            lines = lines.Where(line => line.Action.StartsWith(action));
        }
        if (filter.Subject is { Length: > 0 } subject)
        {
            lines = lines.Where(line => line.Subject!.StartsWith(subject));
        }
        var found = await lines.OrderByDescending(line => line.Id).Take(PageSize + 1).ToListAsync(cancellationToken);
        return found.Count > PageSize
            ? new AuditPart(found[..PageSize], found[PageSize - 1].Id)
            : new AuditPart(found, null);
    }
}
