using Distributor.Storage;
using Microsoft.AspNetCore.Identity;
using NodaTime;

namespace Distributor.Dashboard.Access;

/// <summary>A change to admins and the line about it in the audit: both happen, or neither.</summary>
public sealed class AdminChanges(DistributorDb db, IClock clock)
{
    /// <param name="change">Saves by itself, as Identity's managers do; a refusal is rolled back and leaves no line.</param>
    public async Task<IdentityResult> SaveAsync(
        Func<Task<IdentityResult>> change,
        Func<AuditEntry> entry,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var result = await change();
        if (result.Succeeded)
        {
            db.Audit.Add(entry());
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        return result;
    }

    /// <summary>A line of the audit, at this moment.</summary>
    public AuditEntry Line(string actor, string action, string? subject, string? before = null, string? after = null) =>
        new()
        {
            At = clock.GetCurrentInstant(),
            Actor = actor,
            Action = action,
            Subject = subject,
            Before = before,
            After = after,
        };

    /// <summary>An admin as the subject of a line.</summary>
    public static string Subject(long id) => FormattableString.Invariant($"admin:{id}");
}
