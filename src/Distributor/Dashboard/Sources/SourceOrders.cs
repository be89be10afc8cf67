using Distributor.Articles.Topics;
using Distributor.Dashboard.Access;
using Distributor.Dashboard.Shell;
using Distributor.Sources.Desk;

namespace Distributor.Dashboard.Sources;

/// <summary>What the buttons on the page of a source do.</summary>
internal static class SourceOrders
{
    public static void Map(RouteGroupBuilder source)
    {
        source.MapPost("/edit", EditAsync);
        source.MapPost(
            "/pause",
            async (long id, HttpContext context, SourceDesk desk) =>
                await desk.PauseAsync(id, AdminPolicies.Actor(context), context.RequestAborted)
                    ? Done(context, id, "Paused. Nothing is polled until you resume it.", undo: "resume")
                    : DeskRoutes.Missing()
        );
        source.MapPost(
            "/resume",
            async (long id, HttpContext context, SourceDesk desk) =>
                await desk.ResumeAsync(id, AdminPolicies.Actor(context), context.RequestAborted)
                    ? Done(context, id, "Resumed. It is polled within seconds.", undo: "pause")
                    : DeskRoutes.Missing()
        );
        source.MapPost(
            "/poll",
            async (long id, HttpContext context, SourceDesk desk) =>
                await desk.PollNowAsync(id, AdminPolicies.Actor(context), context.RequestAborted)
                    ? Done(context, id, "It is polled within seconds; look at the history below.")
                    : Done(
                        context,
                        id,
                        "It is paused or is no feed, so it is not polled. Resume it first.",
                        Tone.Warning
                    )
        );
        source.MapPost("/delete", RemoveAsync);
        source.MapPost(
            "/release",
            (long id, HttpContext context, SourceDesk desk) =>
                WaitingAsync(id, context, desk.ReleaseAsync, n => $"Released {n}.")
        );
        source.MapPost(
            "/discard",
            (long id, HttpContext context, SourceDesk desk) =>
                WaitingAsync(id, context, desk.DiscardAsync, n => $"Discarded {n}: still known, never sent.")
        );
    }

    private static async Task<IResult> EditAsync(long id, HttpContext context, SourceDesk desk)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var isKnown = await desk.EditAsync(
            id,
            SourceWords.Line(form["title"].ToString(), SourceDesk.LongestTitle),
            TopicNames.Chosen(form["topics"], form["more"]),
            AdminPolicies.Actor(context),
            context.RequestAborted
        );
        return isKnown ? Done(context, id, "Saved.") : DeskRoutes.Missing();
    }

    private static async Task<IResult> RemoveAsync(long id, HttpContext context, SourceDesk desk) =>
        await desk.RemoveAsync(id, AdminPolicies.Actor(context), context.RequestAborted) switch
        {
            SourceRemoval.Deleted => DeskRoutes.Done(context, "/admin/sources", "Deleted."),
            SourceRemoval.Paused => Done(
                context,
                id,
                "It has articles, which stay, so it is paused and not deleted.",
                Tone.Warning
            ),
            _ => DeskRoutes.Missing(),
        };

    /// <summary>Of one article when the button named it, else of all that wait.</summary>
    private static async Task<IResult> WaitingAsync(
        long id,
        HttpContext context,
        Func<long, long?, string, CancellationToken, Task<int?>> order,
        Func<string, string> words
    )
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        long? article = long.TryParse(form["article"], out var one) ? one : null;
        var done = await order(id, article, AdminPolicies.Actor(context), context.RequestAborted);
        return done is { } n
            ? Done(context, id, words(SourceWords.Count(n, "article", "articles")))
            : DeskRoutes.Missing();
    }

    private static IResult Done(
        HttpContext context,
        long id,
        string text,
        Tone tone = Tone.Good,
        string? undo = null
    ) =>
        DeskRoutes.Done(
            context,
            SourcePages.Path(id),
            text,
            tone,
            undo is null ? null : $"{SourcePages.Path(id)}/{undo}"
        );
}
