using Distributor.Dashboard.Access;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Distributor.Dashboard.Shell;

/// <summary>What all routes below <c>/admin</c> have in common.</summary>
public static class DeskRoutes
{
    /// <summary>
    /// The group every page of the dashboard belongs to: only signed-in admins, our headers, and no form without the token of
    /// its page. A route that changes something asks for <see cref="AdminPolicies.Editor"/> or <see cref="AdminPolicies.Owner"/> too.
    /// </summary>
    public static RouteGroupBuilder MapDesk(this WebApplication app) =>
        app.MapGroup("/admin")
            .RequireAuthorization(AdminPolicies.Viewer)
            .WithDeskHeaders()
            .DisableAntiforgery() // ours looks at every form, also at those nobody binds
            .WithFormTokens()
            .ExcludeFromDescription();

    /// <summary>A page: <c>DeskRoutes.Page&lt;SourcesPage&gt;((nameof(SourcesPage.Rows), rows))</c>.</summary>
    public static IResult Page<T>(params (string Name, object? Value)[] parameters)
        where T : IComponent => new RazorComponentResult<T>(parameters.ToDictionary(p => p.Name, p => p.Value));

    public static RouteGroupBuilder WithFormTokens(this RouteGroupBuilder group)
    {
        group.AddEndpointFilter(
            async (context, next) =>
            {
                var http = context.HttpContext;
                if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
                {
                    var antiforgery = http.RequestServices.GetRequiredService<IAntiforgery>();
                    if (!await antiforgery.IsRequestValidAsync(http))
                    {
                        return Results.BadRequest();
                    }
                }
                return await next(context);
            }
        );
        return group;
    }
}
