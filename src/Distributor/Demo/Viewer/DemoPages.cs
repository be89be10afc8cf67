using Distributor.Site;
using Distributor.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Distributor.Demo.Viewer;

/// <summary>
/// Pages to look at what the demo did. Only <c>demo</c> maps them: they ask nobody who they are and show every message.
/// </summary>
public static class DemoPages
{
    public static void MapDemoPages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").ExcludeFromDescription().AddEndpointFilter(SetHeaders);
        pages.MapGet("/", HomeAsync);
        pages.MapGet("/demo/articles/{id:long}", ArticleAsync);
        pages.MapGet("/demo/mails", IResult (DemoOutbox outbox) => Page<MailsPage>(new { Mails = outbox.Mails() }));
        pages.MapGet("/demo/mails/{file}", Mail);
        pages.MapGet("/demo/mails/{file}/html", MailBody);
        pages.MapGet("/demo/mails/{file}/source", MailSource);
        pages.MapGet("/demo/telegram", TelegramAsync);
    }

    private static async Task<IResult> HomeAsync(DemoReportReader reports, HttpContext context) =>
        Page<HomePage>(new { Report = await reports.ReadAsync(context.RequestAborted) });

    private static async Task<IResult> ArticleAsync(long id, Database database, HttpContext context)
    {
        await using var db = database.CreateDbContext();
        var article = await (
            from one in db.Articles.AsNoTracking()
            where one.Id == id
            join revision in db.ArticleRevisions on one.CurrentRevisionId equals revision.Id
            select new
            {
                one.Url,
                one.PublishedAt,
                Revision = revision,
            }
        ).SingleOrDefaultAsync(context.RequestAborted);
        if (article is null)
        {
            return NotFound();
        }
        var topics = await (
            from filed in db.ArticleTopics
            join topic in db.Topics on filed.TopicId equals topic.Id
            where filed.ArticleId == id
            orderby filed.Position
            select topic.Name
        ).ToListAsync(context.RequestAborted);
        return Page<ArticlePage>(
            new
            {
                article.Revision,
                article.Url,
                article.PublishedAt,
                Topics = (IReadOnlyList<string>)topics,
            }
        );
    }

    private static IResult Mail(string file, DemoOutbox outbox) =>
        outbox.Mail(file) is { } mail ? Page<MailPage>(new { Mail = mail }) : NotFound();

    private static IResult MailBody(string file, DemoOutbox outbox, IOptions<SiteOptions> site, HttpContext context)
    {
        if (outbox.Mail(file) is not { } mail)
        {
            return NotFound();
        }
        // Somebody else's HTML: no script, no form, no origin of ours, only in our own frame.
        context.Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; img-src 'self' {site.Value.BaseAddress} https: data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox";
        return Results.Text(mail.Html, "text/html; charset=utf-8");
    }

    private static IResult MailSource(string file, DemoOutbox outbox) =>
        outbox.MailSource(file) is { } source ? Results.Bytes(source, "text/plain; charset=utf-8") : NotFound();

    private static async Task<IResult> TelegramAsync(DemoChats chats, HttpContext context) =>
        Page<TelegramPage>(new { Chats = await chats.ReadAsync(context.RequestAborted) });

    private static async ValueTask<object?> SetHeaders(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        var headers = context.HttpContext.Response.Headers;
        PageHeaders.Set(headers);
        // As strict as all pages, but for pictures of articles and for the mails, framed from our own address.
        headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'self'; img-src http: https: data:; frame-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
        return await next(context);
    }

    private static RazorComponentResult<NotFoundPage> NotFound() =>
        new() { StatusCode = StatusCodes.Status404NotFound };

    private static RazorComponentResult<TPage> Page<TPage>(object parameters)
        where TPage : Microsoft.AspNetCore.Components.IComponent => new(parameters);
}
