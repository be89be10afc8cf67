using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using NodaTime;

namespace Distributor.Dashboard.Access.Sessions;

/// <summary>Begins the session of an admin who has shown who they are, and keeps one going whose admin has changed their own password.</summary>
internal sealed class SessionStart(IUserClaimsPrincipalFactory<Admin> claims, IClock clock)
{
    /// <param name="keep">Longer, and also when the browser is closed.</param>
    public async Task StartAsync(HttpContext context, Admin admin, bool keep)
    {
        var now = clock.GetCurrentInstant();
        var principal = await claims.CreateAsync(admin);
        await context.SignInAsync(
            AdminPolicies.Scheme,
            principal,
            new AuthenticationProperties
            {
                IsPersistent = keep,
                IssuedUtc = now.ToDateTimeOffset(),
                ExpiresUtc = (now + (keep ? AdminSessions.Kept : AdminSessions.Usual)).ToDateTimeOffset(),
            }
        );
    }

    /// <summary>
    /// After a change that ends the sessions of an admin (all carry the stamp of the password) their present one goes on.
    /// </summary>
    public async Task GoOnAsync(HttpContext context, Admin admin)
    {
        var present = await context.AuthenticateAsync(AdminPolicies.Scheme);
        if (present.Properties is { } properties)
        {
            await context.SignInAsync(AdminPolicies.Scheme, await claims.CreateAsync(admin), properties);
        }
    }
}
