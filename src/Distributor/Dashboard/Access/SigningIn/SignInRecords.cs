using Distributor.Site.Forms;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Dashboard.Access.SigningIn;

/// <summary>
/// Who signed in and who could not, in the audit. What was typed is not kept: people type their password into the wrong field.
/// </summary>
internal sealed class SignInRecords(Database database, IClock clock)
{
    public async Task InAsync(HttpContext context, Admin admin, string how)
    {
        var now = clock.GetCurrentInstant();
        await using var db = database.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(context.RequestAborted);
        await db
            .Admins.Where(one => one.Id == admin.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.LastSignInAt, now), context.RequestAborted);
        db.Audit.Add(Entry(context, now, "admin:" + admin.Email, "admin.signIn", admin, how));
        await db.SaveChangesAsync(context.RequestAborted);
        await transaction.CommitAsync(context.RequestAborted);
    }

    /// <param name="admin">Null when the address is nobody's.</param>
    public async Task FailedAsync(HttpContext context, Admin? admin, string why)
    {
        await using var db = database.CreateDbContext();
        db.Audit.Add(Entry(context, clock.GetCurrentInstant(), "anonymous", "admin.signInFailed", admin, why));
        await db.SaveChangesAsync(context.RequestAborted);
    }

    public async Task OutAsync(HttpContext context, long admin)
    {
        await using var db = database.CreateDbContext();
        db.Audit.Add(
            new AuditEntry
            {
                At = clock.GetCurrentInstant(),
                Actor = AdminPolicies.Actor(context),
                Action = "admin.signOut",
                Subject = AdminChanges.Subject(admin),
            }
        );
        await db.SaveChangesAsync(context.RequestAborted);
    }

    private static AuditEntry Entry(
        HttpContext context,
        Instant at,
        string actor,
        string action,
        Admin? admin,
        string what
    ) =>
        new()
        {
            At = at,
            Actor = actor,
            Action = action,
            Subject = admin is null ? null : AdminChanges.Subject(admin.Id),
            After = $"{what}, from {FormGuard.IpOf(context) ?? "somewhere"}",
        };
}
