using Distributor.Site.Archive;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Distributor.Site.Home;

/// <summary>The front page, and where links of mails lead whose own page is not built yet.</summary>
public static class HomePages
{
    /// <summary>Enough for every topic to have some.</summary>
    private const int StoriesShown = 80;

    public static void MapHome(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").WithPageHeaders().ExcludeFromDescription();
<<<<<<< HEAD
        pages.MapMethods("/", [HttpMethods.Get, HttpMethods.Head], FrontAsync);
        // Until readers can change topics and hours here, the one change they can make is on the next page.
        pages.MapGet(
            "/preferences/{token}",
            (string token) => Results.Redirect($"/unsubscribe/{Uri.EscapeDataString(token)}")
        );
=======
        pages.MapGet("/", () => new RazorComponentResult<HomePage>());
>>>>>>> main
    }

    private static async Task<IResult> FrontAsync(HttpContext context, ArchiveReader archive)
    {
        var language = PageLanguage.Of(context);
        var stories = await archive.NewestAsync(StoriesShown, slug: null, context.RequestAborted);
        return new PublicResult(
            new RazorComponentResult<HomePage>(
                new Dictionary<string, object?>
                {
                    [nameof(HomePage.Language)] = language,
                    [nameof(HomePage.Today)] = archive.Today,
                    [nameof(HomePage.Sheet)] = stories is { Count: > 0 }
                        ? SheetMaker.Of(stories, language, archive.Zone, archive.Today)
                        : null,
                    [nameof(HomePage.Telegram)] = null,
                }
            )
        );
    }
}
