using System.Globalization;
using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace Distributor.Api;

/// <summary>
/// The rows of the ledger. Every question goes through an index: a run's rows lie together in the primary key, a
/// subscriber's are found by address; who names neither sees the last days.
/// </summary>
internal static class DeliveriesApi
{
    /// <summary>How far back a list reaches that names neither run nor subscriber.</summary>
    private const int WindowDays = 7;

    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/deliveries", ListAsync)
            .WithSummary("Lists deliveries, filtered; without ?run= or ?subscriber= those of the last seven days.")
            .Produces<Page<DeliveryView>>()
            .ProducesProblem(400);

    private static async Task<IResult> ListAsync(
        Database database,
        IClock clock,
        CancellationToken cancellationToken,
        long? run = null,
        long? subscriber = null,
        string? state = null,
        bool? maybeDuplicate = null,
        string? cursor = null,
        int? limit = null
    )
    {
        if (Paging.Limit(limit) is not { } size)
        {
            return Paging.BadLimit();
        }
        DeliveryState? wanted = null;
        if (!string.IsNullOrEmpty(state))
        {
            if (!char.IsAsciiLetter(state[0]) || !Enum.TryParse<DeliveryState>(state, true, out var parsed))
            {
                return Problems.Field(
                    400,
                    "state",
                    "must be planned, sending, deferred, accepted, failed, suppressed or uncertain."
                );
            }
            wanted = parsed;
        }
        await using var db = database.CreateDbContext();
        var rows = db.Deliveries.AsNoTracking();
        if (run is { } runId)
        {
            var day = await db
                .Runs.Where(one => one.Id == runId)
                .Select(one => (LocalDate?)one.Day)
                .SingleOrDefaultAsync(cancellationToken);
            if (day is not { } ofRun)
            {
                return Results.Ok(new Page<DeliveryView>([], null));
            }
            rows = rows.Where(row => row.Day == ofRun && row.RunId == runId);
        }
        if (subscriber is { } person)
        {
            var addresses = await db
                .Addresses.Where(address => address.SubscriberId == person)
                .Select(address => address.Id)
                .ToListAsync(cancellationToken);
            rows = rows.Where(row => addresses.Contains(row.AddressId));
        }
        if (run is null && subscriber is null)
        {
            var first = clock.GetCurrentInstant().InUtc().Date.PlusDays(-WindowDays);
            rows = rows.Where(row => row.Day >= first);
        }
        if (wanted is { } only)
        {
            rows = rows.Where(row => row.State == only);
        }
        if (maybeDuplicate is { } flagged)
        {
            rows = rows.Where(row => row.MaybeDuplicate == flagged);
        }
        if (!string.IsNullOrEmpty(cursor))
        {
            if (DeliveryCursor.Read(cursor) is not { } after)
            {
                return Paging.BadCursor();
            }
            // The first condition is the one an index can use; the second takes up within that day.
            rows = rows.Where(row => row.Day <= after.Day)
                .Where(row =>
                    row.Day < after.Day
                    || row.RunId < after.RunId
                    || (
                        row.RunId == after.RunId
                        && (
                            row.AddressId < after.AddressId
                            || (row.AddressId == after.AddressId && row.Part < after.Part)
                        )
                    )
                );
        }
        var found = await rows.OrderByDescending(row => row.Day)
            .ThenByDescending(row => row.RunId)
            .ThenByDescending(row => row.AddressId)
            .ThenByDescending(row => row.Part)
            .Take(size + 1)
            .ToListAsync(cancellationToken);
        var page = Paging.Of(found, size, DeliveryCursor.Write);
        return Results.Ok(new Page<DeliveryView>(await WithPeopleAsync(db, page.Items, cancellationToken), page.Next));
    }

    /// <summary>Looks the people up for the rows of one page only.</summary>
    private static async Task<List<DeliveryView>> WithPeopleAsync(
        DistributorDb db,
        IReadOnlyList<DeliveryRow> rows,
        CancellationToken cancellationToken
    )
    {
        var ids = rows.Select(row => row.AddressId).Distinct().ToList();
        var people = await db
            .Addresses.AsNoTracking()
            .Where(address => ids.Contains(address.Id))
            .ToDictionaryAsync(
                address => address.Id,
                address => (address.SubscriberId, address.Channel),
                cancellationToken
            );
        return [.. rows.Select(row => DeliveryView.Of(row, people.GetValueOrDefault(row.AddressId)))];
    }
}

/// <param name="Id"><c>run-address-part</c>.</param>
/// <param name="Subscriber">Null when the subscriber has been deleted since; so is the channel.</param>
/// <param name="ExternalId">
/// What the channel calls it: a Telegram message id, the queue id of a mail server. Of a delivery suppressed as
/// <c>in summary</c>, the id of the delivery that tells it instead.
/// </param>
public sealed record DeliveryView(
    string Id,
    long Run,
    long? Subscriber,
    ChannelKind? Channel,
    DeliveryState State,
    string? Reason,
    int Attempt,
    bool MaybeDuplicate,
    DateTimeOffset? DueAt,
    DateTimeOffset? ChangedAt,
    string? ExternalId
)
{
    internal static DeliveryView Of(DeliveryRow row, (long Subscriber, ChannelKind Channel) person) =>
        new(
            new DeliveryKey(row.Day, row.RunId, row.AddressId, row.Part).Id,
            row.RunId,
            person.Subscriber == 0 ? null : person.Subscriber,
            person.Subscriber == 0 ? null : person.Channel,
            row.State,
            row.Reason,
            row.Attempt,
            row.MaybeDuplicate,
            row.DueAt?.ToDateTimeOffset(),
            row.ChangedAt?.ToDateTimeOffset(),
            row.ExternalId
        );
}

/// <summary>A delivery's place in the list: its whole key.</summary>
internal static class DeliveryCursor
{
    public static string Write(DeliveryRow row) =>
        Paging.Write(
            LocalDatePattern.Iso.Format(row.Day),
            row.RunId.ToString(CultureInfo.InvariantCulture),
            row.AddressId.ToString(CultureInfo.InvariantCulture),
            row.Part.ToString(CultureInfo.InvariantCulture)
        );

    public static DeliveryKey? Read(string cursor) =>
        Paging.Read(cursor, 4) is [var day, var run, var address, var part]
        && LocalDatePattern.Iso.Parse(day) is { Success: true } date
        && long.TryParse(run, CultureInfo.InvariantCulture, out var runId)
        && long.TryParse(address, CultureInfo.InvariantCulture, out var addressId)
        && short.TryParse(part, CultureInfo.InvariantCulture, out var number)
            ? new DeliveryKey(date.Value, runId, addressId, number)
            : null;
}
