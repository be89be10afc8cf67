using Distributor.Articles.Desk;
using Distributor.Planning.Forecasts;
using Distributor.Subscribers;

namespace Distributor.Api;

/// <summary>What may be done with an article, what it said, and whom it reaches.</summary>
internal static class ArticleOrdersApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var article = api.MapGroup("/articles/{id:long}");
        Order(
            "release",
            "Sends what waits: an article that waits becomes news, a held alert goes on.",
            services => services.GetRequiredService<ArticleDesk>().ReleaseAsync
        );
        Order(
            "hold",
            "Nothing more of it goes out until it is released.",
            services => services.GetRequiredService<ArticleDesk>().HoldAsync
        );
        Order(
            "breaking",
            "Makes it breaking; those who want breaking news only are told too, nobody twice.",
            services => services.GetRequiredService<ArticleDesk>().MakeBreakingAsync
        );
        Order(
            "retract",
            "Takes it back: what waits is suppressed, delivered Telegram alerts are edited to say so.",
            services => services.GetRequiredService<Retraction>().RetractAsync
        );
        Order("restore", "Undoes a retraction.", services => services.GetRequiredService<Retraction>().RestoreAsync);
        article
            .MapGet("/revisions", RevisionsAsync)
            .WithSummary("What it said, the newest text first, with full text and HTML.")
            .Produces<Page<RevisionView>>()
            .ProducesProblem(400)
            .ProducesProblem(404);
        article
            .MapGet("/reach", ReachAsync)
            .WithSummary("Who will get it, as a dry run; ?who= asks about people by address, chat or name.")
            .Produces<ReachView>()
            .ProducesProblem(404);

        void Order(
            string verb,
            string summary,
            Func<IServiceProvider, Func<long, string, CancellationToken, Task<ArticleOrder>>> order
        ) =>
            article
                .MapPost(
                    "/" + verb,
                    async (long id, HttpContext context, Storage.Database database) =>
                        await order(context.RequestServices)(
                            id,
                            ApiServices.Actor(context),
                            context.RequestAborted
                        ) switch
                        {
                            ArticleOrder.Done => await ArticlesApi.OneAsync(id, database, context.RequestAborted),
                            ArticleOrder.NotNow => Problems.Problem(
                                409,
                                "Its state does not allow that; nothing was changed."
                            ),
                            _ => Problems.Problem(404, "There is no such article."),
                        }
                )
                .WithSummary(summary)
                .Produces<ArticleView>()
                .ProducesProblem(404)
                .ProducesProblem(409);
    }

    private static async Task<IResult> RevisionsAsync(
        long id,
        ArticleDossiers dossiers,
        CancellationToken cancellationToken,
        string? cursor = null,
        int? limit = null
    )
    {
        if (Paging.Limit(limit) is not { } size)
        {
            return Paging.BadLimit();
        }
        if (Paging.Before(cursor) is not { } before)
        {
            return Paging.BadCursor();
        }
        var revisions = await dossiers.RevisionsAsync(id, cancellationToken);
        if (revisions.Count == 0)
        {
            return Problems.Problem(404, "There is no such article.");
        }
        var page = Paging.Of(
            [.. revisions.Where(revision => revision.Number < before).Take(size + 1)],
            size,
            revision => Paging.Write(revision.Number)
        );
        var views = new List<RevisionView>();
        foreach (var line in page.Items)
        {
            if (await dossiers.RevisionAsync(id, line.Number, cancellationToken) is { } text)
            {
                views.Add(
                    new RevisionView(
                        text.Number,
                        text.Title,
                        text.Lead,
                        text.Text,
                        text.Html,
                        text.Author,
                        text.Agency,
                        text.ImageUrl,
                        text.Language,
                        text.CreatedAt.ToDateTimeOffset()
                    )
                );
            }
        }
        return Results.Ok(new Page<RevisionView>(views, page.Next));
    }

    private static async Task<IResult> ReachAsync(
        long id,
        AlertForecast forecasts,
        ReaderAnswers answers,
        CancellationToken cancellationToken,
        string? who = null
    )
    {
        if (await forecasts.OfAsync(id, cancellationToken) is not { } forecast)
        {
            return Problems.Problem(404, "There is no such article.");
        }
        var people = string.IsNullOrWhiteSpace(who) ? [] : await answers.FindAsync(id, who, cancellationToken);
        return Results.Ok(
            new ReachView(
                forecast.AlertsPlanned,
                forecast.Alerts,
                [.. forecast.ByTopic.Select(list => new TopicReachView(list.Topic, list.Cadence, list.Readers))],
                forecast.Quiet,
                forecast.Paused,
                forecast.Muted,
                [
                    .. forecast.Digests.Select(digest => new DigestReachView(
                        digest.Cadence,
                        digest.Readers,
                        digest.First?.ToDateTimeOffset(),
                        digest.Last?.ToDateTimeOffset()
                    )),
                ],
                [
                    .. people.Select(answer => new ReaderReachView(
                        answer.SubscriberId,
                        answer.Value,
                        answer.Name,
                        answer.Alert,
                        answer.Reason,
                        answer.DigestAt?.ToDateTimeOffset()
                    )),
                ]
            )
        );
    }
}

/// <summary>What an article said at one time.</summary>
public sealed record RevisionView(
    int Revision,
    string Title,
    string Lead,
    string Text,
    string Html,
    string? Author,
    string? Agency,
    string? Image,
    string? Language,
    DateTimeOffset CreatedAt
);

/// <summary>A dry run: nothing is written. Counts go up to 1000; 1001 stands for more.</summary>
/// <param name="AlertsPlanned">The alert was planned already; this is as if it were planned now.</param>
/// <param name="Alerts">Addresses that are alerted.</param>
/// <param name="Quiet">In quiet hours: told when those end.</param>
/// <param name="Paused">Would follow it but are paused.</param>
/// <param name="Muted">Muted all its topics they follow.</param>
/// <param name="People">The answer to <c>?who=</c>.</param>
public sealed record ReachView(
    bool AlertsPlanned,
    int Alerts,
    IReadOnlyList<TopicReachView> Topics,
    int Quiet,
    int Paused,
    int Muted,
    IReadOnlyList<DigestReachView> Digests,
    IReadOnlyList<ReaderReachView> People
);

public sealed record TopicReachView(string Topic, Cadence Cadence, int Readers);

public sealed record DigestReachView(Cadence Cadence, int Readers, DateTimeOffset? First, DateTimeOffset? Last);

/// <param name="Alert">Why it is alerted, or is not.</param>
/// <param name="DigestAt">The digest that will tell it; null when none will.</param>
public sealed record ReaderReachView(
    long Subscriber,
    string Address,
    string? Name,
    AlertAnswer Alert,
    string? Reason,
    DateTimeOffset? DigestAt
);
