using Distributor.Dashboard.Access.Invites;
using Distributor.Dashboard.Access.Sessions;
using Distributor.Dashboard.Shell;
using Distributor.Site.Forms;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;

namespace Distributor.Dashboard.Access.Admins;

/// <summary>Who may come in, for owners: invite, change the role, disable, end sessions, give a new password.</summary>
internal static class AdminPages
{
    private const string Path = "/admin/settings/admins";

    public static void MapAdmins(this RouteGroupBuilder desk)
    {
        var group = desk.MapGroup("settings/admins").RequireAuthorization(AdminPolicies.Owner);
        group.MapGet("", (HttpContext context, AdminsReader reader) => PageAsync(context, reader));
        group.MapPost("invite", InviteAsync);
        group.MapPost("invites/{id:long}/withdraw", WithdrawAsync);
        group.MapPost("{id:long}/role", RoleAsync);
        group.MapPost("{id:long}/disable", DisableAsync);
        group.MapPost("{id:long}/enable", EnableAsync);
        group.MapPost("{id:long}/end-sessions", EndSessionsAsync);
        group.MapPost("{id:long}/reset", ResetAsync);
    }

    /// <param name="secret">Shown once, after a form that made one.</param>
    private static async Task<IResult> PageAsync(
        HttpContext context,
        AdminsReader reader,
        ShownOnce? secret = null,
        IReadOnlyDictionary<string, string>? errors = null,
        string? email = null,
        string? role = null
    )
    {
        var (admins, invites) = await reader.ReadAsync(context.RequestAborted);
        return new RazorComponentResult<AdminsPage>(
            new
            {
                Admins = admins,
                Invites = invites,
                Secret = secret,
                Errors = errors ?? new Dictionary<string, string>(),
                Email = email,
                InvitedRole = role ?? "editor",
                Own = AdminPolicies.IdOf(context),
            }
        )
        {
            StatusCode = errors is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
        };
    }

    private static async Task<IResult> InviteAsync(HttpContext context, AdminInvites invites, AdminsReader reader)
    {
        var form = await FormGuard.FieldsAsync(context);
        var (email, word) = (form["email"].ToString(), form["role"].ToString());
        if (RoleOf(word) is not { } role)
        {
            return await PageAsync(context, reader, errors: Fault("role", "Choose a role."), email: email);
        }
        var (link, result) = await invites.InviteAsync(
            email,
            role,
            AdminPolicies.Actor(context),
            context.RequestAborted
        );
        return result.Succeeded
            ? await PageAsync(
                context,
                reader,
                new ShownOnce(
                    $"The invitation of {email.Trim()}",
                    "Send this link to them yourself; it is good once and for seven days. It is shown only now.",
                    link!.AbsoluteUri,
                    "the link"
                )
            )
            : await PageAsync(context, reader, null, AdminWords.ByField(result), email, word);
    }

    private static async Task<IResult> WithdrawAsync(long id, HttpContext context, AdminInvites invites) =>
        await invites.WithdrawAsync(id, AdminPolicies.Actor(context), context.RequestAborted)
            ? DeskRoutes.Done(context, Path, "The invitation is withdrawn; its link opens nothing.")
            : DeskRoutes.Done(context, Path, "That invitation was used or withdrawn before.", Tone.Quiet);

    private static async Task<IResult> RoleAsync(long id, HttpContext context, AdminDirectory admins)
    {
        var word = (await FormGuard.FieldsAsync(context))["role"].ToString();
        return RoleOf(word) is not { } role
            ? DeskRoutes.Done(context, Path, "Choose a role.", Tone.Bad)
            : Answer(
                context,
                await admins.ChangeRoleAsync(id, role, AdminPolicies.Actor(context), context.RequestAborted),
                $"The role is {word} now; it counts from the next sign-in, all sessions were signed out."
            );
    }

    private static async Task<IResult> DisableAsync(long id, HttpContext context, AdminDirectory admins) =>
        Answer(
            context,
            await admins.DisableAsync(id, AdminPolicies.Actor(context), context.RequestAborted),
            "Disabled and signed out everywhere.",
            $"{Path}/{id.ToString(System.Globalization.CultureInfo.InvariantCulture)}/enable"
        );

    private static async Task<IResult> EnableAsync(long id, HttpContext context, AdminDirectory admins) =>
        Answer(
            context,
            await admins.EnableAsync(id, AdminPolicies.Actor(context), context.RequestAborted),
            "May sign in again."
        );

    private static async Task<IResult> EndSessionsAsync(long id, HttpContext context, AdminSessions sessions)
    {
        var ended = await sessions.EndAllAsync(
            id,
            id == AdminPolicies.IdOf(context) ? AdminSessions.CurrentId(context) : null,
            AdminPolicies.Actor(context),
            context.RequestAborted
        );
        return DeskRoutes.Done(
            context,
            Path,
            ended == 0 ? "There was no session to sign out." : "Signed out everywhere.",
            ended == 0 ? Tone.Quiet : Tone.Good
        );
    }

    private static async Task<IResult> ResetAsync(
        long id,
        HttpContext context,
        AdminDirectory admins,
        AdminsReader reader
    )
    {
        var password = NewPassword.Make();
        var result = await admins.ResetAsync(id, password, AdminPolicies.Actor(context), context.RequestAborted);
        return result.Succeeded
            ? await PageAsync(
                context,
                reader,
                new ShownOnce(
                    "A new password",
                    "Hand it over in person or by phone; they change it under Account. The second step is off. It is shown only now.",
                    password,
                    "the password"
                )
            )
            : Answer(context, result, "");
    }

    private static IResult Answer(HttpContext context, IdentityResult result, string done, string? undo = null) =>
        result.Succeeded
            ? DeskRoutes.Done(context, Path, done, Tone.Good, undo)
            : DeskRoutes.Done(context, Path, AdminWords.Line(result), Tone.Bad);

    private static AdminRole? RoleOf(string word) =>
        Enum.GetValues<AdminRole>()
            .Where(role => AdminDirectory.Word(role) == word)
            .Cast<AdminRole?>()
            .SingleOrDefault();

    private static Dictionary<string, string> Fault(string field, string text) => new() { [field] = text };
}
