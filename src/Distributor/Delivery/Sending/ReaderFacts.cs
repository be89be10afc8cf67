using Distributor.Articles.Topics;
using Distributor.Storage;
using Distributor.Subscribers;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Delivery.Sending;

/// <summary>What the foot of a mail tells a reader about what they asked for, read for a whole claim at once.</summary>
internal sealed class ReaderFacts
{
    private readonly ILookup<(long, Cadence), string> topics;
    private readonly Dictionary<(long, Cadence), (LocalTime At, IsoDayOfWeek Weekday, Instant Next)> schedules;

    private ReaderFacts(
        ILookup<(long, Cadence), string> topics,
        Dictionary<(long, Cadence), (LocalTime At, IsoDayOfWeek Weekday, Instant Next)> schedules
    )
    {
        this.topics = topics;
        this.schedules = schedules;
    }

    /// <summary>Names of the topics of one cadence; empty when the reader has all topics.</summary>
    public IReadOnlyList<string> Topics(long addressId, Cadence cadence)
    {
        var names = topics[(addressId, cadence)].ToList();
        return names.Contains(Topic.EverythingSlug) ? [] : names;
    }

    public bool Has(long addressId, Cadence cadence) => topics.Contains((addressId, cadence));

    public (LocalTime At, IsoDayOfWeek Weekday, Instant Next)? Schedule(long addressId, Cadence cadence) =>
        schedules.TryGetValue((addressId, cadence), out var schedule) ? schedule : null;

    public static async Task<ReaderFacts> ReadAsync(
        Database database,
        IReadOnlyCollection<long> addressIds,
        CancellationToken cancellationToken
    )
    {
        await using var db = database.CreateDbContext();
        var topics = await (
            from subscription in db.Subscriptions
            where addressIds.Contains(subscription.AddressId)
            join topic in db.Topics on subscription.TopicId equals topic.Id
            orderby topic.Name
            select new
            {
                subscription.AddressId,
                subscription.Cadence,
                Name = topic.Id == Topic.EverythingId ? Topic.EverythingSlug : topic.Name,
            }
        ).ToListAsync(cancellationToken);
        var schedules = await db
            .DigestSchedules.Where(schedule => addressIds.Contains(schedule.AddressId))
            .ToDictionaryAsync(
                schedule => (schedule.AddressId, schedule.Cadence),
                schedule => (schedule.LocalTime, schedule.Weekday, schedule.NextAt),
                cancellationToken
            );
        return new ReaderFacts(topics.ToLookup(t => (t.AddressId, t.Cadence), t => t.Name), schedules);
    }
}
