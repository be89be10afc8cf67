using Distributor.Delivery;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Distributor.Planning.Summaries;

/// <summary>Says whether an alert run is planned with the cap on alerts per address and hour (<c>Sending:AlertsPerHour</c>).</summary>
public sealed class AlertCaps(Database database, SummaryRuns summaries, IOptions<SendingOptions> options, IClock clock)
{
    private static readonly Duration Hour = Duration.FromHours(1);

    /// <summary>More alert runs than this within an hour are a flood in which the newest of them decide.</summary>
    private const int MostRuns = 2_000;

    /// <summary>
    /// Null while fewer alert runs than the cap lie in the hour before the run: then nobody can be above it, and planning asks
    /// no further. Breaking alerts neither count nor are held back.
    /// </summary>
    public async Task<AlertCap?> ForAsync(Run run, CancellationToken cancellationToken)
    {
        if (run.Priority != Priorities.Alert)
        {
            return null;
        }
        var most = options.Value.AlertsPerHour;
        var from = run.CreatedAt - Hour;
        await using var db = database.CreateDbContext();
        // Runs have no index by time, but their ids follow it: a few steps from the newest answer it on a quiet day.
        var oldest = await db
            .Runs.OrderByDescending(r => r.Id)
            .Skip(most)
            .Select(r => (Instant?)r.CreatedAt)
            .FirstOrDefaultAsync(cancellationToken);
        if (oldest is null || oldest <= from)
        {
            return null;
        }
        var others = await db
            .Runs.OrderByDescending(r => r.Id)
            .Take(MostRuns)
            .Where(r =>
                r.Kind == RunKind.Alert && r.Priority == Priorities.Alert && r.CreatedAt > from && r.Id != run.Id
            )
            .Select(r => new { r.Id, r.Day })
            .ToListAsync(cancellationToken);
        if (others.Count < most)
        {
            return null;
        }
        var due = SummaryRuns.HourOf(clock.GetCurrentInstant()) + Hour;
        return new AlertCap(
            most,
            await summaries.EnsureAsync(due, cancellationToken),
            due,
            others.ConvertAll(r => r.Id),
            others.Min(r => r.Day),
            others.Max(r => r.Day)
        );
    }
}
