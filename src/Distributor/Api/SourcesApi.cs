using Distributor.Articles.Topics;
using Distributor.Sources;
using Distributor.Sources.Desk;
using Distributor.Templates.Text;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Distributor.Api;

/// <summary>Sources over HTTP: listed, looked at before they are added, changed, polled, and what waits of them. Longer than most files because it is a list of short routes.</summary>
internal static class SourcesApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/sources", ListAsync)
            .WithSummary("Lists sources, the newest first.")
            .WithDescription("?q= searches title and address; ?state= is active, paused or broken; ?topic= is a slug.")
            .Produces<Page<SourceView>>()
            .ProducesProblem(400);
        api.MapPost("/sources", AddAsync)
            .WithSummary("Adds a source: the feed at an address, or the one a page of a site names.")
            .Produces<SourceView>(201)
            .Produces<SourceView>()
            .ProducesProblem(400)
            .ProducesProblem(422);
        api.MapPost("/sources/preview", PreviewAsync)
            .WithSummary("Shows what a source would bring; nothing is stored.")
            .Produces<SourcePreviewView>()
            .ProducesProblem(422);
        api.MapGet(
                "/sources/{id:long}",
                (long id, SourceList sources, CancellationToken token) => ShowAsync(id, sources, token)
            )
            .WithSummary("One source.")
            .Produces<SourceView>()
            .ProducesProblem(404);
        api.MapPatch("/sources/{id:long}", ChangeAsync)
            .WithSummary("Changes title and topics; what is left out stays.")
            .Produces<SourceView>()
            .ProducesProblem(404)
            .ProducesProblem(422);
        api.MapDelete("/sources/{id:long}", RemoveAsync)
            .WithSummary(
                "Deletes a source without articles (204); one that has some is paused instead, because they stay (200)."
            )
            .Produces(204)
            .Produces<SourceView>()
            .ProducesProblem(404);
        api.MapPost(
                "/sources/{id:long}/pause",
                (long id, HttpContext c, SourceDesk desk, SourceList sources) =>
                    OrderAsync(id, c, sources, desk.PauseAsync)
            )
            .WithSummary("Polls it no more.")
            .Produces<SourceView>()
            .ProducesProblem(404);
        api.MapPost(
                "/sources/{id:long}/resume",
                (long id, HttpContext c, SourceDesk desk, SourceList sources) =>
                    OrderAsync(id, c, sources, desk.ResumeAsync)
            )
            .WithSummary("Polls a paused source again, at once.")
            .Produces<SourceView>()
            .ProducesProblem(404);
        api.MapPost("/sources/{id:long}/poll", PollAsync)
            .WithSummary("Makes a feed due, so that it is polled within seconds.")
            .Produces<SourceView>(202)
            .ProducesProblem(404)
            .ProducesProblem(409);
        api.MapPost("/sources/{id:long}/release", ReleaseAsync)
            .WithSummary("Lets the articles go that wait; ?article= only one of them.")
            .Produces<ReleasedView>()
            .ProducesProblem(404);
        api.MapGet("/sources/{id:long}/polls", PollsAsync)
            .WithSummary("The history of polls, the newest first; the newest 200 are kept.")
            .Produces<Page<PollView>>()
            .ProducesProblem(400)
            .ProducesProblem(404);
    }

    private static async Task<IResult> ListAsync(
        SourceList sources,
        CancellationToken cancellationToken,
        string? q = null,
        string? state = null,
        string? topic = null,
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
        if (!QueryWord.TryRead<SourceState>(state, out var known))
        {
            return Problems.Field(400, "state", $"must be {QueryWord.Choice<SourceState>()}.");
        }
        var page = await sources.ReadAsync(new SourceFilter(q, known, topic), before, size, cancellationToken);
        return Results.Ok(
            new Page<SourceView>(
                [.. page.Items.Select(SourceView.Of)],
                page.Next is { } next ? Paging.Write(next) : null
            )
        );
    }

    private static async Task<IResult> AddAsync(
        NewSource body,
        HttpContext context,
        SourcePreviewer previewer,
        SourceCatalog catalog,
        SourceList sources
    )
    {
        var aborted = context.RequestAborted;
        if (Fault(body.Title, body.Topics) is { } fault)
        {
            return fault;
        }
        var preview = await previewer.LookAsync(body.Address, aborted);
        if (preview.Error is { } error)
        {
            return Problems.Field(422, "address", error + ".");
        }
        if (preview.Address is not { } feed)
        {
            var choices = string.Join(", ", preview.Choices.Select(choice => choice.Address!.AbsoluteUri));
            return Problems.Field(422, "address", $"names several feeds; send the address of one of them: {choices}.");
        }
        var (id, isNew) = await catalog.AddAsync(
            feed,
            CleanText.Cut(CleanText.Line(body.Title ?? preview.Title), SourceDesk.LongestTitle),
            body.Topics ?? [],
            ApiServices.Actor(context),
            aborted
        );
        var view = SourceView.Of((await sources.OneAsync(id, aborted))!);
        return isNew ? Results.Created($"/api/v1/sources/{view.Id}", view) : Results.Ok(view);
    }

    private static async Task<IResult> PreviewAsync(
        PreviewSource body,
        SourcePreviewer previewer,
        CancellationToken cancellationToken
    )
    {
        var preview = await previewer.LookAsync(body.Address, cancellationToken);
        return preview.Error is { } error
            ? Problems.Field(422, "address", error + ".")
            : Results.Ok(SourcePreviewView.Of(preview));
    }

    private static async Task<IResult> ChangeAsync(
        long id,
        ChangedSource body,
        HttpContext context,
        SourceDesk desk,
        SourceList sources
    )
    {
        if (Fault(body.Title, body.Topics) is { } fault)
        {
            return fault;
        }
        return await desk.EditAsync(
            id,
            body.Title is null ? null : CleanText.Line(body.Title),
            body.Topics,
            ApiServices.Actor(context),
            context.RequestAborted
        )
            ? await ShowAsync(id, sources, context.RequestAborted)
            : Unknown();
    }

    private static async Task<IResult> RemoveAsync(long id, HttpContext context, SourceDesk desk, SourceList sources) =>
        await desk.RemoveAsync(id, ApiServices.Actor(context), context.RequestAborted) switch
        {
            SourceRemoval.Deleted => Results.NoContent(),
            SourceRemoval.Paused => await ShowAsync(id, sources, context.RequestAborted),
            _ => Unknown(),
        };

    private static async Task<IResult> PollAsync(long id, HttpContext context, SourceDesk desk, SourceList sources)
    {
        var isDue = await desk.PollNowAsync(id, ApiServices.Actor(context), context.RequestAborted);
        return await sources.OneAsync(id, context.RequestAborted) is not { } source ? Unknown()
            : isDue ? Results.Accepted($"/api/v1/sources/{source.Id}/polls", SourceView.Of(source))
            : Problems.Problem(409, "It is paused or is no feed, so it is not polled; resume it first.");
    }

    private static async Task<IResult> ReleaseAsync(
        long id,
        HttpContext context,
        SourceDesk desk,
        long? article = null
    ) =>
        await desk.ReleaseAsync(id, article, ApiServices.Actor(context), context.RequestAborted) is { } released
            ? Results.Ok(new ReleasedView(released))
            : Unknown();

    private static async Task<IResult> PollsAsync(
        long id,
        SourceList sources,
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
        if (await sources.OneAsync(id, cancellationToken) is null)
        {
            return Unknown();
        }
        var polls = await sources.PollsAsync(id, before, size + 1, cancellationToken);
        var page = Paging.Of([.. polls], size, poll => Paging.Write(poll.Id));
        return Results.Ok(new Page<PollView>([.. page.Items.Select(PollView.Of)], page.Next));
    }

    private static async Task<IResult> OrderAsync(
        long id,
        HttpContext context,
        SourceList sources,
        Func<long, string, CancellationToken, Task<bool>> order
    ) =>
        await order(id, ApiServices.Actor(context), context.RequestAborted)
            ? await ShowAsync(id, sources, context.RequestAborted)
            : Unknown();

    private static async Task<IResult> ShowAsync(long id, SourceList sources, CancellationToken cancellationToken) =>
        await sources.OneAsync(id, cancellationToken) is { } source ? Results.Ok(SourceView.Of(source)) : Unknown();

    private static ProblemHttpResult? Fault(string? title, IReadOnlyList<string>? topics) =>
        title is { } text && CleanText.Line(text).Length is 0 or > SourceDesk.LongestTitle
            ? Problems.Field(422, "title", $"must have 1 to {SourceDesk.LongestTitle} characters.")
        : topics is not null
        && TopicNames.Chosen(topics, null).Count != topics.Distinct(StringComparer.OrdinalIgnoreCase).Count()
            ? Problems.Field(
                422,
                "topics",
                "must be at most 50 names of 1 to 80 characters, such as [\"World\", \"Climate\"]."
            )
        : null;

    private static ProblemHttpResult Unknown() => Problems.Problem(404, "There is no such source.");
}

/// <param name="Address">Of a feed, or of a page that names one.</param>
/// <param name="Title">Its own when left out.</param>
/// <param name="Topics">Every article of it belongs to them; created when new.</param>
public sealed record NewSource(string? Address, string? Title = null, IReadOnlyList<string>? Topics = null);

public sealed record PreviewSource(string? Address);

/// <summary>What is left out stays.</summary>
public sealed record ChangedSource(string? Title = null, IReadOnlyList<string>? Topics = null);

/// <param name="Released">How many articles.</param>
public sealed record ReleasedView(int Released);
