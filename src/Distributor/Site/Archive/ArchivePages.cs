using Microsoft.AspNetCore.Http.HttpResults;

namespace Distributor.Site.Archive;

/// <summary>
/// <c>/archive</c>, its days and topics, and its feed: what was told to everybody, for everybody to find. No reader is known here.
/// </summary>
public static class ArchivePages
{
    public static void MapArchive(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/archive").WithPageHeaders().ExcludeFromDescription();
        string[] methods = [HttpMethods.Get, HttpMethods.Head];
        pages.MapMethods("", methods, DaysAsync);
        pages.MapMethods("/feed.xml", methods, FeedAsync);
        pages.MapMethods("/{day}", methods, DayAsync);
        pages.MapMethods("/{day}/{slug}", methods, TopicAsync);
    }

    private static async Task<IResult> DaysAsync(HttpContext context, ArchiveReader archive, string? before)
    {
        var from = before is null ? null : ArchiveAddress.Parse(before);
        if (before is not null && from is null)
        {
            return Missing(context);
        }
        var days = await archive.DaysAsync(from, context.RequestAborted);
        return Page<DaysPage>(
            context,
            new()
            {
                [nameof(DaysPage.Archive)] = days,
                [nameof(DaysPage.From)] = from,
                [nameof(DaysPage.Zone)] = archive.Zone,
            }
        );
    }

    private static async Task<IResult> DayAsync(HttpContext context, ArchiveReader archive, string day) =>
        ArchiveAddress.Parse(day) is { } date && await archive.DayAsync(date, context.RequestAborted) is { } edition
            ? Page<DayPage>(
                context,
                new() { [nameof(DayPage.Edition)] = edition, [nameof(DayPage.Zone)] = archive.Zone }
            )
            : Missing(context);

    private static async Task<IResult> TopicAsync(
        HttpContext context,
        ArchiveReader archive,
        string day,
        string slug,
        long? before
    ) =>
        ArchiveAddress.Parse(day) is { } date
        && await archive.TopicAsync(date, slug, before, context.RequestAborted) is { } edition
            ? Page<TopicPage>(
                context,
                new()
                {
                    [nameof(TopicPage.Edition)] = edition,
                    [nameof(TopicPage.Zone)] = archive.Zone,
                    [nameof(TopicPage.IsContinued)] = before is not null,
                }
            )
            : Missing(context);

    private static async Task<IResult> FeedAsync(
        HttpContext context,
        ArchiveReader archive,
        ArchiveFeed feed,
        string? topic
    )
    {
        var stories = await archive.NewestAsync(ArchiveFeed.Entries, topic, context.RequestAborted);
        return stories is null
            ? Missing(context)
            : new PublicResult(Results.Bytes(feed.Write(stories, topic), "application/atom+xml; charset=utf-8"));
    }

    private static PublicResult Page<TPage>(HttpContext context, Dictionary<string, object?> parameters)
        where TPage : Microsoft.AspNetCore.Components.IComponent
    {
        parameters["Language"] = PageLanguage.Of(context);
        return new PublicResult(new RazorComponentResult<TPage>(parameters));
    }

    private static RazorComponentResult<MissingPage> Missing(HttpContext context) =>
        MissingPage.Answer(PageLanguage.Of(context), "site.archive");
}
