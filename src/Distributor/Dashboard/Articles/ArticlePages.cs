using Distributor.Articles;
using Distributor.Articles.Desk;
using Distributor.Articles.Topics;
using Distributor.Channels;
using Distributor.Dashboard.Access;
using Distributor.Dashboard.Shell;
using Distributor.Planning.Forecasts;
using Distributor.Site;
using Distributor.Sources.Desk;
using Distributor.Storage;
using Microsoft.Extensions.Options;
using NodaTime;
using NodaTime.Text;

namespace Distributor.Dashboard.Articles;

/// <summary><c>/admin/articles</c>: the list with its drawer, and the page of one article.</summary>
public static class ArticlePages
{
    private const int PageSize = 50;

    public static void MapArticles(this RouteGroupBuilder desk)
    {
        desk.MapGet("/articles", ListAsync);
        desk.MapGet("/articles/{id:long}", OneAsync);
        desk.MapGet("/articles/{id:long}/picture", PictureAsync);
        ArticleButtons.Map(desk.MapGroup("/articles/{id:long}").RequireAuthorization(AdminPolicies.Editor));
        PushPages.Map(desk.MapGroup("/articles").RequireAuthorization(AdminPolicies.Editor));
    }

    private static async Task<IResult> ListAsync(
        HttpContext context,
        ArticleList articles,
        ArticleDossiers dossiers,
        Database database,
        IOptions<SiteOptions> site,
        [AsParameters] ArticleQuery query
    )
    {
        var aborted = context.RequestAborted;
        var filter = query.Filter(DateTimeZoneProviders.Tzdb[site.Value.TimeZone]);
        await using var db = database.CreateDbContext();
        var lines = await articles.ReadAsync(filter, query.Before ?? long.MaxValue, PageSize, aborted);
        // All of them on the first page are counted already.
        var total =
            query.Before is null && lines.Next is null
                ? new ArticleCount(lines.Items.Count)
                : await articles.CountAsync(filter, aborted);
        return DeskRoutes.Page<ArticlesPage>(
            (nameof(ArticlesPage.Query), query),
            (nameof(ArticlesPage.Lines), lines),
            (nameof(ArticlesPage.Total), total),
            (nameof(ArticlesPage.Topics), await TopicNames.ReadAsync(db, aborted)),
            (nameof(ArticlesPage.Sources), await SourceNames.ReadAsync(db, query.SourceId, aborted)),
            (nameof(ArticlesPage.Opened), query.Opened is { } open ? await dossiers.ReadAsync(open, aborted) : null),
            (nameof(ArticlesPage.CanEdit), AdminPolicies.IsEditor(context))
        );
    }

    private static async Task<IResult> OneAsync(
        long id,
        HttpContext context,
        ArticleDossiers dossiers,
        AlertForecast forecast,
        ReaderAnswers answers,
        string? who = null,
        string? from = null,
        string? to = null
    )
    {
        var aborted = context.RequestAborted;
        if (await dossiers.ReadAsync(id, aborted) is not { } dossier)
        {
            return DeskRoutes.Missing();
        }
        var newest = dossier.Article.Revision;
        var before = await dossiers.RevisionAsync(id, (int?)ListAddress.Key(from) ?? Math.Max(1, newest - 1), aborted);
        var after = await dossiers.RevisionAsync(id, (int?)ListAddress.Key(to) ?? newest, aborted);
        return DeskRoutes.Page<ArticlePage>(
            (nameof(ArticlePage.Dossier), dossier),
            (nameof(ArticlePage.Forecast), await forecast.OfAsync(id, aborted)),
            (nameof(ArticlePage.Who), who),
            (
                nameof(ArticlePage.Answers),
                string.IsNullOrWhiteSpace(who) ? null : await answers.FindAsync(id, who, aborted)
            ),
            (nameof(ArticlePage.Before), before),
            (nameof(ArticlePage.After), after),
            (nameof(ArticlePage.CanEdit), AdminPolicies.IsEditor(context))
        );
    }

    /// <summary>Pages of ours load no picture from elsewhere, so it comes through here, by the fetcher that stays out of private networks.</summary>
    private static async Task<IResult> PictureAsync(
        long id,
        HttpContext context,
        ArticleDossiers dossiers,
        FetchPicture fetch
    )
    {
        var dossier = await dossiers.ReadAsync(id, context.RequestAborted);
        if (
            !Uri.TryCreate(dossier?.Current.ImageUrl, UriKind.Absolute, out var address)
            || address.Scheme is not ("http" or "https")
            || await fetch(address, context.RequestAborted) is not { } bytes
            || PictureKinds.Of(bytes.Span) is not { } kind
        )
        {
            return Results.NotFound();
        }
        context.Response.Headers.CacheControl = "private, max-age=3600";
        return Results.Bytes(bytes, kind);
    }
}

/// <summary>What is set on the list of articles, as it stands in the address; whatever makes no sense there is not set.</summary>
public sealed record ArticleQuery
{
    public string? Q { get; init; }
    public string? Topic { get; init; }
    public string? Source { get; init; }
    public string? State { get; init; }
    public string? Breaking { get; init; }
    public string? Day { get; init; }
    public string? After { get; init; }
    public string? Open { get; init; }

    public long? SourceId => ListAddress.Key(Source);

    public long? Before => ListAddress.Key(After);

    public long? Opened => ListAddress.Key(Open);

    public ArticleState? Known =>
        Enum.TryParse<ArticleState>(State, ignoreCase: true, out var state) && Enum.IsDefined(state) ? state : null;

    public bool IsHeld => string.Equals(State, "held", StringComparison.OrdinalIgnoreCase);

    public LocalDate? Date => LocalDatePattern.Iso.Parse(Day ?? "") is { Success: true, Value: var date } ? date : null;

    public ArticleFilter Filter(DateTimeZone zone) =>
        new(
            Q?.Trim(),
            Topic,
            SourceId,
            Known,
            IsHeld,
            Breaking == "yes",
            Date is { } from ? zone.AtStartOfDay(from).ToInstant() : null,
            Date is { } day ? zone.AtStartOfDay(day.PlusDays(1)).ToInstant() : null
        );

    public ListAddress Address =>
        new(
            "/admin/articles",
            ("q", Q),
            ("topic", Topic),
            ("source", Source),
            ("state", State),
            ("breaking", Breaking),
            ("day", Day),
            ("after", After),
            ("open", Open)
        );
}
