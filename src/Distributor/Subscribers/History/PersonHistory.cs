using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Storage;
using Distributor.Subscribers.Managing;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Subscribers.History;

/// <summary>What was sent to a person and what was not, their proof of consent, and what admins did to them.</summary>
public sealed class PersonHistory(Database database)
{
    private const int MostEvents = 200;

    /// <summary>Rows of the ledger of all the person's addresses, the newest first.</summary>
    /// <param name="before">The key of the last row of the page before; null for the first page.</param>
    /// <param name="size">Rows wanted; ask for one more than a page to see whether there is another.</param>
    public async Task<IReadOnlyList<SentRow>> DeliveriesAsync(
        long subscriberId,
        DeliveryKey? before,
        int size,
        CancellationToken cancellationToken
    )
    {
        await using var db = database.CreateDbContext();
        var addresses = await db
            .Addresses.Where(a => a.SubscriberId == subscriberId)
            .Select(a => new { a.Id, a.Channel })
            .ToDictionaryAsync(a => a.Id, a => a.Channel, cancellationToken);
        var found = new List<DeliveryRow>();
        // One address at a time: each is a walk of (address_id, day) that ends with the page.
        foreach (var id in addresses.Keys)
        {
            var rows = db.Deliveries.AsNoTracking().Where(row => row.AddressId == id);
            if (before is { } after)
            {
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
            found.AddRange(
                await rows.OrderByDescending(row => row.Day)
                    .ThenByDescending(row => row.RunId)
                    .ThenByDescending(row => row.Part)
                    .Take(size)
                    .ToListAsync(cancellationToken)
            );
        }
        var page = found
            .OrderByDescending(row => row.Day)
            .ThenByDescending(row => row.RunId)
            .ThenByDescending(row => row.AddressId)
            .ThenByDescending(row => row.Part)
            .Take(size)
            .ToList();
        var runIds = page.Select(row => row.RunId).Distinct().ToList();
        var runs = await db
            .Runs.AsNoTracking()
            .Where(run => runIds.Contains(run.Id))
            .ToDictionaryAsync(run => run.Id, cancellationToken);
        return [.. page.Select(row => new SentRow(row, runs[row.RunId], addresses[row.AddressId]))];
    }

    /// <summary>The newest of the proof of consent.</summary>
    public async Task<IReadOnlyList<ConsentRow>> ConsentAsync(long subscriberId, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var addresses = await db
            .Addresses.Where(a => a.SubscriberId == subscriberId)
            .ToDictionaryAsync(a => a.Id, a => a.WrittenAs ?? a.Value, cancellationToken);
        var ids = addresses.Keys.ToList();
        var events = await db
            .SubscriptionEvents.AsNoTracking()
            .Where(e => ids.Contains(e.AddressId))
            .OrderByDescending(e => e.Id)
            .Take(MostEvents)
            .ToListAsync(cancellationToken);
        var topicIds = events.Select(e => e.TopicId).OfType<int>().Distinct().ToList();
        var topics = await db
            .Topics.Where(t => topicIds.Contains(t.Id))
            .ToDictionaryAsync(t => t.Id, t => t.Name, cancellationToken);
        return
        [
            .. events.Select(e => new ConsentRow(
                e,
                addresses[e.AddressId],
                e.TopicId is { } topic
                    ? topics.GetValueOrDefault(topic, $"topic {topic}, merged or deleted since")
                    : null
            )),
        ];
    }

    /// <summary>The newest changes by admins and programs.</summary>
    public async Task<IReadOnlyList<AuditEntry>> AuditAsync(long subscriberId, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var subject = AddressAudit.Subject(subscriberId);
        return await db
            .Audit.AsNoTracking()
            .Where(entry => entry.Subject == subject)
            .OrderByDescending(entry => entry.Id)
            .Take(MostEvents)
            .ToListAsync(cancellationToken);
    }
}

/// <summary>One message part owed to one address, with its run.</summary>
public sealed record SentRow(DeliveryRow Row, Run Run, ChannelKind Channel)
{
    public DeliveryKey Key => new(Row.Day, Row.RunId, Row.AddressId, Row.Part);
}

/// <param name="Topic">Its name; null when the whole address is concerned.</param>
public sealed record ConsentRow(SubscriptionEvent Event, string Address, string? Topic);
