using Distributor.Dashboard.Access.Admins;
using Distributor.Dashboard.Shell;
using Distributor.Site.Forms;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Distributor.Dashboard.Access.SigningIn;

/// <summary>Signing in and out: password and code, or a passkey.</summary>
internal static class SignInPages
{
    private const string Path = "sign-in";
    private const string CodePath = "sign-in/code";

    private const string RefusedText =
        "Address or password is wrong, or there were too many wrong ones and the account waits a quarter of an hour.";

    public static void MapSignIn(this RouteGroupBuilder doors)
    {
        doors.MapGet(Path, ShowAsync);
        doors.MapPost(Path, PasswordAsync);
        doors.MapGet(CodePath, ShowCodeAsync);
        doors.MapPost(CodePath, CodeAsync);
        doors.MapPost("sign-in/passkey/options", OptionsAsync);
        doors.MapPost("sign-in/passkey", PasskeyAsync);
    }

    public static void MapSignOut(this RouteGroupBuilder desk) => desk.MapPost("sign-out", SignOutAsync);

    private static async Task<IResult> ShowAsync(HttpContext context, AdminDirectory admins)
    {
        var back = DeskRoutes.LocalPath(context.Request.Query["return"]);
        return await IsInAsync(context)
            ? Results.Redirect(back)
            : Page(back, nobodyYet: !await admins.AnyAsync(context.RequestAborted));
    }

    private static async Task<IResult> PasswordAsync(HttpContext context, SignInService service)
    {
        var form = await FormGuard.FieldsAsync(context);
        var back = DeskRoutes.LocalPath(form["return"]);
        if (await IsInAsync(context))
        {
            return new SeeOther(back);
        }
        var email = form["email"].ToString().Trim();
        var keep = form["keep"].Count > 0;
        return await service.PasswordAsync(context, email, form["password"].ToString(), keep) switch
        {
            SignInAnswer.In => new SeeOther(back),
            SignInAnswer.CodeNext => new SeeOther("/admin/sign-in/code?return=" + Uri.EscapeDataString(back)),
            SignInAnswer.TooOften => TooOften(context, back, email, keep),
            _ => Page(back, email, keep, RefusedText, StatusCodes.Status401Unauthorized),
        };
    }

    private static async Task<IResult> ShowCodeAsync(HttpContext context, SignInService service)
    {
        var back = DeskRoutes.LocalPath(context.Request.Query["return"]);
        return await service.IsHalfInAsync(context)
            ? CodeForm(back)
            : Results.Redirect("/admin/sign-in?return=" + Uri.EscapeDataString(back));
    }

    private static async Task<IResult> CodeAsync(HttpContext context, SignInService service)
    {
        var form = await FormGuard.FieldsAsync(context);
        var back = DeskRoutes.LocalPath(form["return"]);
        if (await IsInAsync(context))
        {
            return new SeeOther(back);
        }
        return await service.CodeAsync(context, form["code"].ToString()) switch
        {
            SignInAnswer.In => new SeeOther(back),
            SignInAnswer.Over => Page(
                back,
                error: "That took longer than five minutes. Start again with the password.",
                status: StatusCodes.Status401Unauthorized
            ),
            SignInAnswer.TooOften => TooOften(context, back),
            _ => CodeForm(
                back,
                "This code is wrong or was used before. Wait for the next one; after five wrong ones the account waits a quarter of an hour.",
                StatusCodes.Status401Unauthorized
            ),
        };
    }

    private static async Task<IResult> OptionsAsync(SignInService service) =>
        Results.Content(await service.PasskeyOptionsAsync(), "application/json");

    private static async Task<IResult> PasskeyAsync(HttpContext context, SignInService service)
    {
        var form = await FormGuard.FieldsAsync(context);
        var back = DeskRoutes.LocalPath(form["return"]);
        if (await IsInAsync(context))
        {
            return new SeeOther(back);
        }
        return await service.PasskeyAsync(context, form["credential"].ToString(), form["keep"] == "true") switch
        {
            SignInAnswer.In => new SeeOther(back),
            SignInAnswer.TooOften => TooOften(context, back),
            SignInAnswer.Over => Page(
                back,
                error: "That took longer than five minutes. Try the passkey again.",
                status: StatusCodes.Status401Unauthorized
            ),
            _ => Page(
                back,
                error: "No admin has this passkey. Sign in with the password and add it under Account.",
                status: StatusCodes.Status401Unauthorized
            ),
        };
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, SignInRecords records)
    {
        await records.OutAsync(context, AdminPolicies.IdOf(context));
        await context.SignOutAsync(AdminPolicies.Scheme);
        return new SeeOther("/admin/sign-in");
    }

    /// <summary>
    /// Nobody signs in over a session: whose browser has one, goes on in it. So a session somebody else planted there never becomes
    /// that of whoever types a password.
    /// </summary>
    internal static async Task<bool> IsInAsync(HttpContext context) =>
        (await context.AuthenticateAsync(AdminPolicies.Scheme)).Succeeded;

    private static RazorComponentResult<SignInPage> TooOften(
        HttpContext context,
        string back,
        string? email = null,
        bool keep = false
    )
    {
        context.Response.Headers.RetryAfter = FormattableString.Invariant($"{(int)SignInLimits.Window.TotalSeconds}");
        return Page(
            back,
            email,
            keep,
            "There were too many tries from your network or for this address. Wait a quarter of an hour.",
            StatusCodes.Status429TooManyRequests
        );
    }

    private static RazorComponentResult<SignInPage> Page(
        string back,
        string? email = null,
        bool keep = false,
        string? error = null,
        int status = StatusCodes.Status200OK,
        bool nobodyYet = false
    ) =>
        new(
            new
            {
                Return = back,
                Email = email,
                Keep = keep,
                Error = error,
                NobodyYet = nobodyYet,
            }
        )
        {
            StatusCode = status,
        };

    private static RazorComponentResult<CodePage> CodeForm(
        string back,
        string? error = null,
        int status = StatusCodes.Status200OK
    ) => new(new { Return = back, Error = error }) { StatusCode = status };
}
