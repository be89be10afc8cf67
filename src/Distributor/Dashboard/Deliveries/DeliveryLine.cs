using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;

namespace Distributor.Dashboard.Deliveries;

/// <summary>A row of the ledger with whom it is for and what it is about.</summary>
/// <param name="SubscriberId">Null when the reader has been deleted since; so are address and channel.</param>
public sealed record DeliveryLine(
    DeliveryRow Row,
    string RunTitle,
    long? SubscriberId,
    string? Name,
    string? Address,
    ChannelKind? Channel
)
{
    public string Id => new DeliveryKey(Row.Day, Row.RunId, Row.AddressId, Row.Part).Id;

    /// <summary>Looks people and runs up for the rows of one page.</summary>
    public static async Task<List<DeliveryLine>> OfAsync(
        DistributorDb db,
        List<DeliveryRow> rows,
        CancellationToken cancellationToken
    )
    {
        var addressIds = rows.Select(row => row.AddressId).Distinct().ToList();
        var runIds = rows.Select(row => row.RunId).Distinct().ToList();
        var people = await db
            .Addresses.Where(address => addressIds.Contains(address.Id))
            .Select(address => new
            {
                address.Id,
                address.SubscriberId,
                address.Subscriber!.Name,
                Value = address.WrittenAs ?? address.Value,
                address.Channel,
            })
            .ToDictionaryAsync(address => address.Id, cancellationToken);
        var titles = await db
            .Runs.Where(run => runIds.Contains(run.Id))
            .ToDictionaryAsync(run => run.Id, run => run.Title, cancellationToken);
        return
        [
            .. rows.Select(row =>
            {
                var person = people.GetValueOrDefault(row.AddressId);
                return new DeliveryLine(
                    row,
                    titles.GetValueOrDefault(row.RunId, ""),
                    person?.SubscriberId,
                    person?.Name,
                    person?.Value,
                    person?.Channel
                );
            }),
        ];
    }
}
