using System.Globalization;
using Distributor.Articles.Topics.Editing;
using Distributor.Dashboard.Access;
using Distributor.Dashboard.Shell;
using Distributor.Site.Forms;
using Distributor.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Distributor.Dashboard.Settings.Topics;

/// <summary>What people subscribe to: names, aliases, joining, deleting.</summary>
public static class TopicPages
{
    public const string Path = "/admin/settings/topics";

    private const int PageSize = 100;

    public static void MapTopics(this RouteGroupBuilder desk)
    {
        desk.MapGet("/settings/topics", ListAsync);
        desk.MapGet("/settings/topics/{id:int}", OneAsync);
        var topics = desk.MapGroup("/settings/topics").RequireAuthorization(AdminPolicies.Editor);
        topics.MapPost("", CreateAsync);
        topics.MapPost("/{id:int}/name", RenameAsync);
        topics.MapPost("/{id:int}/aliases", AddAliasAsync);
        topics.MapPost("/{id:int}/aliases/remove", RemoveAliasAsync);
        topics.MapPost("/{id:int}/merge", MergeAsync);
        topics.MapPost("/{id:int}/delete", DeleteAsync);
    }

    private static Task<IResult> ListAsync(HttpContext context, TopicList list, CancellationToken cancellationToken) =>
        ShowListAsync(list, context.Request.Query["after"], null, "", StatusCodes.Status200OK, cancellationToken);

    private static async Task<IResult> ShowListAsync(
        TopicList list,
        string? after,
        string? error,
        string typed,
        int status,
        CancellationToken cancellationToken
    )
    {
        var topics = await list.ReadAsync(after, PageSize + 1, cancellationToken);
        return new RazorComponentResult<TopicsPage>(
            new
            {
                Topics = (IReadOnlyList<TopicView>)[.. topics.Take(PageSize)],
                NextHref = topics.Count > PageSize
                    ? $"{Path}?after={Uri.EscapeDataString(topics[PageSize - 1].Slug)}"
                    : null,
                FirstHref = string.IsNullOrEmpty(after) ? null : Path,
                Error = error,
                Typed = typed,
            }
        )
        {
            StatusCode = status,
        };
    }

    private static async Task<IResult> OneAsync(
        int id,
        Database database,
        TopicList list,
        CancellationToken cancellationToken
    ) => await ShowOneAsync(id, null, "", database, list, cancellationToken);

    private static async Task<IResult> ShowOneAsync(
        int id,
        TopicResult? refused,
        string typed,
        Database database,
        TopicList list,
        CancellationToken cancellationToken
    ) =>
        await list.FindAsync(id, cancellationToken) is { } topic
            ? new RazorComponentResult<TopicPage>(
                new
                {
                    Topic = topic,
                    Others = (IReadOnlyList<TopicChoice>)
                        [.. (await TopicChoice.AllAsync(database, cancellationToken)).Where(other => other.Id != id)],
                    Refused = refused,
                    Typed = typed,
                }
            )
            {
                StatusCode = refused is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
            }
            : DeskRoutes.Missing();

    private static async Task<IResult> CreateAsync(HttpContext context, TopicEditor editor, TopicList list)
    {
        var name = await FieldAsync(context, "name");
        var result = await editor.CreateAsync(name, AdminPolicies.Actor(context), CancellationToken.None);
        return result.IsDone
            ? DeskRoutes.Done(context, Path, $"{name} is added.")
            : await ShowListAsync(
                list,
                null,
                result.Fault,
                name,
                StatusCodes.Status422UnprocessableEntity,
                context.RequestAborted
            );
    }

    private static async Task<IResult> RenameAsync(
        int id,
        HttpContext context,
        TopicEditor editor,
        [AsParameters] Reading reading
    )
    {
        var name = await FieldAsync(context, "name");
        var result = await editor.RenameAsync(id, name, AdminPolicies.Actor(context), CancellationToken.None);
        return await AnswerAsync(id, result, name, "Renamed. Sources may go on using the old name.", context, reading);
    }

    private static async Task<IResult> AddAliasAsync(
        int id,
        HttpContext context,
        TopicEditor editor,
        [AsParameters] Reading reading
    )
    {
        var alias = await FieldAsync(context, "alias");
        var result = await editor.AddAliasAsync(id, alias, AdminPolicies.Actor(context), CancellationToken.None);
        return await AnswerAsync(id, result, alias, $"{alias} means this topic now.", context, reading);
    }

    private static async Task<IResult> RemoveAliasAsync(
        int id,
        HttpContext context,
        TopicEditor editor,
        [AsParameters] Reading reading
    )
    {
        var alias = await FieldAsync(context, "alias");
        var result = await editor.RemoveAliasAsync(id, alias, AdminPolicies.Actor(context), CancellationToken.None);
        return await AnswerAsync(id, result, "", $"{alias} is no alias any more.", context, reading);
    }

    private static async Task<IResult> MergeAsync(
        int id,
        HttpContext context,
        TopicMerge merge,
        [AsParameters] Reading reading
    )
    {
        var into = int.TryParse(
            await FieldAsync(context, "into"),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var other
        )
            ? other
            : 0;
        var result = await merge.MergeAsync(id, into, AdminPolicies.Actor(context), CancellationToken.None);
        return result is { IsDone: true, Id: { } merged }
            ? DeskRoutes.Done(
                context,
                FormattableString.Invariant($"{Path}/{merged}"),
                "Merged. Subscribers, articles and aliases are here now."
            )
            : await AnswerAsync(id, result, "", "", context, reading);
    }

    private static async Task<IResult> DeleteAsync(
        int id,
        HttpContext context,
        TopicEditor editor,
        [AsParameters] Reading reading
    )
    {
        var result = await editor.DeleteAsync(id, AdminPolicies.Actor(context), CancellationToken.None);
        return result.IsDone
            ? DeskRoutes.Done(context, Path, "The topic is deleted.")
            : await AnswerAsync(id, result, "", "", context, reading);
    }

    private static async Task<IResult> AnswerAsync(
        int id,
        TopicResult result,
        string typed,
        string done,
        HttpContext context,
        Reading reading
    ) =>
        result.IsGone ? DeskRoutes.Missing()
        : result.IsDone ? DeskRoutes.Done(context, FormattableString.Invariant($"{Path}/{id}"), done)
        : await ShowOneAsync(id, result, typed, reading.Database, reading.List, context.RequestAborted);

    private static async Task<string> FieldAsync(HttpContext context, string name) =>
        (await context.Request.ReadFormAsync(context.RequestAborted))[name].ToString().Trim();

    /// <summary>What the page of a topic reads when a form was not taken.</summary>
    internal sealed record Reading([FromServices] Database Database, [FromServices] TopicList List);
}
