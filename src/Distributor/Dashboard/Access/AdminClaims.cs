using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Distributor.Dashboard.Access;

/// <summary>What a session knows of its admin: number, address, stamp of the password, and the role.</summary>
internal sealed class AdminClaims(UserManager<Admin> admins, IOptions<IdentityOptions> options)
    : UserClaimsPrincipalFactory<Admin>(admins, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(Admin user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(identity.RoleClaimType, user.Role.ToString()));
        return identity;
    }
}
