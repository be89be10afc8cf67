using Distributor.Site.Forms;
using Distributor.Storage;
using Distributor.Subscribers.Links;
using Distributor.Subscribers.Unsubscribing;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Distributor.Site.Unsubscribe;

/// <summary>
/// <c>/unsubscribe/{token}</c>. GET shows a button and changes nothing, because mail scanners follow links; POST
/// unsubscribes, from the button and from a mail client (RFC 8058) alike: no cookie, no redirect, no second question.
/// </summary>
public static class UnsubscribePages
{
    private const string Area = "reader.unsubscribe";

    public static void MapUnsubscribe(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/unsubscribe/{token}").WithPageHeaders().ExcludeFromDescription();
        pages.MapMethods("", [HttpMethods.Get, HttpMethods.Head], AskAsync);
        // Neither limited nor asked where it comes from: it is the mail providers' servers that post here.
        pages.MapPost("", UnsubscribeAsync).DisableAntiforgery();
        pages.MapPost("/undo", UndoAsync).Guarded();
    }

    private static async Task<IResult> AskAsync(
        string token,
        LinkTokens tokens,
        Database database,
        HttpContext context
    ) =>
        await FindAsync(token, tokens, database, context) is { } reader
            ? Page(
                context,
                reader,
                new Message(Area)
                {
                    Steps = [new($"{Area}.button", $"/unsubscribe/{token}", IsPost: true)],
                    Aside = $"{Area}.aside",
                    CanSwitch = true,
                }
            )
            : NotFound(context);

    private static async Task<IResult> UnsubscribeAsync(
        string token,
        LinkTokens tokens,
        Database database,
        UnsubscribeService service,
        HttpContext context
    )
    {
        if (await FindAsync(token, tokens, database, context) is not { } reader)
        {
            return NotFound(context);
        }
        // Not cancelled with the connection: a client that hangs up has unsubscribed all the same. A body we cannot read changes
        // nothing about the wish.
        var fields = await FormGuard.FieldsAsync(context);
        var by =
            fields["List-Unsubscribe"] == "One-Click" || !context.Request.HasFormContentType ? "mail client" : "reader";
        await service.UnsubscribeAsync(reader.Id, by, CancellationToken.None);
        return Page(
            context,
            reader,
            new Message(Area, "done")
            {
                Steps =
                [
                    new(
                        $"{Area}.undo",
                        $"/unsubscribe/{token}/undo",
                        IsPost: true,
                        Style: "quiet",
                        Lead: $"{Area}.slip"
                    ),
                ],
            }
        );
    }

    private static async Task<IResult> UndoAsync(
        string token,
        LinkTokens tokens,
        Database database,
        UnsubscribeService service,
        HttpContext context
    )
    {
        if (await FindAsync(token, tokens, database, context) is not { } reader)
        {
            return NotFound(context);
        }
        await service.UndoAsync(reader.Id, "reader", CancellationToken.None);
        return Page(
            context,
            reader,
            new Message(Area, "back")
            {
                Steps =
                [
                    new(
                        $"{Area}.button",
                        $"/unsubscribe/{token}",
                        IsPost: true,
                        Style: "quiet",
                        Lead: $"{Area}.rather"
                    ),
                ],
            }
        );
    }

    private static async Task<ReaderAddress?> FindAsync(
        string token,
        LinkTokens tokens,
        Database database,
        HttpContext context
    ) =>
        await tokens.ReadAsync(LinkPurpose.Unsubscribe, token, context.RequestAborted) is { } id
            ? await ReaderAddress.FindAsync(database, id, context.RequestAborted)
            : null;

    private static RazorComponentResult<MessagePage> Page(HttpContext context, ReaderAddress reader, Message message)
    {
        var asked = PageLanguage.Of(context);
        var language = asked.IsChosen ? asked : PageLanguage.For(reader.Language);
        var slots = Named(context);
        slots["email"] = reader.Shown.Length > 0 ? reader.Shown : language[$"{Area}.chat"];
        return MessagePage.Result(language, message with { Slots = slots });
    }

    private static RazorComponentResult<MessagePage> NotFound(HttpContext context) =>
        MessagePage.Result(
            PageLanguage.Of(context),
            new Message(Area, "unknown") { Status = StatusCodes.Status404NotFound, Slots = Named(context) }
        );

    private static Dictionary<string, string> Named(HttpContext context) =>
        new() { ["publication"] = context.RequestServices.GetRequiredService<IOptions<SiteOptions>>().Value.Name };
}
