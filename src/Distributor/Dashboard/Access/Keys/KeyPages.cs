using Distributor.Api;
using Distributor.Dashboard.Shell;
using Distributor.Site.Forms;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Distributor.Dashboard.Access.Keys;

/// <summary>Keys for programs that use the API, for owners.</summary>
internal static class KeyPages
{
    private const string Path = "/admin/settings/keys";

    public static void MapKeys(this RouteGroupBuilder desk)
    {
        var group = desk.MapGroup("settings/keys").RequireAuthorization(AdminPolicies.Owner);
        group.MapGet("", (HttpContext context, ApiKeys keys) => PageAsync(context, keys));
        group.MapPost("", CreateAsync);
        group.MapPost("{id:int}/revoke", RevokeAsync);
    }

    private static async Task<IResult> PageAsync(
        HttpContext context,
        ApiKeys keys,
        ShownOnce? secret = null,
        string? error = null,
        string? name = null
    ) =>
        new RazorComponentResult<KeysPage>(
            new
            {
                Keys = await keys.ListAsync(context.RequestAborted),
                Secret = secret,
                Error = error,
                Name = name,
            }
        )
        {
            StatusCode = error is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
        };

    private static async Task<IResult> CreateAsync(HttpContext context, ApiKeys keys)
    {
        var name = (await FormGuard.FieldsAsync(context))["name"].ToString().Trim();
        if (name.Length is 0 or > ApiKeys.LongestName || name.Any(char.IsControl))
        {
            return await PageAsync(
                context,
                keys,
                null,
                "Give it a name of 1 to 100 characters, such as newsroom.",
                name
            );
        }
        var key = await keys.CreateAsync(name, AdminPolicies.Actor(context), context.RequestAborted);
        return await PageAsync(
            context,
            keys,
            new ShownOnce(
                $"The key {name}",
                "Programs send it as Authorization: Bearer. It is shown only now; of a lost key make another.",
                key,
                "the key"
            )
        );
    }

    private static async Task<IResult> RevokeAsync(int id, HttpContext context, ApiKeys keys) =>
        await keys.RevokeAsync(id, AdminPolicies.Actor(context), context.RequestAborted) is { } name
            ? DeskRoutes.Done(context, Path, $"The key {name} is revoked and opens nothing any more.")
            : DeskRoutes.Done(context, Path, "That key was revoked before.", Tone.Quiet);
}
