using System.Text.Json;
using Distributor.Articles.Topics;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Subscribers.Exporting;

/// <summary>Everything that is kept about one person, for that person: readable by people and programs.</summary>
public sealed class PersonalData(Database database, IClock clock)
{
    /// <summary>The newest messages of each address; older ones are counted nowhere else than in the sums of their runs.</summary>
    private const int MostMessages = 10_000;

    private static readonly JsonSerializerOptions Written = new(Json.Options) { WriteIndented = true };

    /// <summary>JSON in UTF-8.</summary>
    /// <returns>Null when the address is gone.</returns>
    public async Task<byte[]?> ReadAsync(long addressId, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var person = await db
            .Subscribers.AsNoTracking()
            .Include(s => s.Addresses)
            .SingleOrDefaultAsync(s => s.Addresses.Any(a => a.Id == addressId), cancellationToken);
        if (person is null)
        {
            return null;
        }
        var addresses = new List<object>();
        foreach (var address in person.Addresses)
        {
            addresses.Add(await AddressAsync(db, address, cancellationToken));
        }
        return JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                WrittenAt = clock.GetCurrentInstant(),
                person.Name,
                Attributes = person.Attributes is { } json
                    ? JsonSerializer.Deserialize<JsonElement>(json)
                    : (object?)null,
                person.CreatedAt,
                Addresses = addresses,
            },
            Written
        );
    }

    private static async Task<object> AddressAsync(
        DistributorDb db,
        Address address,
        CancellationToken cancellationToken
    )
    {
        var id = address.Id;
        var topics = await db.Topics.ToDictionaryAsync(t => t.Id, t => t.Name, cancellationToken);
        var subscriptions = await db
            .Subscriptions.Where(s => s.AddressId == id)
            .Select(s => new
            {
                s.TopicId,
                s.Cadence,
                s.CreatedAt,
            })
            .ToListAsync(cancellationToken);
        var events = await db
            .SubscriptionEvents.AsNoTracking()
            .Where(e => e.AddressId == id)
            .OrderBy(e => e.Id)
            .ToListAsync(cancellationToken);
        var messages = await (
            from delivery in db.Deliveries
            where delivery.AddressId == id
            join run in db.Runs on delivery.RunId equals run.Id
            orderby delivery.Day descending, delivery.RunId descending
            select new
            {
                run.Kind,
                run.Title,
                delivery.Day,
                delivery.State,
                delivery.Reason,
                delivery.ChangedAt,
            }
        )
            .Take(MostMessages)
            .ToListAsync(cancellationToken);
        return new
        {
            Channel = address.Channel.ToString(),
            Address = address.WrittenAs ?? address.Value,
            State = address.State.ToWord(),
            address.StateReason,
            address.StateSince,
            address.Language,
            address.TimeZone,
            address.QuietStart,
            address.QuietEnd,
            address.PausedUntil,
            address.CreatedAt,
            Subscriptions = subscriptions.Select(s => new
            {
                Topic = Name(s.TopicId),
                Cadence = s.Cadence.ToString(),
                Since = s.CreatedAt,
            }),
            Digests = (
                await db.DigestSchedules.AsNoTracking().Where(s => s.AddressId == id).ToListAsync(cancellationToken)
            ).Select(s => new
            {
                Cadence = s.Cadence.ToString(),
                s.LocalTime,
                Weekday = s.Weekday.ToString(),
                s.MaxStories,
            }),
            SignUps = await db
                .SignUps.Where(s => s.AddressId == id)
                .Select(s => new
                {
                    s.CreatedAt,
                    s.Ip,
                    s.TextVersion,
                    s.ConfirmedAt,
                    s.ConfirmedIp,
                })
                .ToListAsync(cancellationToken),
            Consent = events.Select(e => new
            {
                e.At,
                e.Action,
                Topic = e.TopicId is { } topic ? Name(topic) : null,
                Cadence = e.Cadence?.ToString(),
                e.By,
                e.TextVersion,
            }),
            Muted = (
                await db.TopicMutes.AsNoTracking().Where(m => m.AddressId == id).ToListAsync(cancellationToken)
            ).Select(m => new { Topic = Name(m.TopicId), m.Until }),
            Saved = await db
                .SavedStories.Where(s => s.AddressId == id)
                .Select(s => new { s.StoryId, s.SavedAt })
                .ToListAsync(cancellationToken),
            Messages = messages.Select(m => new
            {
                Kind = m.Kind.ToString(),
                m.Title,
                m.Day,
                State = m.State.ToString(),
                m.Reason,
                m.ChangedAt,
            }),
        };

        string Name(int topic) =>
            topic == Topic.EverythingId ? Topic.EverythingSlug : topics.GetValueOrDefault(topic) ?? "";
    }
}
