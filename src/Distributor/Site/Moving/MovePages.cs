using Distributor.Site.Forms;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Subscribers.Links;
using Distributor.Subscribers.Moving;
using NodaTime;

namespace Distributor.Site.Moving;

/// <summary><c>/move/{token}</c>: each end of a change of address says yes here. Both ends have tokens of their own.</summary>
public static class MovePages
{
    public static void MapMoves(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/move/{token}").WithPageHeaders().ExcludeFromDescription();
        pages.MapGet("", AskAsync);
        pages.MapPost("", ConfirmAsync).Guarded();
    }

    private static async Task<IResult> AskAsync(
        string token,
        HttpContext context,
        LinkTokens tokens,
        MoveService moves,
        Database database,
        IClock clock
    )
    {
        if (
            await FindAsync(token, tokens, context) is not { } end
            || await moves.ReadAsync(end.Purpose, end.Link, context.RequestAborted) is not { } move
        )
        {
            return MessagePage.Result(PageLanguage.Of(context), LinkMessages.Unknown);
        }
        var language = await SpokenAsync(context, database, end.Link);
        if (move.Move.DoneAt is not null)
        {
            return MessagePage.Result(language, Done(end.Purpose, move));
        }
        if (end.Link.ExpiresAt <= clock.GetCurrentInstant())
        {
            return MessagePage.Result(language, LinkMessages.Expired);
        }
        var step = end.Purpose == LinkPurpose.MoveFrom ? "from" : "to";
        return MessagePage.Result(
            language,
            new Message("reader.move", step)
            {
                Slots = Slots(end.Purpose, move),
                Steps = [new($"reader.move.{step}Button", $"/move/{token}", IsPost: true)],
                Aside = "reader.unsubscribe.aside",
                CanSwitch = true,
            }
        );
    }

    private static async Task<IResult> ConfirmAsync(
        string token,
        HttpContext context,
        LinkTokens tokens,
        MoveService moves,
        Database database
    )
    {
        if (
            await FindAsync(token, tokens, context) is not { } end
            || await moves.ReadAsync(end.Purpose, end.Link, context.RequestAborted) is not { } move
        )
        {
            return MessagePage.Result(PageLanguage.Of(context), LinkMessages.Unknown);
        }
        var language = await SpokenAsync(context, database, end.Link);
        var result = await moves.ConfirmAsync(end.Purpose, end.Link, CancellationToken.None);
        return MessagePage.Result(
            language,
            result switch
            {
                MoveResult.Done => Done(end.Purpose, move),
                MoveResult.OtherEndMissing => new Message("reader.move", "half"),
                MoveResult.Expired => LinkMessages.Expired,
                _ => LinkMessages.Unknown,
            }
        );
    }

    private static async Task<(LinkPurpose Purpose, FreshLink Link)?> FindAsync(
        string token,
        LinkTokens tokens,
        HttpContext context
    )
    {
        foreach (var purpose in (LinkPurpose[])[LinkPurpose.MoveFrom, LinkPurpose.MoveTo])
        {
            if (await tokens.ReadFreshAsync(purpose, token, context.RequestAborted) is { } link)
            {
                return (purpose, link);
            }
        }
        return null;
    }

    private static async Task<PageLanguage> SpokenAsync(HttpContext context, Database database, FreshLink link)
    {
        var asked = PageLanguage.Of(context);
        return
            asked.IsChosen
            || await ReaderAddress.FindAsync(database, link.AddressId, context.RequestAborted) is not { } reader
            ? asked
            : PageLanguage.For(reader.Language);
    }

    private static Message Done(LinkPurpose end, MoveState move) =>
        new("reader.move", "done") { Slots = Slots(end, move) };

    /// <summary>Each end sees its own address whole. The old end has typed the new one; the new end sees the old one masked.</summary>
    private static Dictionary<string, string> Slots(LinkPurpose end, MoveState move)
    {
        // Once done, the values have changed places.
        var (from, to) = move.Move.DoneAt is null ? (move.From, move.To) : (move.To, move.From);
        return new()
        {
            ["from"] = end == LinkPurpose.MoveFrom || from.Length == 0 ? from : MaskedEmail.Of(from),
            ["to"] = to,
        };
    }
}
