using Distributor.Site.Archive;
using Distributor.Site.Preferences;
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
        pages.MapMethods("/", [HttpMethods.Get, HttpMethods.Head], FrontAsync);
    }

    private static async Task<IResult> FrontAsync(HttpContext context, ArchiveReader archive, BotLink bot)
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
                    [nameof(HomePage.Telegram)] = bot.Known,
                }
            )
        );
    }
}
