using Distributor.Channels;
using Distributor.Storage;
using Distributor.Subscribers.Links;
using Distributor.Subscribers.Unsubscribing;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Distributor.Site.Unsubscribe;

/// <summary>
/// <c>/unsubscribe/{token}</c>. GET shows a button and changes nothing, because mail scanners follow links; POST
/// unsubscribes, from the button and from a mail client (RFC 8058) alike: no cookie, no redirect, no second question.
/// </summary>
public static class UnsubscribePages
{
    /// <summary>A one-click body is 26 bytes; nobody has a reason to send more than this.</summary>
    private const int LargestBody = 16 * 1024;

    public static void MapUnsubscribe(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/unsubscribe/{token}").WithPageHeaders().ExcludeFromDescription();
        pages.MapMethods("", [HttpMethods.Get, HttpMethods.Head], AskAsync);
        pages.MapPost("", UnsubscribeAsync);
        pages.MapPost("/undo", UndoAsync);
    }

    private static async Task<RazorComponentResult<UnsubscribePage>> AskAsync(
        string token,
        LinkTokens tokens,
        Database database,
        HttpContext context
    ) =>
        await FindAsync(token, tokens, database, context.RequestAborted) is { } reader
            ? Page(reader, token, UnsubscribeStep.Ask)
            : NotFound(token);

    private static async Task<RazorComponentResult<UnsubscribePage>> UnsubscribeAsync(
        string token,
        LinkTokens tokens,
        Database database,
        UnsubscribeService service,
        HttpContext context
    )
    {
        if (await FindAsync(token, tokens, database, context.RequestAborted) is not { } reader)
        {
            return NotFound(token);
        }
        // Not cancelled with the connection: a client that hangs up has unsubscribed all the same.
        await service.UnsubscribeAsync(reader.AddressId, await ByAsync(context), CancellationToken.None);
        return Page(reader, token, UnsubscribeStep.Done);
    }

    private static async Task<RazorComponentResult<UnsubscribePage>> UndoAsync(
        string token,
        LinkTokens tokens,
        Database database,
        UnsubscribeService service,
        HttpContext context
    )
    {
        if (await FindAsync(token, tokens, database, context.RequestAborted) is not { } reader)
        {
            return NotFound(token);
        }
        await service.UndoAsync(reader.AddressId, "reader", CancellationToken.None);
        return Page(reader, token, UnsubscribeStep.Undone);
    }

    /// <summary>Who it was, for the proof. A body we cannot read changes nothing about the wish.</summary>
    private static async Task<string> ByAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType || context.Request.ContentLength > LargestBody)
        {
            return "mail client";
        }
        try
        {
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            return form["List-Unsubscribe"] == "One-Click" ? "mail client" : "reader";
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            return "mail client";
        }
    }

    private static async Task<UnsubscribeReader?> FindAsync(
        string token,
        LinkTokens tokens,
        Database database,
        CancellationToken cancellationToken
    )
    {
        if (await tokens.ReadAsync(LinkPurpose.Unsubscribe, token, cancellationToken) is not { } addressId)
        {
            return null;
        }
        await using var db = database.CreateDbContext();
        var address = await db
            .Addresses.AsNoTracking()
            .Where(one => one.Id == addressId)
            .Select(one => new
            {
                one.Channel,
                one.Value,
                one.WrittenAs,
            })
            .SingleOrDefaultAsync(cancellationToken);
        return address is null
            ? null
            : new UnsubscribeReader(
                addressId,
                address.Channel == ChannelKind.Email ? Masked(address.WrittenAs ?? address.Value) : "this chat"
            );
    }

    /// <summary>Enough for its owner, too little for whom the mail was forwarded to.</summary>
    private static string Masked(string email) => email[..1] + "…" + email[email.LastIndexOf('@')..];

    private static RazorComponentResult<UnsubscribePage> Page(
        UnsubscribeReader reader,
        string token,
        UnsubscribeStep step
    ) =>
        new(
            new
            {
                Token = token,
                reader.Shown,
                Step = step,
            }
        );

    private static RazorComponentResult<UnsubscribePage> NotFound(string token) =>
        new(
            new
            {
                Token = token,
                Shown = "",
                Step = UnsubscribeStep.Unknown,
            }
        )
        {
            StatusCode = StatusCodes.Status404NotFound,
        };
}

/// <summary>Where in the few steps of unsubscribing a page stands.</summary>
public enum UnsubscribeStep
{
    Ask,
    Done,
    Undone,

    /// <summary>The link is not one of ours.</summary>
    Unknown,
}

/// <param name="Shown">The address as the page shows it.</param>
internal sealed record UnsubscribeReader(long AddressId, string Shown);
