using System.Globalization;
using Distributor.Delivery;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace Distributor.Planning.Summaries;

/// <summary>
/// Opens the run of the summaries that are due within one UTC hour: those at the end of quiet hours, and at the full hour
/// those of what the alert cap left out in the hour before. An address has one row in it, so it gets one summary an hour.
/// </summary>
public sealed class SummaryRuns(Database database, Partitions partitions, IClock clock)
{
    private static readonly InstantPattern Key = InstantPattern.CreateWithInvariantCulture("'hour:'uuuu-MM-dd'T'HH");

    /// <summary>The hour a summary due at this time belongs to.</summary>
    public static Instant HourOf(Instant due) => Instant.FromUnixTimeSeconds(due.ToUnixTimeSeconds() / 3600 * 3600);

    /// <summary><c>hour:2026-11-23T07</c>.</summary>
    public static string KeyOf(Instant due) => Key.Format(HourOf(due));

    /// <summary>The hour a run's key names.</summary>
    public static Instant HourOf(string key) => Key.Parse(key).Value;

    /// <summary>
    /// The run of summaries due at this time. It is planned from the start: whoever writes a row opens it again. Two
    /// instances may try at once: the unique key lets one win, and both go on with its run.
    /// </summary>
    public async Task<long> EnsureAsync(Instant due, CancellationToken cancellationToken)
    {
        var key = KeyOf(due);
        var hour = HourOf(due).InUtc().LocalDateTime;
        await partitions.EnsureAsync(hour.Date, cancellationToken);
        for (var attempt = 1; ; attempt++)
        {
            await using var db = database.CreateDbContext();
            var known = await db
                .Runs.Where(run => run.Kind == RunKind.Summary && run.Key == key)
                .Select(run => (long?)run.Id)
                .SingleOrDefaultAsync(cancellationToken);
            if (known is { } id)
            {
                return id;
            }
            var opened = new Run
            {
                Kind = RunKind.Summary,
                Key = key,
                Day = hour.Date,
                State = RunState.Sending,
                Title = string.Create(CultureInfo.InvariantCulture, $"Summary {hour:d MMM HH:mm}"),
                Priority = Priorities.Alert,
                LateAfterMinutes = RunAge.Minutes(RunKind.Summary, key),
                CreatedAt = clock.GetCurrentInstant(),
            };
            db.Runs.Add(opened);
            try
            {
                await db.SaveChangesAsync(cancellationToken);
                return opened.Id;
            }
            catch (DbUpdateException) when (attempt < 3)
            {
                // Made by another instance in this moment.
            }
        }
    }
}
