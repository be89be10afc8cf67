using Distributor.Articles;
using Distributor.Sources.Pushing;
using Distributor.Storage;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Distributor.Api;

/// <summary>Articles over HTTP: pushed, listed, read.</summary>
internal static class ArticlesApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost(
                "/articles",
                (ArticlePush push, HttpContext context) => push.AddAsync(context, context.RequestAborted)
            )
            .WithSummary("Adds an article, or corrects the one with the same guid or URL.")
            .WithDescription(
                "An Idempotency-Key header (any text of up to 255 characters) makes asking again safe for 24 hours."
            )
            .WithMetadata(new RequestSizeLimitAttribute(ArticlePush.LargestBody))
            .Accepts<PushedArticle>("application/json")
            .Produces<PushAnswer>(201)
            .Produces<PushAnswer>()
            .ProducesProblem(400)
            .ProducesProblem(413)
            .ProducesProblem(422);
        api.MapGet("/articles", ListAsync)
            .WithSummary("Lists articles, the newest first, without their bodies.")
            .Produces<Page<ArticleView>>()
            .ProducesProblem(400);
        api.MapGet("/articles/{id:long}", OneAsync)
            .WithSummary("One article with its full text and HTML.")
            .Produces<ArticleView>()
            .ProducesProblem(404);
        ArticleOrdersApi.Map(api);
    }

    private static async Task<IResult> ListAsync(
        Database database,
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
        await using var db = database.CreateDbContext();
        var articles = await Views(db, db.Articles.Where(article => article.Id < before), withBody: false)
            .OrderByDescending(article => article.Id)
            .Take(size + 1)
            .ToListAsync(cancellationToken);
        return Results.Ok(Paging.Of(articles, size, article => Paging.Write(article.Id)));
    }

    internal static async Task<IResult> OneAsync(long id, Database database, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var article = await Views(db, db.Articles.Where(one => one.Id == id), withBody: true)
            .SingleOrDefaultAsync(cancellationToken);
        return article is null ? Problems.Problem(404, "There is no such article.") : Results.Ok(article);
    }

    private static IQueryable<ArticleView> Views(DistributorDb db, IQueryable<Article> articles, bool withBody) =>
        from article in articles.AsNoTracking()
        join revision in db.ArticleRevisions on article.CurrentRevisionId equals revision.Id
        select new ArticleView
        {
            Id = article.Id,
            Guid = article.Guid,
            Url = article.Url,
            State = article.State,
            Sequence = article.Sequence,
            Breaking = article.Breaking,
            Revision = article.Revision,
            Title = revision.Title,
            Lead = revision.Lead,
            Text = withBody ? revision.Text : null,
            Html = withBody ? revision.Html : null,
            Author = revision.Author,
            Agency = revision.Agency,
            Image = revision.ImageUrl,
            Language = revision.Language,
            Topics = article
                .Topics.OrderBy(topic => topic.Position)
                .Join(db.Topics, topic => topic.TopicId, topic => topic.Id, (_, topic) => topic.Name)
                .ToList(),
            PublishedAt = article.PublishedAt == null ? null : article.PublishedAt.Value.ToDateTimeOffset(),
            ReceivedAt = article.ReceivedAt.ToDateTimeOffset(),
        };
}

/// <summary>An article as the API shows it; text and HTML only when it is asked for by id.</summary>
public sealed record ArticleView
{
    public required long Id { get; init; }

    /// <summary>The publisher's id as written.</summary>
    public string? Guid { get; init; }
    public string? Url { get; init; }
    public required ArticleState State { get; init; }

    /// <summary>Place in the order of completion; null until complete, and for what is never sent.</summary>
    public long? Sequence { get; init; }
    public bool Breaking { get; init; }

    /// <summary>From 1; every correction adds one.</summary>
    public required int Revision { get; init; }
    public required string Title { get; init; }
    public required string Lead { get; init; }

    /// <summary>Paragraphs separated by newlines.</summary>
    public string? Text { get; init; }

    /// <summary>Sanitised.</summary>
    public string? Html { get; init; }
    public string? Author { get; init; }
    public string? Agency { get; init; }
    public string? Image { get; init; }
    public string? Language { get; init; }

    /// <summary>The one it is filed under first.</summary>
    public required IReadOnlyList<string> Topics { get; init; }
    public DateTimeOffset? PublishedAt { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }
}
