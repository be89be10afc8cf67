using System.Globalization;
using Distributor.Articles.Desk;
using Distributor.Dashboard.Access;
using Distributor.Dashboard.Shell;

namespace Distributor.Dashboard.Articles;

/// <summary>What the buttons of an article do.</summary>
internal static class ArticleButtons
{
    public static void Map(RouteGroupBuilder article)
    {
        article.MapPost(
            "/release",
            (long id, HttpContext context, ArticleDesk desk) =>
                DoneAsync(context, id, desk.ReleaseAsync, "It goes out now.", undo: "hold")
        );
        article.MapPost(
            "/hold",
            (long id, HttpContext context, ArticleDesk desk) =>
                DoneAsync(
                    context,
                    id,
                    desk.HoldAsync,
                    "Held. Nothing more of it goes out until you send it.",
                    undo: "release"
                )
        );
        article.MapPost(
            "/breaking",
            (long id, HttpContext context, ArticleDesk desk) =>
                DoneAsync(context, id, desk.MakeBreakingAsync, "It is breaking news now; nobody is told twice.")
        );
        article.MapPost(
            "/retract",
            (long id, HttpContext context, Retraction retraction) =>
                DoneAsync(
                    context,
                    id,
                    retraction.RetractAsync,
                    "Retracted. What waited is not sent, and delivered alerts are edited in five minutes.",
                    undo: "restore"
                )
        );
        article.MapPost(
            "/restore",
            (long id, HttpContext context, Retraction retraction) =>
                DoneAsync(context, id, retraction.RestoreAsync, "Put back, as if it had not been retracted.")
        );
    }

    public static string Path(long id) => string.Create(CultureInfo.InvariantCulture, $"/admin/articles/{id}");

    private static async Task<IResult> DoneAsync(
        HttpContext context,
        long id,
        Func<long, string, CancellationToken, Task<ArticleOrder>> order,
        string words,
        string? undo = null
    ) =>
        await order(id, AdminPolicies.Actor(context), context.RequestAborted) switch
        {
            ArticleOrder.Done => DeskRoutes.Done(
                context,
                Path(id),
                words,
                undoAction: undo is null ? null : $"{Path(id)}/{undo}"
            ),
            ArticleOrder.NotNow => DeskRoutes.Done(
                context,
                Path(id),
                "That cannot be done in its present state; nothing was changed.",
                Tone.Warning
            ),
            _ => DeskRoutes.Missing(),
        };
}
