using System.Diagnostics;
using Distributor.Dashboard.Access;
using Distributor.Site.Forms;
using Distributor.Storage;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Distributor.Dashboard.Shell;

/// <summary>What all routes below <c>/admin</c> have in common.</summary>
public static class DeskRoutes
{
    /// <summary>
    /// The group every page of the dashboard belongs to: only signed-in admins, our headers, and no form without the token of
    /// its page. A route that changes something asks for <see cref="AdminPolicies.Editor"/> or <see cref="AdminPolicies.Owner"/> too.
    /// </summary>
    public static RouteGroupBuilder MapDesk(this WebApplication app)
    {
        var group = app.MapGroup("/admin")
            .RequireAuthorization(AdminPolicies.Viewer)
            .WithDeskHeaders()
            .DisableAntiforgery() // ours looks at every form, also at those nobody binds
            .WithFormTokens()
            .ExcludeFromDescription();
        group.MapGet("{**rest}", Missing);
        return group;
    }

    /// <summary>A page: <c>DeskRoutes.Page&lt;SourcesPage&gt;((nameof(SourcesPage.Rows), rows))</c>.</summary>
    public static IResult Page<T>(params (string Name, object? Value)[] parameters)
        where T : IComponent => new RazorComponentResult<T>(parameters.ToDictionary(p => p.Name, p => p.Value));

    /// <summary>Back to a page after a form, which says there what was done and, when it can be, offers to undo it.</summary>
    /// <param name="to">A path below <c>/admin</c>; whatever else it is leads to the overview.</param>
    /// <param name="undoAction">Where the form of the button Undo goes.</param>
    public static IResult Done(
        HttpContext context,
        string? to,
        string text,
        Tone tone = Tone.Good,
        string? undoAction = null
    )
    {
        context
            .RequestServices.GetRequiredService<DeskFlash>()
            .Leave(context, new FlashMessage(text, tone, undoAction));
        return new SeeOther(LocalPath(to));
    }

    /// <summary>The path when it is one of the dashboard, else the overview: nobody is sent elsewhere by a form field.</summary>
    public static string LocalPath(string? path) =>
        path is not null
        && (
            path == "/admin"
            || path.StartsWith("/admin/", StringComparison.Ordinal)
            || path.StartsWith("/admin?", StringComparison.Ordinal)
        )
        && !path.Any(letter => char.IsControl(letter) || letter == '\\')
            ? path
            : "/admin";

    /// <summary>The page for what is not there.</summary>
    public static IResult Missing() =>
        Problem(
            StatusCodes.Status404NotFound,
            "Not found",
            "Nothing is at this address. It may have been deleted, or the link is incomplete."
        );

    /// <summary>A page that says what could not be done, and the cure.</summary>
    public static IResult Problem(int status, string title, string text, string? trace = null) =>
        new RazorComponentResult<ProblemPage>(
            new
            {
                Title = title,
                Text = text,
                Trace = trace,
            }
        )
        {
            StatusCode = status,
        };

    internal static Task FaultAsync(HttpContext context)
    {
        DeskHeaders.Set(context.Response.Headers);
        var fault = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        var page =
            fault is BadHttpRequestException bad
                ? Problem(
                    bad.StatusCode,
                    "That could not be read",
                    "Nothing was changed. The address or the form is not as our pages make it; go back and load the page again."
                )
            : fault is not null && DatabaseFault.Is(fault)
                ? Problem(
                    StatusCodes.Status503ServiceUnavailable,
                    "The database does not answer",
                    "Nothing was changed. Sending waits for it too and goes on by itself. Load this page again in a moment."
                )
            : Problem(
                StatusCodes.Status500InternalServerError,
                "That went wrong",
                "The fault is ours and is in the log. Go back and try it once more.",
                Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier
            );
        return page.ExecuteAsync(context);
    }

    public static RouteGroupBuilder WithFormTokens(this RouteGroupBuilder group)
    {
        group.AddEndpointFilter(
            async (context, next) =>
            {
                var http = context.HttpContext;
                if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
                {
                    var antiforgery = http.RequestServices.GetRequiredService<IAntiforgery>();
                    if (!TokenInAddress.Use(http) || !await antiforgery.IsRequestValidAsync(http))
                    {
                        return Problem(
                            StatusCodes.Status400BadRequest,
                            "This form is too old",
                            "Nothing was changed. Go back, load the page again and send the form once more."
                        );
                    }
                }
                return await next(context);
            }
        );
        return group;
    }
}
