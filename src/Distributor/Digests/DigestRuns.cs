using System.Globalization;
using Distributor.Delivery;
using Distributor.Storage;
using Distributor.Subscribers;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace Distributor.Digests;

/// <summary>Opens digest runs, one for each cadence and local date of its readers.</summary>
public sealed class DigestRuns(Database database, IClock clock)
{
    /// <summary>Makes sure there is a run for every schedule that is due.</summary>
    /// <returns>The ids of those runs, to be planned by their jobs.</returns>
    public async Task<IReadOnlyList<long>> OpenDueAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        await using var db = database.CreateDbContext();
        var due = await (
            from s in db.DigestSchedules
            where s.NextAt <= now
            join a in db.Addresses on s.AddressId equals a.Id
            group s by new
            {
                s.Cadence,
                s.NextAt,
                a.TimeZone,
            } into g
            select g.Key
        ).ToListAsync(cancellationToken);
        var dates = due.Select(g => (g.Cadence, g.NextAt.InZone(TimeZones.Of(g.TimeZone)).Date)).Distinct();
        var runs = new List<long>();
        foreach (var (cadence, date) in dates)
        {
            runs.Add(await EnsureAsync(KeyOf(cadence, date), date, TitleOf(cadence, date), cancellationToken));
        }
        return runs;
    }

    /// <summary>Opens the run of <c>digest --now</c>; there is one more each time.</summary>
    public async Task<long> OpenNowAsync(CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var keys = await db
            .Runs.Where(r => r.Kind == RunKind.Digest && r.Key.StartsWith("now:"))
            .Select(r => r.Key)
            .ToListAsync(cancellationToken);
        var number =
            keys.Select(key => int.Parse(key["now:".Length..], CultureInfo.InvariantCulture)).Append(0).Max() + 1;
        var day = clock.GetCurrentInstant().InUtc().Date;
        return await EnsureAsync(
            string.Create(CultureInfo.InvariantCulture, $"now:{number}"),
            day,
            string.Create(CultureInfo.InvariantCulture, $"Digest now, {day:d MMM}"),
            cancellationToken
        );
    }

    public static string KeyOf(Cadence cadence, LocalDate date) =>
        (cadence == Cadence.Weekly ? "weekly:" : "daily:") + LocalDatePattern.Iso.Format(date);

    private static string TitleOf(Cadence cadence, LocalDate date) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(cadence == Cadence.Weekly ? "Weekly" : "Daily")} digest {date:d MMM}"
        );

    /// <summary>Two instances may try at once: the unique key lets one win, and both go on with its run.</summary>
    private async Task<long> EnsureAsync(string key, LocalDate day, string title, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var db = database.CreateDbContext();
            var known = await db
                .Runs.Where(run => run.Kind == RunKind.Digest && run.Key == key)
                .Select(run => (long?)run.Id)
                .SingleOrDefaultAsync(cancellationToken);
            if (known is { } id)
            {
                return id;
            }
            var opened = new Run
            {
                Kind = RunKind.Digest,
                Key = key,
                Day = day,
                State = RunState.Planning,
                Title = title,
                Priority = Priorities.Digest,
                LateAfterMinutes = RunAge.Minutes(RunKind.Digest, key),
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
