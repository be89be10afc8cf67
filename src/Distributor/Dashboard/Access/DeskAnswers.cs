using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Distributor.Dashboard.Access;

/// <summary>What whoever is not let in is told: a page sends to the sign-in, a script gets the bare status.</summary>
internal static class DeskAnswers
{
    public const string SignInPath = "/admin/sign-in";

    public static Task SignInFirst(RedirectContext<CookieAuthenticationOptions> context)
    {
        var request = context.Request;
        if (IsScript(request))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        }
        // What was to be posted is lost anyway; a page can be come back to.
        var back = HttpMethods.IsGet(request.Method) ? request.PathBase + request.Path + request.QueryString : "/admin";
        context.Response.Redirect($"{SignInPath}?return={Uri.EscapeDataString(back)}");
        return Task.CompletedTask;
    }

    public static Task Forbidden(RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    /// <summary>It asks by <c>fetch</c> or for a stream, and would make nothing of a page.</summary>
    public static bool IsScript(HttpRequest request) =>
        request.Headers.ContainsKey("X-Requested-With")
        || request.Headers.Accept.ToString().Contains("text/event-stream", StringComparison.OrdinalIgnoreCase);
}
