using Distributor.Dashboard.Access.Invites;
using Distributor.Dashboard.Access.SecondStep;
using Distributor.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Dashboard.Access.Admins;

/// <summary>Who may come in and as what. Every change ends the sessions it concerns and is in the audit; an owner always remains.</summary>
internal sealed class AdminDirectory(
    UserManager<Admin> admins,
    SecondSteps secondSteps,
    AdminChanges changes,
    DistributorDb db,
    FirstAdminFile firstAdmin,
    IClock clock
)
{
    private const int LongestName = 100;
    private static readonly IdentityError Unknown = new() { Code = "Unknown", Description = "There is no such admin." };

    public async Task<IReadOnlyList<AdminEntry>> ListAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant().ToDateTimeOffset();
        var found = await db.Admins.AsNoTracking().OrderBy(admin => admin.Id).ToListAsync(cancellationToken);
        return [.. found.Select(admin => AdminEntry.Of(admin, now))];
    }

    public Task<bool> AnyAsync(CancellationToken cancellationToken) => db.Admins.AnyAsync(cancellationToken);

    public async Task<(IdentityResult Result, Admin Admin)> CreateAsync(
        string email,
        string? name,
        string password,
        AdminRole role,
        string actor,
        CancellationToken cancellationToken
    )
    {
        var admin = NewAdmin(email, name, role);
        var result = await changes.SaveAsync(
            () => admins.CreateAsync(admin, password),
            () => CreatedLine(actor, admin),
            cancellationToken
        );
        if (result.Succeeded)
        {
            firstAdmin.Remove();
        }
        return (result, admin);
    }

    internal Admin NewAdmin(string email, string? name, AdminRole role) =>
        new()
        {
            UserName = email.Trim(),
            Email = email.Trim(),
            Name = Short(name),
            Role = role,
            CreatedAt = clock.GetCurrentInstant(),
        };

    internal AuditEntry CreatedLine(string actor, Admin admin) =>
        changes.Line(
            actor,
            "admin.create",
            AdminChanges.Subject(admin.Id),
            after: $"{admin.Email}, {Word(admin.Role)}"
        );

    public Task<IdentityResult> ChangeRoleAsync(
        long id,
        AdminRole role,
        string actor,
        CancellationToken cancellationToken
    ) =>
        ChangeAsync(
            id,
            async admin =>
            {
                if (role != AdminRole.Owner && await IsLastOwnerAsync(admin, cancellationToken))
                {
                    return LastOwner("keeps that role");
                }
                admin.Role = role;
                return await EndSessionsAsync(admin, cancellationToken);
            },
            (was, now) =>
                changes.Line(
                    actor,
                    "admin.role",
                    AdminChanges.Subject(id),
                    Word(was.Role),
                    $"{now.Email}, {Word(role)}"
                ),
            cancellationToken
        );

    public Task<IdentityResult> DisableAsync(long id, string actor, CancellationToken cancellationToken) =>
        ChangeAsync(
            id,
            async admin =>
            {
                if (await IsLastOwnerAsync(admin, cancellationToken))
                {
                    return LastOwner("cannot be disabled");
                }
                admin.DisabledAt ??= clock.GetCurrentInstant();
                return await EndSessionsAsync(admin, cancellationToken);
            },
            (_, now) =>
                changes.Line(actor, "admin.disable", AdminChanges.Subject(id), "active", $"{now.Email}, disabled"),
            cancellationToken
        );

    public Task<IdentityResult> EnableAsync(long id, string actor, CancellationToken cancellationToken) =>
        ChangeAsync(
            id,
            admin =>
            {
                admin.DisabledAt = null;
                return admins.UpdateAsync(admin);
            },
            (_, now) =>
                changes.Line(actor, "admin.enable", AdminChanges.Subject(id), "disabled", $"{now.Email}, active"),
            cancellationToken
        );

    /// <summary>For somebody who cannot get in: a new password, no second step, no lock. Passkeys stay.</summary>
    public Task<IdentityResult> ResetAsync(
        long id,
        string password,
        string actor,
        CancellationToken cancellationToken
    ) =>
        ChangeAsync(
            id,
            async admin =>
            {
                var set = await SetPasswordAsync(admin, password);
                if (!set.Succeeded)
                {
                    return set;
                }
                admin.AccessFailedCount = 0;
                admin.LockoutEnd = null;
                var off = await secondSteps.TurnOffAsync(admin);
                return off.Succeeded ? await EndSessionsAsync(admin, cancellationToken) : off;
            },
            (was, _) =>
                changes.Line(
                    actor,
                    "admin.reset",
                    AdminChanges.Subject(id),
                    was.TwoFactorEnabled ? "with second step" : "without second step",
                    "new password, no second step, no lock"
                ),
            cancellationToken
        );

    public async Task<Admin?> FindAsync(string email) => await admins.FindByEmailAsync(email.Trim());

    internal static string Word(AdminRole role) => role.ToString().ToLowerInvariant();

    internal static string? Short(string? name)
    {
        var plain = string.Concat((name ?? "").Where(letter => !char.IsControl(letter))).Trim();
        return plain.Length == 0 ? null
            : plain.Length > LongestName ? plain[..LongestName]
            : plain;
    }

    private async Task<IdentityResult> ChangeAsync(
        long id,
        Func<Admin, Task<IdentityResult>> change,
        Func<Admin, Admin, AuditEntry> line,
        CancellationToken cancellationToken
    )
    {
        Admin? was = null;
        Admin? now = null;
        return await changes.SaveAsync(
            async () =>
            {
                // Two owners who demote each other at the same moment would leave none.
                await OneAtATimeAsync(cancellationToken);
                was = await db.Admins.AsNoTracking().SingleOrDefaultAsync(admin => admin.Id == id, cancellationToken);
                now = await db.Admins.SingleOrDefaultAsync(admin => admin.Id == id, cancellationToken);
                return now is null ? IdentityResult.Failed(Unknown) : await change(now);
            },
            () => line(was!, now!),
            cancellationToken
        );
    }

    /// <summary>On SQLite a transaction of ours is alone anyway.</summary>
    internal Task OneAtATimeAsync(CancellationToken cancellationToken) =>
        db is PostgresDb
            ? db.Database.ExecuteSqlRawAsync("LOCK TABLE admins IN SHARE ROW EXCLUSIVE MODE", cancellationToken)
            : Task.CompletedTask;

    private async Task<IdentityResult> SetPasswordAsync(Admin admin, string password)
    {
        foreach (var validator in admins.PasswordValidators)
        {
            var verdict = await validator.ValidateAsync(admins, admin, password);
            if (!verdict.Succeeded)
            {
                return verdict;
            }
        }
        admin.PasswordHash = admins.PasswordHasher.HashPassword(admin, password);
        return IdentityResult.Success;
    }

    /// <summary>A new stamp makes every session of theirs worthless; the rows go too, so that nothing dead is listed.</summary>
    private async Task<IdentityResult> EndSessionsAsync(Admin admin, CancellationToken cancellationToken)
    {
        await db.AdminSessions.Where(session => session.AdminId == admin.Id).ExecuteDeleteAsync(cancellationToken);
        return await admins.UpdateSecurityStampAsync(admin);
    }

    private async Task<bool> IsLastOwnerAsync(Admin admin, CancellationToken cancellationToken) =>
        admin is { Role: AdminRole.Owner, DisabledAt: null }
        && !await db.Admins.AnyAsync(
            other => other.Role == AdminRole.Owner && other.DisabledAt == null && other.Id != admin.Id,
            cancellationToken
        );

    private static IdentityResult LastOwner(string so) =>
        IdentityResult.Failed(
            new IdentityError
            {
                Code = "LastOwner",
                Description = $"This is the last owner and {so}. Make somebody else an owner first.",
            }
        );
}
