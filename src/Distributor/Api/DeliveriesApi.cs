using System.Globalization;
using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Delivery.Reading;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime.Text;

namespace Distributor.Api;

/// <summary>The rows of the ledger; <see cref="DeliveryReader"/> says through which index each question goes.</summary>
internal static class DeliveriesApi
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/deliveries", ListAsync)
            .WithSummary("Lists deliveries, filtered; without ?run= or ?subscriber= those of the last seven days.")
            .Produces<Page<DeliveryView>>()
            .ProducesProblem(400);

    private static async Task<IResult> ListAsync(
        Database database,
        DeliveryReader reader,
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
        if (!QueryWord.TryRead<DeliveryState>(state, out var wanted))
        {
            return Problems.Field(
                400,
                "state",
                "must be planned, sending, deferred, accepted, failed, suppressed or uncertain."
            );
        }
        DeliveryKey? after = null;
        if (!string.IsNullOrEmpty(cursor))
        {
            after = DeliveryCursor.Read(cursor);
            if (after is null)
            {
                return Paging.BadCursor();
            }
        }
        var found = await reader.ListAsync(
            new DeliveryFilter(run, subscriber, wanted, maybeDuplicate),
            after,
            size + 1,
            cancellationToken
        );
        var page = Paging.Of(found, size, DeliveryCursor.Write);
        await using var db = database.CreateDbContext();
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
