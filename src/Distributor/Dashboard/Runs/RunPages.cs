using System.Globalization;
using Distributor.Api;
using Distributor.Dashboard.Access;
using Distributor.Dashboard.Shell;
using Distributor.Delivery;
using Distributor.Delivery.Reading;
using Distributor.Storage;
using Hangfire;
using NodaTime.Text;

namespace Distributor.Dashboard.Runs;

public static class RunPages
{
    private const int PageSize = 50;
    private const int EditionsShown = 60;

    public static void MapRuns(this RouteGroupBuilder desk)
    {
        desk.MapGet("/runs", ListAsync);
        desk.MapGet("/runs/{id:long}", ShowAsync);
        Order(desk, "hold", (control, id, by, token) => control.HoldAsync(id, by, token), _ => "The run is held.");
        Order(
            desk,
            "release",
            (control, id, by, token) => control.ReleaseAsync(id, by, token),
            _ => "The run goes on."
        );
        Order(
            desk,
            "cancel",
            (control, id, by, token) => control.CancelAsync(id, by, token),
            rows => $"The rest is cancelled: {RunWords.Say(rows)} rows will not be sent."
        );
        Order(
            desk,
            "retry",
            (control, id, by, token) => control.RetryFailedAsync(id, null, by, token),
            rows =>
                rows == 0
                    ? "Nothing to retry: what failed belongs to addresses that may not receive."
                    : $"{RunWords.Say(rows)} rows are tried again."
        );
    }

    private static async Task<IResult> ListAsync(
        RunReader reader,
        CancellationToken cancellationToken,
        string? kind = null,
        string? state = null,
        string? day = null,
        string? after = null
    )
    {
        QueryWord.TryRead<RunKind>(kind, out var ofKind);
        QueryWord.TryRead<RunState>(state, out var inState);
        var parsed = LocalDatePattern.Iso.Parse(day ?? "");
        var filter = new RunFilter(ofKind, inState, parsed.Success ? parsed.Value : null);
        var before = long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : long.MaxValue;
        var runs = await reader.ListAsync(filter, before, PageSize + 1, cancellationToken);
        var more = runs.Count > PageSize;
        if (more)
        {
            runs.RemoveAt(PageSize);
        }
        var address = new ListAddress("/admin/runs", ("kind", kind), ("state", state), ("day", day));
        return DeskRoutes.Page<RunsPage>(
            (nameof(RunsPage.Filter), filter),
            (nameof(RunsPage.Runs), runs),
            (nameof(RunsPage.Chips), Chips(filter, address)),
            (nameof(RunsPage.FirstHref), before == long.MaxValue ? null : address.ToString()),
            (
                nameof(RunsPage.NextHref),
                more ? address.With("after", runs[^1].Run.Id.ToString(CultureInfo.InvariantCulture)) : null
            )
        );
    }

    private static List<Chip> Chips(RunFilter filter, ListAddress address)
    {
        var chips = new List<Chip>();
        if (filter.Kind is { } kind)
        {
            chips.Add(new Chip(RunWords.Kind(kind), address.With("kind", null)));
        }
        if (filter.State is { } state)
        {
            chips.Add(new Chip(RunWords.State(state).Text, address.With("state", null)));
        }
        if (filter.Day is { } day)
        {
            chips.Add(new Chip(day.ToString("d MMM uuuu", CultureInfo.InvariantCulture), address.With("day", null)));
        }
        return chips;
    }

    private static async Task<IResult> ShowAsync(long id, RunReader reader, Database database, HttpContext context)
    {
        var stop = context.RequestAborted;
        if (await reader.FindAsync(id, stop) is not { } found)
        {
            return DeskRoutes.Missing();
        }
        await using var db = database.CreateDbContext();
        return DeskRoutes.Page<RunPage>(
            (nameof(RunPage.Found), found),
            (nameof(RunPage.Reasons), await reader.ReasonsAsync(id, stop)),
            (nameof(RunPage.Editions), await EditionLine.OfRunAsync(db, id, EditionsShown, stop)),
            (nameof(RunPage.HasJob), Knows(context.RequestServices, found.Run.JobId)),
            (nameof(RunPage.MayWork), AdminPolicies.IsEditor(context))
        );
    }

    private static bool Knows(IServiceProvider services, string? jobId)
    {
        if (jobId is null || services.GetService<JobStorage>() is not { } storage)
        {
            return false;
        }
        using var connection = storage.GetConnection();
        return connection.GetJobData(jobId) is not null;
    }

    private static void Order(
        RouteGroupBuilder desk,
        string verb,
        Func<RunControl, long, string, CancellationToken, Task<RunOrderResult>> give,
        Func<int, string> words
    ) =>
        desk.MapPost(
                $"/runs/{{id:long}}/{verb}",
                async (long id, RunControl control, HttpContext context) =>
                {
                    var result = await give(control, id, AdminPolicies.Actor(context), context.RequestAborted);
                    return result.Order switch
                    {
                        RunOrder.Unknown => DeskRoutes.Missing(),
                        RunOrder.NotNow => DeskRoutes.Done(
                            context,
                            $"/admin/runs/{id}",
                            "Nothing was changed: the run has moved on meanwhile. This is its state now.",
                            Tone.Warning
                        ),
                        _ => DeskRoutes.Done(context, $"/admin/runs/{id}", words(result.Rows)),
                    };
                }
            )
            .RequireAuthorization(AdminPolicies.Editor);
}
