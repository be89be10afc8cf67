using System.Globalization;
using Distributor.Dashboard.Access;
using Distributor.Dashboard.Shell;
using Distributor.Subscribers.Bulk;
using Distributor.Subscribers.Searching;

namespace Distributor.Dashboard.Subscribers;

/// <summary>Changes to the ticked people, or to all who match.</summary>
internal static class BulkPages
{
    private const string Path = "/admin/subscribers/bulk";

    /// <summary>A page has fifty rows; more ids than this come from no page of ours.</summary>
    private const int MostTicked = 1_000;

    public static void Map(RouteGroupBuilder desk)
    {
        var bulk = desk.MapGroup("/subscribers/bulk").RequireAuthorization(AdminPolicies.Editor);
        bulk.MapPost("", DoAsync);
        bulk.MapPost("/delete", DeleteAsync);
        bulk.MapGet("/{key}", ProgressAsync);
        bulk.MapPost("/{id:long}/undo", UndoAsync);
    }

    private static async Task<IResult> DoAsync(HttpContext context, SubscriberSearch search, BulkRuns runs)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var back = form["return"].ToString() is { Length: > 0 } path ? path : PeopleAddress.Path;
        if (await ChosenAsync(form, search, context.RequestAborted) is not { } people)
        {
            return DeskRoutes.Done(
                context,
                back,
                $"More than {SubscriberWords.Number(BulkService.MostPeople)} match. Narrow the filter and do it in parts.",
                Tone.Bad
            );
        }
        if (people.Count == 0)
        {
            return DeskRoutes.Done(context, back, "Nobody was chosen.", Tone.Warning);
        }
        if (form["do"] == "delete")
        {
            return Ask(form, people.Count, back);
        }
        // "add-topic:5" names the topic with the button, so that no list of topics has to be set first.
        var words = form["do"].ToString().Split(':');
        int? topic =
            words.Length == 2 && int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                ? id
                : null;
        if (
            BulkActions.Read(words[0]) is not { } action
            || (action is BulkAction.AddTopic or BulkAction.RemoveTopic && topic is null)
        )
        {
            return DeskRoutes.Done(context, back, "Choose what to do.", Tone.Warning);
        }
        var change = await runs.StartAsync(action, topic, people, AdminPolicies.Actor(context), context.RequestAborted);
        if (runs.ProgressOf(BulkRuns.KeyOf(change.Id)) is not null)
        {
            return new Site.Forms.SeeOther($"{Path}/{BulkRuns.KeyOf(change.Id)}");
        }
        return DeskRoutes.Done(
            context,
            back,
            BulkWords.Done(change, await runs.TopicAsync(change, context.RequestAborted)),
            change.Changed > 0 ? Tone.Good : Tone.Warning,
            change.Changed > 0 ? FormattableString.Invariant($"{Path}/{change.Id}/undo") : null
        );
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, SubscriberSearch search, BulkRuns runs)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (await ChosenAsync(form, search, context.RequestAborted) is not { Count: > 0 } people)
        {
            return DeskRoutes.Done(context, PeopleAddress.Path, "Nobody was chosen.", Tone.Warning);
        }
        return await runs.DeleteAsync(people, AdminPolicies.Actor(context)) is { } key
            ? new Site.Forms.SeeOther($"{Path}/{key}")
            : DeskRoutes.Done(
                context,
                PeopleAddress.Path,
                $"Deleted {SubscriberWords.Number(people.Count)}. Their data are gone in a minute or two."
            );
    }

    private static async Task<IResult> ProgressAsync(
        string key,
        HttpContext context,
        BulkRuns runs,
        BulkService bulk,
        CancellationToken cancellationToken
    )
    {
        if (runs.ProgressOf(key) is { } progress)
        {
            return DeskRoutes.Page<BulkPage>((nameof(BulkPage.Key), key), (nameof(BulkPage.Progress), progress));
        }
        if (
            key.StartsWith("change-", StringComparison.Ordinal)
            && long.TryParse(key.AsSpan("change-".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            && await bulk.FindAsync(id, cancellationToken) is { } change
        )
        {
            return DeskRoutes.Page<BulkPage>(
                (nameof(BulkPage.Key), key),
                (nameof(BulkPage.Text), BulkWords.Done(change, await runs.TopicAsync(change, cancellationToken))),
                (
                    nameof(BulkPage.UndoAction),
                    bulk.CanUndo(change) ? FormattableString.Invariant($"{Path}/{id}/undo") : null
                )
            );
        }
        return DeskRoutes.Page<BulkPage>(
            (nameof(BulkPage.Key), key),
            (nameof(BulkPage.Text), "Done, or cut off when its process ended. Look at the list.")
        );
    }

    private static async Task<IResult> UndoAsync(long id, HttpContext context, BulkService bulk)
    {
        var undone = await bulk.UndoAsync(id, AdminPolicies.Actor(context), CancellationToken.None);
        return DeskRoutes.Done(
            context,
            PeopleAddress.Path,
            undone is null ? "Too late: a change can be undone for ten minutes, once."
                : undone.Kept == 0 ? $"Undone: {SubscriberWords.Number(undone.Restored)} addresses are as before."
                : $"Undone: {SubscriberWords.Number(undone.Restored)} addresses are as before; {SubscriberWords.Number(undone.Kept)} were changed since and stay.",
            undone is null ? Tone.Warning : Tone.Good
        );
    }

    private static IResult Ask(IFormCollection form, int count, string back)
    {
        List<(string, string)> fields = [.. form["id"].OfType<string>().Select(id => ("id", id))];
        if (form["all"] == "true")
        {
            fields = [("all", "true"), .. PeopleAddress.Read(name => form[name]).Set];
        }
        return DeskRoutes.Page<DeletePage>(
            (nameof(DeletePage.Who), count == 1 ? "one subscriber" : $"{SubscriberWords.Number(count)} subscribers"),
            (nameof(DeletePage.Count), count),
            (nameof(DeletePage.Action), Path + "/delete"),
            (nameof(DeletePage.BackHref), DeskRoutes.LocalPath(back)),
            (nameof(DeletePage.Fields), fields)
        );
    }

    /// <returns>Null when too many match.</returns>
    private static async Task<List<long>?> ChosenAsync(
        IFormCollection form,
        SubscriberSearch search,
        CancellationToken cancellationToken
    )
    {
        if (form["all"] != "true")
        {
            return
            [
                .. form["id"]
                    .Select(id =>
                        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0
                    )
                    .Where(id => id > 0)
                    .Distinct()
                    .Take(MostTicked),
            ];
        }
        var filter = PeopleAddress.Read(name => form[name]).Filter;
        var people = new List<long>();
        await foreach (var ids in search.AllAsync(filter, cancellationToken))
        {
            people.AddRange(ids);
            if (people.Count > BulkService.MostPeople)
            {
                return null;
            }
        }
        return people;
    }
}
