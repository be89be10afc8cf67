using Distributor.Articles.Topics.Editing;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Distributor.Api;

/// <summary>What people subscribe to.</summary>
internal static class TopicsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/topics", ListAsync)
            .WithSummary("Lists topics by their slugs.")
            .Produces<Page<TopicJson>>()
            .ProducesProblem(400);
        api.MapPost("/topics", CreateAsync).WithSummary("Adds a topic.").Produces<TopicJson>(201).ProducesProblem(422);
        var topic = api.MapGroup("/topics/{id:int}");
        topic
            .MapGet("", OneAsync)
            .WithSummary("One topic with its aliases and numbers.")
            .Produces<TopicJson>()
            .ProducesProblem(404);
        topic
            .MapPatch("", RenameAsync)
            .WithSummary("Renames a topic; the old name stays as an alias.")
            .Produces<TopicJson>()
            .ProducesProblem(404)
            .ProducesProblem(422);
        topic
            .MapDelete("", DeleteAsync)
            .WithSummary("Deletes a topic that nobody follows and nothing is filed under.")
            .Produces(204)
            .ProducesProblem(404)
            .ProducesProblem(409);
        topic
            .MapPost("/aliases", AddAliasAsync)
            .WithSummary("Adds a name that sources use for the topic.")
            .Produces<TopicJson>()
            .ProducesProblem(404)
            .ProducesProblem(422);
        topic
            .MapDelete("/aliases/{alias}", RemoveAliasAsync)
            .WithSummary("Removes an alias.")
            .Produces<TopicJson>()
            .ProducesProblem(404);
        topic
            .MapPost("/merge", MergeAsync)
            .WithSummary(
                "Moves subscribers, articles, sources, aliases and mutes to another topic, and deletes this one."
            )
            .Produces<TopicJson>()
            .ProducesProblem(404)
            .ProducesProblem(422);
    }

    private static async Task<IResult> ListAsync(
        TopicList list,
        CancellationToken cancellationToken,
        string? cursor = null,
        int? limit = null
    )
    {
        if (Paging.Limit(limit) is not { } size)
        {
            return Paging.BadLimit();
        }
        string? after = null;
        if (!string.IsNullOrEmpty(cursor))
        {
            if (Paging.Read(cursor, 1) is not [var slug])
            {
                return Paging.BadCursor();
            }
            after = slug;
        }
        var topics = await list.ReadAsync(after, size + 1, cancellationToken);
        var page = Paging.Of([.. topics], size, topic => Paging.Write(topic.Slug));
        return Results.Ok(new Page<TopicJson>([.. page.Items.Select(TopicJson.Of)], page.Next));
    }

    private static async Task<IResult> OneAsync(int id, TopicList list, CancellationToken cancellationToken) =>
        await list.FindAsync(id, cancellationToken) is { } topic ? Results.Ok(TopicJson.Of(topic)) : Missing();

    private static async Task<IResult> CreateAsync(
        [FromBody] TopicName body,
        HttpContext context,
        TopicEditor editor,
        TopicList list,
        CancellationToken cancellationToken
    )
    {
        var result = await editor.CreateAsync(body.Name ?? "", ApiServices.Actor(context), cancellationToken);
        if (result is not { IsDone: true, Id: { } id })
        {
            return Refusal(result);
        }
        var topic = await list.FindAsync(id, cancellationToken);
        return topic is null
            ? Missing()
            : Results.Created(FormattableString.Invariant($"/api/v1/topics/{id}"), TopicJson.Of(topic));
    }

    private static async Task<IResult> RenameAsync(
        int id,
        [FromBody] TopicName body,
        HttpContext context,
        TopicEditor editor,
        TopicList list,
        CancellationToken cancellationToken
    ) =>
        await AnswerAsync(
            await editor.RenameAsync(id, body.Name ?? "", ApiServices.Actor(context), cancellationToken),
            list,
            cancellationToken
        );

    private static async Task<IResult> DeleteAsync(
        int id,
        HttpContext context,
        TopicEditor editor,
        CancellationToken cancellationToken
    )
    {
        var result = await editor.DeleteAsync(id, ApiServices.Actor(context), cancellationToken);
        return result.IsDone ? Results.NoContent()
            : result.IsGone ? Missing()
            : Problems.Problem(409, result.Fault!);
    }

    private static async Task<IResult> AddAliasAsync(
        int id,
        [FromBody] TopicAliasBody body,
        HttpContext context,
        TopicEditor editor,
        TopicList list,
        CancellationToken cancellationToken
    ) =>
        await AnswerAsync(
            await editor.AddAliasAsync(id, body.Alias ?? "", ApiServices.Actor(context), cancellationToken),
            list,
            cancellationToken
        );

    private static async Task<IResult> RemoveAliasAsync(
        int id,
        string alias,
        HttpContext context,
        TopicEditor editor,
        TopicList list,
        CancellationToken cancellationToken
    ) =>
        await AnswerAsync(
            await editor.RemoveAliasAsync(id, alias, ApiServices.Actor(context), cancellationToken),
            list,
            cancellationToken
        );

    private static async Task<IResult> MergeAsync(
        int id,
        [FromBody] MergeOrder body,
        HttpContext context,
        TopicMerge merge,
        TopicList list,
        CancellationToken cancellationToken
    ) =>
        await AnswerAsync(
            await merge.MergeAsync(id, body.Into, ApiServices.Actor(context), cancellationToken),
            list,
            cancellationToken
        );

    private static async Task<IResult> AnswerAsync(
        TopicResult result,
        TopicList list,
        CancellationToken cancellationToken
    ) => result is { IsDone: true, Id: { } id } ? await OneAsync(id, list, cancellationToken) : Refusal(result);

    private static ProblemHttpResult Refusal(TopicResult result) =>
        result.IsGone ? Missing() : Problems.Field(422, result.Field ?? "name", result.Fault!);

    private static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult Missing() =>
        Problems.Problem(404, "There is no such topic.");
}

/// <param name="Addresses">That follow it, at most 1,000; <paramref name="MoreAddresses"/> says that there are more.</param>
/// <param name="Articles">Of the last 30 days.</param>
public sealed record TopicJson(
    int Id,
    string Slug,
    string Name,
    IReadOnlyList<string> Aliases,
    long Addresses,
    bool MoreAddresses,
    int Articles,
    DateTimeOffset CreatedAt
)
{
    internal static TopicJson Of(TopicView topic) =>
        new(
            topic.Id,
            topic.Slug,
            topic.Name,
            topic.Aliases,
            topic.Addresses.Number,
            topic.Addresses.Kind != Distributor.Subscribers.Searching.CountKind.Exact,
            topic.Articles,
            topic.CreatedAt.ToDateTimeOffset()
        );
}

public sealed record TopicName(string? Name);

public sealed record TopicAliasBody(string? Alias);

/// <param name="Into">The id of the topic that stays.</param>
public sealed record MergeOrder(int Into);
