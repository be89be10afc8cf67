using System.Globalization;
using Distributor.Delivery;
using Distributor.Delivery.Reading;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Distributor.Api;

/// <summary>The acts of distribution with their counts, the newest first, and what may be done with one.</summary>
internal static class RunsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/runs", ListAsync)
            .WithSummary("Lists runs, the newest first, filtered by kind and state.")
            .Produces<Page<RunView>>()
            .ProducesProblem(400);
        api.MapGet("/runs/{id:long}", OneAsync)
            .WithSummary("One run with its counts.")
            .Produces<RunView>()
            .ProducesProblem(404);
        Order(
            api,
            "hold",
            "Nothing more of the run goes out until it is released.",
            (c, id, by, t) => c.HoldAsync(id, by, t)
        );
        Order(api, "release", "A held run goes on where it was.", (c, id, by, t) => c.ReleaseAsync(id, by, t));
        Order(
            api,
            "cancel",
            "What waits of the run is suppressed for good.",
            (c, id, by, t) => c.CancelAsync(id, by, t)
        );
        Order(
            api,
            "retry",
            "Failed deliveries of the run are owed again; those of addresses that may not receive stay as they are.",
            (c, id, by, t) => c.RetryFailedAsync(id, null, by, t)
        );
    }

    private static async Task<IResult> ListAsync(
        RunReader reader,
        CancellationToken cancellationToken,
        string? kind = null,
        string? state = null,
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
        if (!QueryWord.TryRead<RunKind>(kind, out var ofKind))
        {
            return Problems.Field(400, "kind", $"must be {QueryWord.Choice<RunKind>()}.");
        }
        if (!QueryWord.TryRead<RunState>(state, out var inState))
        {
            return Problems.Field(400, "state", $"must be {QueryWord.Choice<RunState>()}.");
        }
        var runs = await reader.ListAsync(new RunFilter(ofKind, inState), before, size + 1, cancellationToken);
        var page = Paging.Of(runs, size, run => Paging.Write(run.Run.Id));
        return Results.Ok(new Page<RunView>([.. page.Items.Select(RunView.Of)], page.Next));
    }

    private static async Task<IResult> OneAsync(long id, RunReader reader, CancellationToken cancellationToken) =>
        await reader.FindAsync(id, cancellationToken) is { } run ? Results.Ok(RunView.Of(run)) : Unknown();

    private static void Order(
        RouteGroupBuilder api,
        string verb,
        string summary,
        Func<RunControl, long, string, CancellationToken, Task<RunOrderResult>> give
    ) =>
        api.MapPost(
                $"/runs/{{id:long}}/{verb}",
                async (long id, HttpContext context, RunControl control, RunReader reader) =>
                {
                    var result = await give(control, id, ApiServices.Actor(context), context.RequestAborted);
                    return result.Order switch
                    {
                        RunOrder.Unknown => Unknown(),
                        RunOrder.NotNow => Problems.Problem(
                            409,
                            $"The run is in a state in which `{verb}` is not possible; GET it to see which."
                        ),
                        _ => await OneAsync(id, reader, context.RequestAborted),
                    };
                }
            )
            .WithSummary(summary)
            .Produces<RunView>()
            .ProducesProblem(404)
            .ProducesProblem(409);

    private static ProblemHttpResult Unknown() => Problems.Problem(404, "There is no such run.");
}

public sealed record RunView(
    long Id,
    RunKind Kind,
    string Key,
    string Day,
    RunState State,
    string? JobId,
    RunCountsView Counts
)
{
    internal static RunView Of(RunWithTotals found) =>
        new(
            found.Run.Id,
            found.Run.Kind,
            found.Run.Key,
            found.Run.Day.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture),
            found.Run.State,
            found.Run.JobId,
            new RunCountsView(
                found.Totals.Planned,
                found.Totals.Sending,
                found.Totals.Deferred,
                found.Totals.Accepted,
                found.Totals.Failed,
                found.Totals.Suppressed,
                found.Totals.Uncertain
            )
        );
}

/// <summary>The rows of a run by state; together they are all rows ever written for it.</summary>
public sealed record RunCountsView(
    long Planned,
    long Sending,
    long Deferred,
    long Accepted,
    long Failed,
    long Suppressed,
    long Uncertain
);
