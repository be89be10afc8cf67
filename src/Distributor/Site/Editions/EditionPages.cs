using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Delivery.Editions;
using Distributor.Storage;
using Distributor.Subscribers.Links;
using Distributor.Templates;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Distributor.Site.Editions;

/// <summary>
/// <c>/editions/{token}</c>: a mail in the browser, as it was sent and without anything personal. It is a document of its own
/// with the styles of mails, which are inline; so on this address alone they are allowed, and nothing else is.
/// </summary>
public static class EditionPages
{
    private const string Policy =
        "default-src 'none'; style-src 'unsafe-inline'; img-src https: http: 'self'; base-uri 'none'; form-action 'none'; "
        + "frame-ancestors 'none'";

    /// <summary>What is written for many; a notice is written for one and is never shown.</summary>
    private static readonly string[] Shared = [EditionDraft.Digest, EditionDraft.Alert, EditionDraft.Summary];

    public static void MapEditions(this IEndpointRouteBuilder routes) =>
        routes
            .MapGroup("/editions")
            .WithPageHeaders()
            .ExcludeFromDescription()
            .MapMethods("/{token}", [HttpMethods.Get, HttpMethods.Head], ShowAsync);

    private static async Task<IResult> ShowAsync(
        string token,
        HttpContext context,
        LinkTokens tokens,
        Database database,
        IOptions<SiteOptions> site
    )
    {
        context.Response.Headers["X-Robots-Tag"] = "noindex";
        if (
            await tokens.ReadAsync(LinkPurpose.ViewEdition, token, context.RequestAborted) is not { } id
            || await FindAsync(database, id, context.RequestAborted) is not { } mail
            || PublicMailPage.Html(mail, site.Value) is not { } html
        )
        {
            return Missing(context);
        }
        context.Response.Headers.ContentSecurityPolicy = Policy;
        return Results.Content(html, "text/html; charset=utf-8");
    }

    private static async Task<RenderedMail?> FindAsync(Database database, long id, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var rendered = await db
            .Editions.AsNoTracking()
            .Where(edition => edition.Id == id && edition.Channel == ChannelKind.Email)
            .Where(edition => edition.State == EditionState.Frozen && Shared.Contains(edition.Layout))
            .Select(edition => edition.Rendered)
            .SingleOrDefaultAsync(cancellationToken);
        return rendered is null ? null : RenderedEdition.FromJson(rendered).Mail;
    }

    private static RazorComponentResult<MissingPage> Missing(HttpContext context) =>
        MissingPage.Answer(PageLanguage.Of(context), "site.edition");
}
