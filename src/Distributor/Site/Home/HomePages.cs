using Microsoft.AspNetCore.Http.HttpResults;

namespace Distributor.Site.Home;

/// <summary>The front page, and where links of mails lead whose own page is not built yet.</summary>
public static class HomePages
{
    public static void MapHome(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").WithPageHeaders().ExcludeFromDescription();
        pages.MapGet("/", () => new RazorComponentResult<HomePage>());
    }
}
