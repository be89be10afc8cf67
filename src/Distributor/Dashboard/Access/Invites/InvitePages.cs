using Distributor.Dashboard.Access.Sessions;
using Distributor.Dashboard.Access.SigningIn;
using Distributor.Dashboard.Shell;
using Distributor.Site.Forms;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Distributor.Dashboard.Access.Invites;

/// <summary>What a link of an invitation opens: a name and a password, and one is an admin.</summary>
internal static class InvitePages
{
    private const string Path = "invite/{token}";

    public static void MapInvites(this RouteGroupBuilder doors)
    {
        doors.MapGet(Path, ShowAsync);
        doors.MapPost(Path, AcceptAsync);
    }

    private static async Task<IResult> ShowAsync(string token, HttpContext context, AdminInvites invites) =>
        await invites.FindAsync(token, context.RequestAborted) is not { } invite ? Gone()
        : await SignInPages.IsInAsync(context) ? SignOutFirst()
        : Page(token, invite, invite.Email, null, NoErrors);

    private static async Task<IResult> AcceptAsync(
        string token,
        HttpContext context,
        AdminInvites invites,
        SignInLimits limits,
        SignInRecords records,
        SessionStart sessions
    )
    {
        if (!limits.Take(context, account: null))
        {
            return DeskRoutes.Problem(
                StatusCodes.Status429TooManyRequests,
                "Too many tries",
                "There were too many tries from your network. Wait a quarter of an hour."
            );
        }
        if (await invites.FindAsync(token, context.RequestAborted) is not { } invite)
        {
            return Gone();
        }
        if (await SignInPages.IsInAsync(context))
        {
            return SignOutFirst();
        }
        var form = await FormGuard.FieldsAsync(context);
        var (email, name) = (form["email"].ToString(), form["name"].ToString());
        var (result, admin) = await invites.AcceptAsync(
            invite,
            email,
            name,
            form["password"].ToString(),
            context.RequestAborted
        );
        if (!result.Succeeded)
        {
            return Page(token, invite, invite.Email ?? email, name, AdminWords.ByField(result));
        }
        await sessions.StartAsync(context, admin, keep: false);
        await records.InAsync(context, admin, "invitation");
        return DeskRoutes.Done(
            context,
            "/admin",
            "Welcome. Under Account you can add a passkey or a second step, so that a stolen password is not enough."
        );
    }

    private static IReadOnlyDictionary<string, string> NoErrors { get; } = new Dictionary<string, string>();

    private static IResult Gone() =>
        DeskRoutes.Problem(
            StatusCodes.Status404NotFound,
            "This link is no longer good",
            "It was used, or it is too old. An owner can invite you again; for the first admin, start the program again, or make one on the machine with: distributor admin create."
        );

    private static IResult SignOutFirst() =>
        DeskRoutes.Problem(
            StatusCodes.Status409Conflict,
            "Sign out first",
            "You are signed in, and this link makes somebody else an admin. Sign out, then open it again."
        );

    private static RazorComponentResult<InvitePage> Page(
        string token,
        AdminInvite invite,
        string? email,
        string? name,
        IReadOnlyDictionary<string, string> errors
    ) =>
        new(
            new
            {
                Token = token,
                Invite = invite,
                Email = email,
                Name = name,
                Errors = errors,
            }
        )
        {
            StatusCode = errors.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
        };
}
