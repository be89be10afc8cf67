using Distributor.Channels;
using Distributor.Storage;
using Distributor.Subscribers;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Demo.Viewer;

/// <summary>A chat as its phone shows it.</summary>
/// <param name="Name">The subscriber's; null when it has none or is gone.</param>
/// <param name="Follows">Topics and cadences in words: <c>Instant: Foreign, Politics</c>.</param>
public sealed record DemoChat(
    string Chat,
    string? Name,
    string Zone,
    string Language,
    string Follows,
    IReadOnlyList<DemoBubble> Bubbles
);

/// <param name="Time">In the chat's own zone.</param>
public sealed record DemoBubble(DemoCall Call, ZonedDateTime Time);

/// <summary>Puts the calls of the outbox back into the chats they go to.</summary>
public sealed class DemoChats(Database database, DemoOutbox outbox)
{
    public async Task<IReadOnlyList<DemoChat>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var addresses = await db
            .Addresses.AsNoTracking()
            .Where(address => address.Channel == ChannelKind.Telegram)
            .Select(address => new
            {
                address.Id,
                address.Value,
                address.TimeZone,
                address.Language,
                address.Subscriber!.Name,
            })
            .ToDictionaryAsync(address => address.Value, cancellationToken);
        var topics = (
            await (
                from subscription in db.Subscriptions
                join topic in db.Topics on subscription.TopicId equals topic.Id
                orderby topic.Name
                select new
                {
                    subscription.AddressId,
                    subscription.Cadence,
                    topic.Name,
                }
            ).ToListAsync(cancellationToken)
        ).ToLookup(subscription => subscription.AddressId);
        return
        [
            .. outbox
                .Calls()
                .GroupBy(call => call.Chat)
                .Select(calls =>
                {
                    var address = addresses.GetValueOrDefault(calls.Key);
                    var zone = TimeZones.Of(address?.TimeZone ?? "UTC");
                    var follows = topics[address?.Id ?? 0]
                        .GroupBy(subscription => subscription.Cadence)
                        .Select(group => $"{group.Key}: {string.Join(", ", group.Select(one => one.Name))}");
                    return new DemoChat(
                        calls.Key,
                        address?.Name,
                        zone.Id,
                        address?.Language ?? "en",
                        string.Join(" · ", follows),
                        [
                            .. calls.Select(call => new DemoBubble(
                                call,
                                Instant.FromDateTimeOffset(call.At).InZone(zone)
                            )),
                        ]
                    );
                }),
        ];
    }
}
