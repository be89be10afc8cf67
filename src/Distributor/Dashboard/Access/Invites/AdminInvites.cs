using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using Distributor.Dashboard.Access.Admins;
using Distributor.Dashboard.Access.Sessions;
using Distributor.Site;
using Distributor.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Distributor.Dashboard.Access.Invites;

/// <summary>Links, good once, with which somebody becomes an admin. The database knows their hashes only.</summary>
internal sealed class AdminInvites(
    UserManager<Admin> admins,
    AdminDirectory directory,
    AdminChanges changes,
    DistributorDb db,
    FirstAdminFile firstAdmin,
    IOptions<SiteOptions> site,
    IClock clock
)
{
    public static readonly Duration Good = Duration.FromDays(7);
    public static readonly Duration FirstGood = Duration.FromHours(24);

    private const string First = "first-admin";
    private const int TokenBytes = 32;

    /// <summary>The link for the first admin; null when there is an admin. Links of earlier starts run out by themselves.</summary>
    public async Task<Uri?> FirstAsync(CancellationToken cancellationToken)
    {
        if (await directory.AnyAsync(cancellationToken))
        {
            return null;
        }
        var (link, invite) = New(AdminRole.Owner, email: null, First, FirstGood);
        db.AdminInvites.Add(invite);
        await db.SaveChangesAsync(cancellationToken);
        return link;
    }

    /// <summary>Invites an address; an open invitation of the same address is replaced.</summary>
    /// <returns>The link, which nobody can read again; or what is wrong.</returns>
    public async Task<(Uri? Link, IdentityResult Result)> InviteAsync(
        string email,
        AdminRole role,
        string actor,
        CancellationToken cancellationToken
    )
    {
        var address = email.Trim();
        if (!new EmailAddressAttribute().IsValid(address) || address.Length > 254)
        {
            return (null, IdentityResult.Failed(admins.ErrorDescriber.InvalidEmail(address)));
        }
        if (await admins.FindByEmailAsync(address) is not null)
        {
            return (null, IdentityResult.Failed(admins.ErrorDescriber.DuplicateEmail(address)));
        }
        var (link, invite) = New(role, address, actor, Good);
        var result = await changes.SaveAsync(
            async () =>
            {
                await db
                    .AdminInvites.Where(other => other.Email == address && other.UsedAt == null)
                    .ExecuteDeleteAsync(cancellationToken);
                db.AdminInvites.Add(invite);
                return IdentityResult.Success;
            },
            () => changes.Line(actor, "admin.invite", address, after: AdminDirectory.Word(role)),
            cancellationToken
        );
        return (link, result);
    }

    public async Task<IReadOnlyList<AdminInvite>> OpenAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        return await db
            .AdminInvites.AsNoTracking()
            .Where(invite => invite.UsedAt == null && invite.ExpiresAt > now && invite.Email != null)
            .OrderByDescending(invite => invite.Id)
            .Take(200)
            .ToListAsync(cancellationToken);
    }

    public async Task<bool> WithdrawAsync(long id, string actor, CancellationToken cancellationToken)
    {
        var invite = await db.AdminInvites.SingleOrDefaultAsync(
            one => one.Id == id && one.UsedAt == null && one.Email != null,
            cancellationToken
        );
        if (invite is null)
        {
            return false;
        }
        db.AdminInvites.Remove(invite);
        db.Audit.Add(changes.Line(actor, "admin.withdrawInvite", invite.Email, AdminDirectory.Word(invite.Role)));
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    /// <summary>The invitation of a link; null when it was used, is too old, or somebody else became the first admin.</summary>
    public async Task<AdminInvite?> FindAsync(string token, CancellationToken cancellationToken)
    {
        var hash = SessionTickets.Hash(token);
        var now = clock.GetCurrentInstant();
        var invite = await db
            .AdminInvites.AsNoTracking()
            .SingleOrDefaultAsync(
                one => one.TokenHash == hash && one.UsedAt == null && one.ExpiresAt > now,
                cancellationToken
            );
        return invite is { CreatedBy: First } && await directory.AnyAsync(cancellationToken) ? null : invite;
    }

    /// <summary>Uses the link up and makes the admin, in one transaction.</summary>
    public async Task<(IdentityResult Result, Admin Admin)> AcceptAsync(
        AdminInvite invite,
        string email,
        string? name,
        string password,
        CancellationToken cancellationToken
    )
    {
        var admin = directory.NewAdmin(invite.Email ?? email, name, invite.Role);
        admin.EmailConfirmed = invite.Email is not null;
        var now = clock.GetCurrentInstant();
        var result = await changes.SaveAsync(
            async () =>
            {
                await directory.OneAtATimeAsync(cancellationToken);
                var used = await db
                    .AdminInvites.Where(one => one.Id == invite.Id && one.UsedAt == null)
                    .ExecuteUpdateAsync(set => set.SetProperty(one => one.UsedAt, now), cancellationToken);
                return used == 1 && (invite.CreatedBy != First || !await directory.AnyAsync(cancellationToken))
                    ? await admins.CreateAsync(admin, password)
                    : IdentityResult.Failed(
                        new IdentityError { Code = "Used", Description = "This link was used just now." }
                    );
            },
            () => directory.CreatedLine("admin:" + admin.Email, admin),
            cancellationToken
        );
        if (result.Succeeded)
        {
            firstAdmin.Remove();
        }
        return (result, admin);
    }

    private (Uri Link, AdminInvite Invite) New(AdminRole role, string? email, string actor, Duration good)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        var now = clock.GetCurrentInstant();
        var invite = new AdminInvite
        {
            TokenHash = SessionTickets.Hash(token),
            Role = role,
            Email = email,
            CreatedBy = actor,
            CreatedAt = now,
            ExpiresAt = now + good,
        };
        return (new Uri(site.Value.BaseAddress, "admin/invite/" + token), invite);
    }
}
