using Distributor.Articles.Topics;
using Distributor.Dashboard.Access;
using Distributor.Site.Forms;
using Distributor.Sources.Desk;

namespace Distributor.Dashboard.Sources;

/// <summary>What the buttons on the page of a source do.</summary>
internal static class SourceOrders
{
    public static void Map(RouteGroupBuilder source)
    {
        source.MapPost(
            "/edit",
            async (long id, HttpContext context, SourceDesk desk) =>
            {
                var form = await context.Request.ReadFormAsync(context.RequestAborted);
                var known = await desk.EditAsync(
                    id,
                    SourceWords.Line(form["title"].ToString(), SourceDesk.LongestTitle),
                    TopicNames.Chosen(form["topics"], form["more"]),
                    AdminPolicies.Actor(context),
                    context.RequestAborted
                );
                return known ? SourcePages.To(id, "saved") : SourcePages.Missing();
            }
        );
        source.MapPost("/pause", (long id, HttpContext c, SourceDesk desk) => DoneAsync(id, "paused", desk.PauseAsync(id, AdminPolicies.Actor(c), c.RequestAborted)));
        source.MapPost("/resume", (long id, HttpContext c, SourceDesk desk) => DoneAsync(id, "resumed", desk.ResumeAsync(id, AdminPolicies.Actor(c), c.RequestAborted)));
        source.MapPost(
            "/poll",
            async (long id, HttpContext context, SourceDesk desk) =>
                SourcePages.To(
                    id,
                    await desk.PollNowAsync(id, AdminPolicies.Actor(context), context.RequestAborted)
                        ? "asked"
                        : "not-polled"
                )
        );
        source.MapPost(
            "/delete",
            async (long id, HttpContext context, SourceDesk desk) =>
                await desk.RemoveAsync(id, AdminPolicies.Actor(context), context.RequestAborted) switch
                {
                    SourceRemoval.Deleted => new SeeOther("/admin/sources?did=deleted"),
                    SourceRemoval.Paused => SourcePages.To(id, "kept"),
                    _ => SourcePages.Missing(),
                }
        );
        source.MapPost("/release", (long id, HttpContext context, SourceDesk desk) => WaitingAsync(id, context, "released", desk.ReleaseAsync));
        source.MapPost("/discard", (long id, HttpContext context, SourceDesk desk) => WaitingAsync(id, context, "discarded", desk.DiscardAsync));
    }

    private static async Task<IResult> DoneAsync(long id, string did, Task<bool> done) =>
        await done ? SourcePages.To(id, did) : SourcePages.Missing();

    /// <summary>Of one article when the button named it, else of all that wait.</summary>
    private static async Task<IResult> WaitingAsync(
        long id,
        HttpContext context,
        string did,
        Func<long, long?, string, CancellationToken, Task<int?>> order
    )
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        long? article = long.TryParse(form["article"], out var one) ? one : null;
        var done = await order(id, article, AdminPolicies.Actor(context), context.RequestAborted);
        return done is { } n ? SourcePages.To(id, did, n) : SourcePages.Missing();
    }
}
