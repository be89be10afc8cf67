using Distributor.Dashboard.Access;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Distributor.Storage;

/// <summary>
/// Admins as ASP.NET Core Identity keeps them (its schema version 3, with passkeys), their sessions and invitations. Roles are a
/// column of the admin, so Identity's tables of roles are left out.
/// </summary>
internal static class AdminModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<Admin>(admin =>
        {
            admin.HasIndex(a => a.NormalizedUserName).IsUnique();
            admin.HasIndex(a => a.NormalizedEmail);
            admin.Property(a => a.ConcurrencyStamp).IsConcurrencyToken();
        });
        model.Entity<IdentityUserClaim<long>>(claim =>
        {
            claim.ToTable("admin_claims");
            claim.HasOne<Admin>().WithMany().HasForeignKey(c => c.UserId);
        });
        model.Entity<IdentityUserLogin<long>>(login =>
        {
            login.ToTable("admin_logins");
            login.HasKey(l => new { l.LoginProvider, l.ProviderKey });
            login.HasOne<Admin>().WithMany().HasForeignKey(l => l.UserId);
        });
        model.Entity<IdentityUserToken<long>>(token =>
        {
            token.ToTable("admin_tokens");
            token.HasKey(t => new
            {
                t.UserId,
                t.LoginProvider,
                t.Name,
            });
            token.HasOne<Admin>().WithMany().HasForeignKey(t => t.UserId);
        });
        model.Entity<IdentityUserPasskey<long>>(passkey =>
        {
            passkey.ToTable("admin_passkeys");
            passkey.HasKey(p => p.CredentialId);
            passkey.OwnsOne(p => p.Data).ToJson();
            passkey.HasOne<Admin>().WithMany().HasForeignKey(p => p.UserId);
        });
        model.Entity<AdminSession>(session =>
        {
            session.HasIndex(s => s.AdminId);
            session.HasIndex(s => s.ExpiresAt);
            session.HasOne<Admin>().WithMany().HasForeignKey(s => s.AdminId);
        });
        model.Entity<AdminInvite>().HasIndex(invite => invite.TokenHash).IsUnique();
    }
}
