using Microsoft.AspNetCore.Authentication.Cookies;

namespace Distributor.Dashboard.Access;

public static class AccessServices
{
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddAntiforgery();
        services.AddAuthentication().AddCookie(AdminPolicies.Scheme, cookie => cookie.LoginPath = "/admin/sign-in");
        services
            .AddAuthorizationBuilder()
            .AddPolicy(
                AdminPolicies.Viewer,
                policy => policy.AddAuthenticationSchemes(AdminPolicies.Scheme).RequireRole("Viewer", "Editor", "Owner")
            )
            .AddPolicy(
                AdminPolicies.Editor,
                policy => policy.AddAuthenticationSchemes(AdminPolicies.Scheme).RequireRole("Editor", "Owner")
            )
            .AddPolicy(
                AdminPolicies.Owner,
                policy => policy.AddAuthenticationSchemes(AdminPolicies.Scheme).RequireRole("Owner")
            );
        return services;
    }

    public static void MapAccess(this WebApplication app) { }
}
