using Distributor.Dashboard.Access.Account;
using Distributor.Dashboard.Access.Admins;
using Distributor.Dashboard.Access.Audit;
using Distributor.Dashboard.Access.Invites;
using Distributor.Dashboard.Access.Keys;
using Distributor.Dashboard.Access.Passkeys;
using Distributor.Dashboard.Access.SecondStep;
using Distributor.Dashboard.Access.Sessions;
using Distributor.Dashboard.Access.SigningIn;
using Distributor.Dashboard.Shell;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using NodaTime;

namespace Distributor.Dashboard.Access;

public static class AccessServices
{
    /// <summary>Who may come in: admins as ASP.NET Core Identity keeps them, their sessions, and the three roles.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddProtectionKeys();
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
        services.WithoutEarlyKeys();
        return services;
    }

    /// <summary>Only <c>serve</c> and its like: the way in for the first admin.</summary>
    public static IServiceCollection AddFirstAdmin(this IServiceCollection services) =>
        services.AddHostedService<FirstAdminLink>();

    /// <summary>The doors: pages for whoever is not signed in yet.</summary>
    public static void MapAccess(this WebApplication app)
    {
        var doors = app.MapGroup("/admin")
            .AllowAnonymous()
            .WithDeskHeaders()
            .DisableAntiforgery()
            .WithFormTokens()
            .ExcludeFromDescription();
        doors.MapSignIn();
        doors.MapInvites();
    }

    /// <summary>The own account, admins, keys of the API and the audit.</summary>
    public static void MapAccessPages(this RouteGroupBuilder desk)
    {
        desk.MapSignOut();
        desk.MapAccount();
        desk.MapSecondStep();
        desk.MapPasskeys();
        desk.MapAdmins();
        desk.MapKeys();
        desk.MapAudit();
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
            .AddPasswordValidator<AdminPasswords>()
            .AddErrorDescriber<AdminWords>();
        // OWASP's number for PBKDF2 with HMAC-SHA512.
        services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = 210_000);
        services.AddScoped<IUserStore<Admin>, AdminStore>();
        services.AddScoped<AdminChanges>();
        services.AddScoped<AdminDirectory>();
        services.AddScoped<AdminInvites>();
        services.AddScoped<SecondSteps>();
        services.AddScoped<AdminsReader>();
        services.AddScoped<AccountReader>();
        services.AddSingleton<FirstAdminFile>();
        services.AddSingleton<AuditTrail>();
        services.Configure<IdentityPasskeyOptions>(passkeys =>
        {
            // A passkey is both steps in one only if the device asked for finger, face or PIN; and it must know whose it is.
            passkeys.UserVerificationRequirement = "required";
            passkeys.ResidentKeyRequirement = "required";
        });
    }

    private static void AddSessions(this IServiceCollection services)
    {
        services.AddSingleton<SessionTickets>();
        services.AddSingleton<AdminSessions>();
        services.AddScoped<SessionStart>();
        services.AddSingleton<DeskCookies>();
        services.AddSingleton<NobodysPassword>();
        services.AddSingleton<SignInLimits>();
        services.AddSingleton<SignInTries>();
        services.AddSingleton<SignInRecords>();
        services.AddScoped<SignInService>();
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
