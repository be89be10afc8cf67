using Distributor.Dashboard.Access.Account;
using Distributor.Dashboard.Access.Sessions;
using Distributor.Dashboard.Access.SigningIn;
using Distributor.Dashboard.Shell;
using Distributor.Site;
using Distributor.Site.Forms;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Distributor.Dashboard.Access.SecondStep;

/// <summary>Turning the second step on and off, and its recovery codes, shown once.</summary>
internal static class SecondStepPages
{
    private const string Path = "account/second-step";

    public static void MapSecondStep(this RouteGroupBuilder desk)
    {
        desk.MapPost(Path, BeginAsync);
        desk.MapGet(Path, ShowAsync);
        desk.MapGet(Path + "/picture.svg", PictureAsync);
        desk.MapPost(Path + "/confirm", ConfirmAsync);
        desk.MapPost(Path + "/recovery", RecoveryAsync);
        desk.MapPost(Path + "/off", OffAsync);
    }

    private static async Task<IResult> BeginAsync(HttpContext context, AccountReader account, SecondSteps steps)
    {
        await steps.BeginAsync(await account.CurrentAsync(context));
        return new SeeOther("/admin/" + Path);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, AccountReader account, SecondSteps steps) =>
        await steps.BegunAsync(await account.CurrentAsync(context)) is { } key
            ? Setup(key)
            : Results.Redirect(AccountPages.Path);

    private static async Task<IResult> PictureAsync(
        HttpContext context,
        AccountReader account,
        SecondSteps steps,
        IOptions<SiteOptions> site
    )
    {
        var admin = await account.CurrentAsync(context);
        return await steps.BegunAsync(admin) is { } key
            ? Results.Content(SetupPicture.Svg(site.Value.Name, admin.Email!, key), "image/svg+xml")
            : DeskRoutes.Missing();
    }

    private static async Task<IResult> ConfirmAsync(
        HttpContext context,
        AccountReader account,
        SecondSteps steps,
        AdminChanges changes,
        AdminSessions sessions,
        SessionStart start
    )
    {
        var form = await FormGuard.FieldsAsync(context);
        var admin = await account.CurrentAsync(context);
        if (await steps.BegunAsync(admin) is not { } key)
        {
            return new SeeOther(AccountPages.Path);
        }
        IReadOnlyList<string> codes = [];
        var result = await changes.SaveAsync(
            async () =>
            {
                var confirmed = await steps.ConfirmAsync(admin, form["code"].ToString());
                codes = confirmed.Succeeded ? await steps.RenewRecoveryCodesAsync(admin) : [];
                return confirmed;
            },
            () =>
                changes.Line(
                    AdminPolicies.Actor(context),
                    "admin.secondStep",
                    AdminChanges.Subject(admin.Id),
                    "off",
                    "on"
                ),
            context.RequestAborted
        );
        if (!result.Succeeded)
        {
            return Setup(key, AdminWords.Line(result));
        }
        await AccountPages.OnlyThisSessionAsync(context, admin, sessions, start);
        return Codes(codes, isNew: true);
    }

    private static async Task<IResult> RecoveryAsync(
        HttpContext context,
        AccountReader account,
        SecondSteps steps,
        UserManager<Admin> admins,
        SignInTries tries,
        AdminChanges changes
    )
    {
        if (await ProvenAsync(context, account, steps, admins, tries) is not { } admin)
        {
            return await NotProvenAsync(context, account);
        }
        IReadOnlyList<string> codes = [];
        await changes.SaveAsync(
            async () =>
            {
                codes = await steps.RenewRecoveryCodesAsync(admin);
                return IdentityResult.Success;
            },
            () => changes.Line(AdminPolicies.Actor(context), "admin.recoveryCodes", AdminChanges.Subject(admin.Id)),
            context.RequestAborted
        );
        return Codes(codes, isNew: false);
    }

    private static async Task<IResult> OffAsync(
        HttpContext context,
        AccountReader account,
        SecondSteps steps,
        UserManager<Admin> admins,
        SignInTries tries,
        AdminChanges changes,
        AdminSessions sessions,
        SessionStart start
    )
    {
        if (await ProvenAsync(context, account, steps, admins, tries) is not { } admin)
        {
            return await NotProvenAsync(context, account);
        }
        await changes.SaveAsync(
            () => steps.TurnOffAsync(admin),
            () =>
                changes.Line(
                    AdminPolicies.Actor(context),
                    "admin.secondStep",
                    AdminChanges.Subject(admin.Id),
                    "on",
                    "off"
                ),
            context.RequestAborted
        );
        await AccountPages.OnlyThisSessionAsync(context, admin, sessions, start);
        return DeskRoutes.Done(
            context,
            AccountPages.Path,
            "The second step is off. All other sessions are signed out."
        );
    }

    /// <summary>Whoever asks, once they have typed their password or a code; null when that was wrong.</summary>
    private static async Task<Admin?> ProvenAsync(
        HttpContext context,
        AccountReader account,
        SecondSteps steps,
        UserManager<Admin> admins,
        SignInTries tries
    )
    {
        var proof = (await FormGuard.FieldsAsync(context))["proof"].ToString();
        // Counted before the admin is read, who is written as a whole.
        if (!await tries.TakeAsync(AdminPolicies.IdOf(context), context.RequestAborted))
        {
            return null;
        }
        var admin = await account.CurrentAsync(context);
        if (await steps.CheckAsync(admin, proof) is null && !await admins.CheckPasswordAsync(admin, proof))
        {
            return null;
        }
        admin.AccessFailedCount = 0;
        admin.LockoutEnd = null;
        return admin;
    }

    private static async Task<IResult> NotProvenAsync(HttpContext context, AccountReader account) =>
        await AccountPages.PageAsync(
            context,
            account,
            AccountPages.Refused(
                "proof",
                "This is neither your password nor a code of now. After five wrong ones wait a quarter of an hour."
            )
        );

    private static RazorComponentResult<SetupPage> Setup(string key, string? error = null) =>
        new(new { Key = key, Error = error })
        {
            StatusCode = error is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
        };

    private static RazorComponentResult<RecoveryCodesPage> Codes(IReadOnlyList<string> codes, bool isNew) =>
        new(new { Codes = codes, IsNew = isNew });
}
