using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Delivery.Reading;

/// <summary>Which rows of the ledger are shown; null leaves a filter out.</summary>
/// <param name="Mail">True: mails only; false: Telegram messages only.</param>
public sealed record DeliveryFilter(
    long? RunId = null,
    long? SubscriberId = null,
    DeliveryState? State = null,
    bool? MaybeDuplicate = null,
    bool? Mail = null
);

/// <summary>
/// Lists rows of the ledger, the newest run first. Every question goes through an index: a run's rows lie together in the primary
/// key, a subscriber's are found by address, unsent and flagged ones have small indexes of their own, waiting ones are looked for
/// in unfinished runs. Who asks for none of these sees the last days.
/// </summary>
public sealed class DeliveryReader(Database database, IClock clock)
{
    /// <summary>How far back a list reaches that names neither run nor subscriber.</summary>
    public const int WindowDays = 7;

    /// <param name="after">The last row of the page before; null: the first page.</param>
    public async Task<List<DeliveryRow>> ListAsync(
        DeliveryFilter filter,
        DeliveryKey? after,
        int count,
        CancellationToken cancellationToken
    )
    {
        await using var db = database.CreateDbContext();
        var rows = db.Deliveries.AsNoTracking();
        if (filter.RunId is { } runId)
        {
            var day = await db
                .Runs.Where(one => one.Id == runId)
                .Select(one => (LocalDate?)one.Day)
                .SingleOrDefaultAsync(cancellationToken);
            if (day is not { } ofRun)
            {
                return [];
            }
            rows = rows.Where(row => row.Day == ofRun && row.RunId == runId);
        }
        if (filter.SubscriberId is { } person)
        {
            var addresses = await db
                .Addresses.Where(address => address.SubscriberId == person)
                .Select(address => address.Id)
                .ToListAsync(cancellationToken);
            rows = rows.Where(row => addresses.Contains(row.AddressId));
        }
        var everywhere = filter.RunId is null && filter.SubscriberId is null;
        if (everywhere)
        {
            var first = clock.GetCurrentInstant().InUtc().Date.PlusDays(-WindowDays);
            rows = rows.Where(row => row.Day >= first);
        }
        if (filter.State is { } state)
        {
            rows = rows.Where(row => row.State == state);
            if (everywhere && state is DeliveryState.Planned or DeliveryState.Sending or DeliveryState.Deferred)
            {
                rows = rows.Where(row =>
                    row.DueAt != null
                    && db.Runs.Where(run => run.FinishedAt == null).Select(run => run.Id).Contains(row.RunId)
                );
            }
        }
        // Spelled as the index's own condition is.
        if (filter.MaybeDuplicate is { } flagged)
        {
            rows = flagged ? rows.Where(row => row.MaybeDuplicate) : rows.Where(row => !row.MaybeDuplicate);
        }
        if (filter.Mail is { } mail)
        {
            rows = mail
                ? rows.Where(row => row.LaneId != Lane.Telegram)
                : rows.Where(row => row.LaneId == Lane.Telegram);
        }
        var byRun = everywhere && (filter.State is not null || filter.MaybeDuplicate == true);
        var page = byRun ? AfterByRun(rows, after) : AfterByDay(rows, after);
        return await page.Take(count).ToListAsync(cancellationToken);
    }

    /// <summary>In the order of the small indexes: runs are numbered as they come, so days are in order too.</summary>
    private static IQueryable<DeliveryRow> AfterByRun(IQueryable<DeliveryRow> rows, DeliveryKey? after)
    {
        if (after is { } key)
        {
            // The first condition is the one an index can use; the second takes up within that run.
            rows = rows.Where(row => row.RunId <= key.RunId)
                .Where(row =>
                    row.RunId < key.RunId
                    || row.AddressId < key.AddressId
                    || (row.AddressId == key.AddressId && row.Part < key.Part)
                );
        }
        return rows.OrderByDescending(row => row.RunId)
            .ThenByDescending(row => row.AddressId)
            .ThenByDescending(row => row.Part);
    }

    private static IQueryable<DeliveryRow> AfterByDay(IQueryable<DeliveryRow> rows, DeliveryKey? after)
    {
        if (after is { } key)
        {
            rows = rows.Where(row => row.Day <= key.Day)
                .Where(row =>
                    row.Day < key.Day
                    || row.RunId < key.RunId
                    || (
                        row.RunId == key.RunId
                        && (row.AddressId < key.AddressId || (row.AddressId == key.AddressId && row.Part < key.Part))
                    )
                );
        }
        return rows.OrderByDescending(row => row.Day)
            .ThenByDescending(row => row.RunId)
            .ThenByDescending(row => row.AddressId)
            .ThenByDescending(row => row.Part);
    }
}
