using Distributor.Articles.Topics;
using Distributor.Digests;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;

namespace Distributor.Subscribers.Searching;

/// <summary>Reads people with all they have, by their ids.</summary>
public sealed class SubscriberReader(Database database)
{
    public async Task<SubscriberView?> FindAsync(long id, CancellationToken cancellationToken) =>
        await ReadAsync([id], cancellationToken) is [var person] ? person : null;

    /// <summary>In the order of <paramref name="ids"/>; who is gone is left out.</summary>
    public async Task<IReadOnlyList<SubscriberView>> ReadAsync(
        IReadOnlyList<long> ids,
        CancellationToken cancellationToken
    )
    {
        if (ids.Count == 0)
        {
            return [];
        }
        await using var db = database.CreateDbContext();
        var people = await db
            .Subscribers.AsNoTracking()
            .Where(person => ids.Contains(person.Id))
            .ToDictionaryAsync(person => person.Id, cancellationToken);
        var addresses = await db
            .Addresses.AsNoTracking()
            .Where(address => ids.Contains(address.SubscriberId))
            .OrderBy(address => address.Id)
            .ToListAsync(cancellationToken);
        var addressIds = addresses.ConvertAll(address => address.Id);
        var subscriptions = await db
            .Subscriptions.AsNoTracking()
            .Where(one => addressIds.Contains(one.AddressId))
            .ToListAsync(cancellationToken);
        var schedules = await db
            .DigestSchedules.AsNoTracking()
            .Where(one => addressIds.Contains(one.AddressId))
            .ToListAsync(cancellationToken);
        var topicIds = subscriptions.Select(one => one.TopicId).Distinct().ToList();
        var topics = await db
            .Topics.Where(topic => topicIds.Contains(topic.Id))
            .ToDictionaryAsync(topic => topic.Id, topic => topic.Name, cancellationToken);

        var subscriptionsOf = subscriptions.ToLookup(one => one.AddressId);
        var schedulesOf = schedules.ToLookup(one => one.AddressId);
        var addressesOf = addresses.ToLookup(
            address => address.SubscriberId,
            address => View(address, subscriptionsOf[address.Id], schedulesOf[address.Id], topics)
        );
        return
        [
            .. ids.Where(people.ContainsKey)
                .Select(id => people[id])
                .Select(person => new SubscriberView
                {
                    Id = person.Id,
                    Name = person.Name,
                    Attributes = person.Attributes,
                    CreatedAt = person.CreatedAt,
                    Addresses = [.. addressesOf[person.Id]],
                }),
        ];
    }

    private static AddressView View(
        Address address,
        IEnumerable<Subscription> subscriptions,
        IEnumerable<DigestSchedule> schedules,
        Dictionary<int, string> topics
    ) =>
        new()
        {
            Id = address.Id,
            Channel = address.Channel,
            ShownAs = address.WrittenAs ?? address.Value,
            State = address.State,
            StateReason = address.StateReason,
            StateSince = address.StateSince,
            PausedUntil = address.PausedUntil,
            EraseAt = address.EraseAt,
            Language = address.Language,
            TimeZone = address.TimeZone,
            QuietStart = address.QuietStart,
            QuietEnd = address.QuietEnd,
            Subscriptions =
            [
                .. subscriptions
                    .Select(one => new SubscriptionView(
                        one.TopicId,
                        one.TopicId == Topic.EverythingId ? "Everything" : topics.GetValueOrDefault(one.TopicId, ""),
                        one.Cadence,
                        one.CreatedAt
                    ))
                    .OrderBy(one => one.TopicId != Topic.EverythingId)
                    .ThenBy(one => one.Topic, StringComparer.OrdinalIgnoreCase)
                    .ThenBy(one => one.Cadence),
            ],
            Schedules =
            [
                .. schedules
                    .OrderBy(one => one.Cadence)
                    .Select(one => new ScheduleView(
                        one.Cadence,
                        one.LocalTime,
                        one.Weekday,
                        one.MaxStories,
                        one.NextAt == NextDigest.NotDue ? null : one.NextAt
                    )),
            ],
        };
}
