using Distributor.Dashboard.Access.Sessions;
using Distributor.Storage;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using NodaTime;

namespace Distributor.Dashboard.Access;

public static class AccessServices
{
    /// <summary>Who may come in: admins as ASP.NET Core Identity keeps them, their sessions, and the three roles.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddKeys();
        services.AddAntiforgery(form =>
        {
            form.Cookie.Name = "desk.form";
            form.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            form.SuppressXFrameOptionsHeader = true; // ours is stricter
        });
        services.AddAdmins();
        services.AddSessions();
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

    /// <summary>The keys that seal cookies and forms lie in the database: every instance has them, and a restart signs nobody out.</summary>
    private static void AddKeys(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("distributor");
        services
            .AddOptions<KeyManagementOptions>()
            .Configure<Database>((keys, database) => keys.XmlRepository = new ProtectionKeys(database));
        // It warns that the keys are not themselves encrypted; whoever reads this database has everything already.
        services.AddLogging(logs => logs.AddFilter(typeof(KeyManagementOptions).Namespace, LogLevel.Error));
    }

    private static void AddAdmins(this IServiceCollection services)
    {
        services
            .AddIdentityCore<Admin>(identity =>
            {
                identity.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
                identity.User.RequireUniqueEmail = true;
                identity.User.AllowedUserNameCharacters = ""; // an e-mail address, checked as one
                identity.Password.RequiredLength = AdminPasswords.Shortest;
                identity.Password.RequireDigit = false;
                identity.Password.RequireLowercase = false;
                identity.Password.RequireUppercase = false;
                identity.Password.RequireNonAlphanumeric = false;
                identity.Password.RequiredUniqueChars = AdminPasswords.FewestDifferent;
            })
            .AddSignInManager()
            .AddClaimsPrincipalFactory<AdminClaims>()
            .AddPasswordValidator<AdminPasswords>();
        // OWASP's number for PBKDF2 with HMAC-SHA512.
        services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = 210_000);
        services.AddScoped<IUserStore<Admin>, AdminStore>();
    }

    private static void AddSessions(this IServiceCollection services)
    {
        services.AddSingleton<SessionTickets>();
        services.AddSingleton<DeskCookies>();
        services
            .AddAuthentication()
            .AddCookie(AdminPolicies.Scheme, cookie => cookie.Cookie.Name = "desk.session")
            .AddCookie(
                IdentityConstants.TwoFactorUserIdScheme,
                cookie =>
                {
                    cookie.Cookie.Name = "desk.step";
                    cookie.ExpireTimeSpan = AdminSessions.SecondStep;
                    cookie.SlidingExpiration = false;
                }
            );
        services
            .AddOptions<CookieAuthenticationOptions>(AdminPolicies.Scheme)
            .Configure<SessionTickets, DeskCookies, IClock>(
                (cookie, tickets, cookies, clock) =>
                {
                    cookie.SessionStore = tickets;
                    cookie.ExpireTimeSpan = AdminSessions.Usual.ToTimeSpan();
                    cookie.SlidingExpiration = true;
                    cookie.Harden(cookies, clock);
                    cookie.Events.OnRedirectToLogin = DeskAnswers.SignInFirst;
                    cookie.Events.OnRedirectToAccessDenied = DeskAnswers.Forbidden;
                }
            );
        services
            .AddOptions<CookieAuthenticationOptions>(IdentityConstants.TwoFactorUserIdScheme)
            .Configure<DeskCookies, IClock>((cookie, cookies, clock) => cookie.Harden(cookies, clock));
    }

    private static void Harden(this CookieAuthenticationOptions options, DeskCookies cookies, IClock clock)
    {
        options.CookieManager = cookies;
        options.TimeProvider = new ClockTime(clock);
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.Cookie.Path = "/";
    }

    /// <summary>The application's clock as the framework asks for the time.</summary>
    private sealed class ClockTime(IClock clock) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => clock.GetCurrentInstant().ToDateTimeOffset();
    }
}
