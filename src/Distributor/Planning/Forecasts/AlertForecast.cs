using Distributor.Articles.Topics;
using Distributor.Delivery;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Subscribers.Saving;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Planning.Forecasts;

/// <summary>
/// A dry run of planning. Like planning it reads each list of subscribers in the order of addresses, but only as far as the counts
/// go, so it takes the same time with a thousand readers and with a million.
/// </summary>
public sealed class AlertForecast(Database database, IClock clock)
{
    public const int Cap = 1_000;

    /// <summary>So many paused addresses, and so many in quiet hours, are looked at.</summary>
    public const int Looked = 5_000;

    /// <returns>Null when there is no such article.</returns>
    public async Task<Forecast?> OfAsync(long articleId, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var article = await db
            .Articles.AsNoTracking()
            .Include(one => one.Topics)
            .SingleOrDefaultAsync(one => one.Id == articleId, cancellationToken);
        if (article is null)
        {
            return null;
        }
        var key = AlertRuns.KeyOf(article.StoryId);
        var isPlanned = await db.Runs.AnyAsync(
            run => run.Kind == RunKind.Alert && run.Key == key && run.State != RunState.Planning,
            cancellationToken
        );
        int[] topics =
        [
            .. article.Topics.OrderBy(topic => topic.Position).Select(topic => topic.TopicId),
            Topic.EverythingId,
        ];
        Cadence[] alerting = article.Breaking ? [Cadence.Instant, Cadence.Breaking] : [Cadence.Instant];
        var lists = await ListsAsync(db, topics, [.. alerting, Cadence.Daily, Cadence.Weekly], cancellationToken);
        var names = await db
            .Topics.Where(topic => topics.Contains(topic.Id))
            .ToDictionaryAsync(topic => topic.Id, topic => topic.Name, cancellationToken);
        var alerted = Union(lists, alerting);
        var muted = await MutedAsync(db, topics, alerting, alerted, cancellationToken);
        return new Forecast(
            isPlanned,
            [
                .. lists
                    .Where(list => alerting.Contains(list.Cadence) && list.Addresses.Count > 0)
                    .Select(list => new TopicReaders(
                        list.TopicId == Topic.EverythingId ? Topic.EverythingSlug : names[list.TopicId],
                        list.Cadence,
                        list.Addresses.Count
                    )),
            ],
            alerted.Count > Cap ? alerted.Count : alerted.Count - muted.Count,
            await FollowingAsync(db, topics, alerting, Quiet(db, clock.GetCurrentInstant()), cancellationToken),
            await FollowingAsync(
                db,
                topics,
                alerting,
                db.Addresses.Where(address => address.State == AddressState.Paused),
                cancellationToken
            ),
            muted.Count,
            [
                await DigestAsync(db, Cadence.Daily, Union(lists, [Cadence.Daily]), cancellationToken),
                await DigestAsync(db, Cadence.Weekly, Union(lists, [Cadence.Weekly]), cancellationToken),
            ]
        );
    }

    /// <summary>The first active addresses of each list, in their order.</summary>
    private static async Task<List<(int TopicId, Cadence Cadence, List<long> Addresses)>> ListsAsync(
        DistributorDb db,
        int[] topics,
        Cadence[] cadences,
        CancellationToken cancellationToken
    )
    {
        var lists = new List<(int, Cadence, List<long>)>();
        foreach (var topic in topics)
        {
            foreach (var cadence in cadences)
            {
                var addresses = await (
                    from subscription in db.Subscriptions
                    where subscription.TopicId == topic && subscription.Cadence == cadence
                    orderby subscription.AddressId
                    join address in db.Addresses on subscription.AddressId equals address.Id
                    where address.State == AddressState.Active
                    select subscription.AddressId
                )
                    .Take(Cap + 1)
                    .ToListAsync(cancellationToken);
                lists.Add((topic, cadence, addresses));
            }
        }
        return lists;
    }

    private static List<long> Union(
        List<(int TopicId, Cadence Cadence, List<long> Addresses)> lists,
        Cadence[] cadences
    ) =>
        [
            .. lists
                .Where(list => cadences.Contains(list.Cadence))
                .SelectMany(list => list.Addresses)
                .Distinct()
                .Order()
                .Take(Cap + 1),
        ];

    private static IQueryable<Address> Quiet(DistributorDb db, Instant now) =>
        db.Addresses.Where(address =>
            address.State == AddressState.Active && address.QuietFrom <= now && address.QuietUntil > now
        );

    /// <summary>Which of the alerted have muted all of the article's topics they follow.</summary>
    private async Task<List<long>> MutedAsync(
        DistributorDb db,
        int[] topics,
        Cadence[] cadences,
        List<long> alerted,
        CancellationToken cancellationToken
    )
    {
        var now = clock.GetCurrentInstant();
        var mutes = (
            await db
                .TopicMutes.Where(mute => topics.Contains(mute.TopicId) && mute.Until > now)
                .OrderBy(mute => mute.AddressId)
                .Take(Cap + 1)
                .Select(mute => new { mute.AddressId, mute.TopicId })
                .ToListAsync(cancellationToken)
        ).ToLookup(mute => mute.AddressId, mute => mute.TopicId);
        var ids = mutes.Select(mute => mute.Key).Intersect(alerted).ToList();
        var followed = (
            await db
                .Subscriptions.Where(s => ids.Contains(s.AddressId) && cadences.Contains(s.Cadence))
                .Select(s => new { s.AddressId, s.TopicId })
                .ToListAsync(cancellationToken)
        ).ToLookup(s => s.AddressId, s => s.TopicId);
        return ids.FindAll(id =>
            new MutedTopics(mutes[id].ToHashSet()).Silences(
                topics.Where(topic => topic != Topic.EverythingId),
                followed[id].ToHashSet()
            )
        );
    }

    /// <summary>Driven by the addresses in question, which are few, and not by the lists, which are long; of many the first are looked at.</summary>
    private static async Task<int> FollowingAsync(
        DistributorDb db,
        int[] topics,
        Cadence[] cadences,
        IQueryable<Address> addresses,
        CancellationToken cancellationToken
    )
    {
        var ids = await addresses.Select(address => address.Id).Take(Looked).ToListAsync(cancellationToken);
        return ids.Count == 0
            ? 0
            : await db
                .Subscriptions.Where(s =>
                    ids.Contains(s.AddressId) && topics.Contains(s.TopicId) && cadences.Contains(s.Cadence)
                )
                .Select(s => s.AddressId)
                .Distinct()
                .Take(Cap + 1)
                .CountAsync(cancellationToken);
    }

    private static async Task<DigestForecast> DigestAsync(
        DistributorDb db,
        Cadence cadence,
        List<long> readers,
        CancellationToken cancellationToken
    )
    {
        // Read and compared here: asked for the earliest, PostgreSQL would walk all schedules in the order of time.
        var times = await db
            .DigestSchedules.Where(s => readers.Contains(s.AddressId) && s.Cadence == cadence)
            .Where(s => s.NextAt != Digests.NextDigest.NotDue)
            .Select(s => (Instant?)s.NextAt)
            .ToListAsync(cancellationToken);
        return new DigestForecast(cadence, readers.Count, times.Min(), times.Max());
    }
}
