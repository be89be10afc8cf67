using Distributor.Dashboard.Access.Admins;
using Distributor.Dashboard.Access.Sessions;
using Distributor.Dashboard.Access.SigningIn;
using Distributor.Dashboard.Shell;
using Distributor.Site.Forms;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;

namespace Distributor.Dashboard.Access.Account;

/// <summary>The own account: name, password, and where one is signed in. Every role has it.</summary>
internal static class AccountPages
{
    public const string Path = "/admin/account";

    public static void MapAccount(this RouteGroupBuilder desk)
    {
        desk.MapGet("account", ShowAsync);
        desk.MapPost("account/name", RenameAsync);
        desk.MapPost("account/password", ChangePasswordAsync);
        desk.MapPost("account/sessions/{id:length(64)}/end", EndSessionAsync);
        desk.MapPost("account/sessions/end-others", EndOthersAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, AccountReader account) =>
        await PageAsync(context, account);

    /// <summary>The page; with errors it is the answer to a form that was not taken.</summary>
    internal static async Task<RazorComponentResult<AccountPage>> PageAsync(
        HttpContext context,
        AccountReader account,
        IReadOnlyDictionary<string, string>? errors = null
    ) =>
        new(new { View = await account.ReadAsync(context, errors) })
        {
            StatusCode = errors is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
        };

    private static async Task<IResult> RenameAsync(
        HttpContext context,
        AccountReader account,
        UserManager<Admin> admins,
        AdminChanges changes
    )
    {
        var name = AdminDirectory.Short((await FormGuard.FieldsAsync(context))["name"]);
        var admin = await account.CurrentAsync(context);
        var before = admin.Name;
        var result = await changes.SaveAsync(
            () =>
            {
                admin.Name = name;
                return admins.UpdateAsync(admin);
            },
            () =>
                changes.Line(
                    AdminPolicies.Actor(context),
                    "admin.rename",
                    AdminChanges.Subject(admin.Id),
                    before,
                    name
                ),
            context.RequestAborted
        );
        return Answer(context, result, "Your name is saved.");
    }

    private static async Task<IResult> ChangePasswordAsync(
        HttpContext context,
        AccountReader account,
        UserManager<Admin> admins,
        AdminChanges changes,
        AdminSessions sessions,
        SessionStart start,
        SignInTries tries
    )
    {
        var form = await FormGuard.FieldsAsync(context);
        // Whoever sits down at an open desk does not get to guess the password here. Counted before the admin is read, who is
        // written as a whole.
        if (!await tries.TakeAsync(AdminPolicies.IdOf(context), context.RequestAborted))
        {
            return await PageAsync(context, account, Refused("current", Locked));
        }
        var admin = await account.CurrentAsync(context);
        var result = await changes.SaveAsync(
            () => admins.ChangePasswordAsync(admin, form["current"].ToString(), form["password"].ToString()),
            () => changes.Line(AdminPolicies.Actor(context), "admin.password", AdminChanges.Subject(admin.Id)),
            context.RequestAborted
        );
        if (!result.Succeeded)
        {
            return await PageAsync(context, account, AdminWords.ByField(result));
        }
        await tries.ForgetAsync(admin.Id, context.RequestAborted);
        await OnlyThisSessionAsync(context, admin, sessions, start);
        return DeskRoutes.Done(context, Path, "Your password is changed. All other sessions are signed out.");
    }

    private static async Task<IResult> EndSessionAsync(string id, HttpContext context, AdminSessions sessions)
    {
        var ended = await sessions.EndAsync(
            AdminPolicies.IdOf(context),
            id,
            AdminPolicies.Actor(context),
            context.RequestAborted
        );
        return DeskRoutes.Done(
            context,
            Path,
            ended ? "That session is signed out." : "That session had ended already.",
            ended ? Tone.Good : Tone.Quiet
        );
    }

    private static async Task<IResult> EndOthersAsync(HttpContext context, AdminSessions sessions)
    {
        var ended = await sessions.EndAllAsync(
            AdminPolicies.IdOf(context),
            AdminSessions.CurrentId(context),
            AdminPolicies.Actor(context),
            context.RequestAborted
        );
        return DeskRoutes.Done(
            context,
            Path,
            ended switch
            {
                0 => "There was no other session.",
                1 => "One other session is signed out.",
                _ => FormattableString.Invariant($"{ended} other sessions are signed out."),
            }
        );
    }

    internal const string Locked =
        "There were too many wrong passwords or codes. Wait a quarter of an hour, or sign out and ask an owner for a new password.";

    internal static IReadOnlyDictionary<string, string> Refused(string field, string text) =>
        new Dictionary<string, string> { [field] = text };

    /// <summary>The stamp has changed, so every session of theirs is over but this one, which gets the new stamp.</summary>
    internal static async Task OnlyThisSessionAsync(
        HttpContext context,
        Admin admin,
        AdminSessions sessions,
        SessionStart start
    )
    {
        await sessions.EndAllAsync(
            admin.Id,
            AdminSessions.CurrentId(context),
            AdminPolicies.Actor(context),
            context.RequestAborted
        );
        await start.GoOnAsync(context, admin);
    }

    private static IResult Answer(HttpContext context, IdentityResult result, string done) =>
        result.Succeeded
            ? DeskRoutes.Done(context, Path, done)
            : DeskRoutes.Done(context, Path, AdminWords.Line(result), Tone.Bad);
}
