using Distributor.Site.Forms;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Subscribers.Erasing;
using Distributor.Subscribers.Exporting;
using Distributor.Subscribers.Links;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Site.MyData;

/// <summary>
/// <c>/my-data/{token}</c>: download and deletion, only by a link mailed within the hour, because the link in every mail may have
/// been forwarded with it.
/// </summary>
public static class MyDataPages
{
    public static void MapMyData(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/my-data/{token}").WithPageHeaders().ExcludeFromDescription();
        pages.MapGet("", AskAsync);
        pages.MapPost("/download", DownloadAsync).Guarded();
        pages.MapPost("/delete", DeleteAsync).Guarded();
    }

    private static async Task<IResult> AskAsync(
        string token,
        HttpContext context,
        LinkTokens tokens,
        Database database,
        IClock clock
    )
    {
        var (instead, reader, _) = await FindAsync(token, context, tokens, database, clock);
        if (instead is not null)
        {
            return MessagePage.Result(PageLanguage.Of(context), instead);
        }
        return MessagePage.Result(
            Spoken(context, reader!),
            new Message("reader.data")
            {
                Slots = new Dictionary<string, string> { ["email"] = reader!.Shown },
                Steps =
                [
                    new(
                        "reader.data.download",
                        $"/my-data/{token}/download",
                        IsPost: true,
                        Lead: "reader.data.downloadText"
                    ),
                    new(
                        "reader.data.deleteButton",
                        $"/my-data/{token}/delete",
                        IsPost: true,
                        Style: "danger",
                        Lead: "reader.data.deleteText"
                    ),
                ],
                CanSwitch = true,
            }
        );
    }

    private static async Task<IResult> DownloadAsync(
        string token,
        HttpContext context,
        LinkTokens tokens,
        Database database,
        PersonalData data,
        IClock clock
    )
    {
        var (instead, reader, _) = await FindAsync(token, context, tokens, database, clock);
        return instead is null && await data.ReadAsync(reader!.Id, context.RequestAborted) is { } json
            ? Results.File(json, "application/json", "my-data.json")
            : MessagePage.Result(PageLanguage.Of(context), instead ?? LinkMessages.Unknown);
    }

    private static async Task<IResult> DeleteAsync(
        string token,
        HttpContext context,
        LinkTokens tokens,
        Database database,
        ErasureService erasure,
        LinkByMail mails,
        IClock clock
    )
    {
        var (instead, reader, link) = await FindAsync(token, context, tokens, database, clock);
        if (instead is not null)
        {
            return MessagePage.Result(PageLanguage.Of(context), instead);
        }
        var language = Spoken(context, reader!);
        if (!await erasure.BeginAsync(link, CancellationToken.None))
        {
            return MessagePage.Result(language, LinkMessages.Used);
        }
        await mails.SendGoodbyeAsync(reader!.Id, FormGuard.IpOf(context), CancellationToken.None);
        return MessagePage.Result(language, new Message("reader.data", "deleted"));
    }

    private static async Task<(Message? Instead, ReaderAddress? Reader, FreshLink Link)> FindAsync(
        string token,
        HttpContext context,
        LinkTokens tokens,
        Database database,
        IClock clock
    )
    {
        if (await tokens.ReadFreshAsync(LinkPurpose.Data, token, context.RequestAborted) is not { } link)
        {
            return (LinkMessages.Unknown, null, default);
        }
        if (link.ExpiresAt <= clock.GetCurrentInstant())
        {
            return (LinkMessages.Expired, null, link);
        }
        await using var db = database.CreateDbContext();
        var used = await db.UsedLinks.AnyAsync(
            one => one.Purpose == LinkPurpose.Data && one.Subject == link.Subject,
            context.RequestAborted
        );
        if (used)
        {
            return (LinkMessages.Used, null, link);
        }
        var reader = await ReaderAddress.FindAsync(database, link.AddressId, context.RequestAborted);
        return reader is null ? (LinkMessages.Unknown, null, link) : (null, reader, link);
    }

    private static PageLanguage Spoken(HttpContext context, ReaderAddress reader)
    {
        var asked = PageLanguage.Of(context);
        return asked.IsChosen ? asked : PageLanguage.For(reader.Language);
    }
}
