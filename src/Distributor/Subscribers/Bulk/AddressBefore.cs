using System.Text.Json;
using Distributor.Digests;
using Distributor.Storage;
using NodaTime;

namespace Distributor.Subscribers.Bulk;

/// <summary>What an address was before a bulk change, and how it becomes that again.</summary>
internal sealed record AddressBefore
{
    public required AddressState State { get; init; }
    public string? Reason { get; init; }
    public required Instant Since { get; init; }
    public Instant? PausedUntil { get; init; }
    public required IReadOnlyList<WishBefore> Subscriptions { get; init; }
    public required IReadOnlyList<DigestBefore> Digests { get; init; }

    public static string Write(Address address) =>
        JsonSerializer.Serialize(
            new AddressBefore
            {
                State = address.State,
                Reason = address.StateReason,
                Since = address.StateSince,
                PausedUntil = address.PausedUntil,
                Subscriptions =
                [
                    .. address.Subscriptions.Select(one => new WishBefore(one.TopicId, one.Cadence, one.CreatedAt)),
                ],
                Digests =
                [
                    .. address.Schedules.Select(one => new DigestBefore(
                        one.Cadence,
                        one.LocalTime,
                        one.Weekday,
                        one.MaxStories,
                        one.Cursor
                    )),
                ],
            },
            Json.Options
        );

    public static AddressBefore Read(string json) =>
        JsonSerializer.Deserialize<AddressBefore>(json, Json.Options)
        ?? throw new JsonException("A row of a bulk change without contents.");

    /// <returns>What is to be appended to the proof of consent.</returns>
    public IReadOnlyList<SubscriptionEvent> Restore(Address address, IReadOnlySet<int> topics, string by, Instant now)
    {
        var events = new List<SubscriptionEvent>();
        if (address.State != State)
        {
            events.Add(Event(address, ActionOf(address.State, State), null, null, by, now));
        }
        (address.State, address.StateReason, address.StateSince, address.PausedUntil) = (
            State,
            Reason,
            Since,
            PausedUntil
        );
        foreach (var extra in address.Subscriptions.Where(one => !Has(one)).ToList())
        {
            address.Subscriptions.Remove(extra);
            events.Add(Event(address, "unsubscribed", extra.TopicId, extra.Cadence, by, now));
        }
        // A topic deleted meanwhile is not followed any more.
        foreach (var gone in Subscriptions.Where(one => topics.Contains(one.TopicId) && !one.IsIn(address)))
        {
            address.Subscriptions.Add(
                new Subscription
                {
                    TopicId = gone.TopicId,
                    Cadence = gone.Cadence,
                    CreatedAt = gone.CreatedAt,
                }
            );
            events.Add(Event(address, "subscribed", gone.TopicId, gone.Cadence, by, now));
        }
        RestoreDigests(address, now);
        address.Consent++;
        return events;
    }

    private void RestoreDigests(Address address, Instant now)
    {
        var wanted = address.Subscriptions.Select(one => one.Cadence).ToHashSet();
        address.Schedules.RemoveAll(one => !wanted.Contains(one.Cadence));
        foreach (var digest in Digests.Where(one => wanted.Contains(one.Cadence)))
        {
            if (!address.Schedules.Exists(one => one.Cadence == digest.Cadence))
            {
                address.Schedules.Add(
                    new DigestSchedule
                    {
                        Cadence = digest.Cadence,
                        LocalTime = digest.At,
                        Weekday = digest.Weekday,
                        MaxStories = digest.MaxStories,
                        Cursor = digest.Cursor,
                        NextAt = NextDigest.NotDue,
                    }
                );
            }
        }
        foreach (var schedule in address.Schedules)
        {
            schedule.NextAt =
                address.State == AddressState.Active
                    ? NextDigest.After(now, schedule, TimeZones.Of(address.TimeZone))
                    : NextDigest.NotDue;
        }
    }

    private bool Has(Subscription one) =>
        Subscriptions.Any(before => before.TopicId == one.TopicId && before.Cadence == one.Cadence);

    /// <summary>The words of the proof of consent by which the state is found again later.</summary>
    private static string ActionOf(AddressState from, AddressState to) =>
        (from, to) switch
        {
            (_, AddressState.Paused) => "paused",
            (AddressState.Paused, _) => "resumed",
            _ => "subscribed",
        };

    private static SubscriptionEvent Event(
        Address address,
        string action,
        int? topic,
        Cadence? cadence,
        string by,
        Instant now
    ) =>
        new()
        {
            AddressId = address.Id,
            TopicId = topic,
            Cadence = cadence,
            Action = action,
            By = by,
            At = now,
        };
}

internal sealed record WishBefore(int TopicId, Cadence Cadence, Instant CreatedAt)
{
    public bool IsIn(Address address) =>
        address.Subscriptions.Exists(one => one.TopicId == TopicId && one.Cadence == Cadence);
}

internal sealed record DigestBefore(Cadence Cadence, LocalTime At, IsoDayOfWeek Weekday, int? MaxStories, long Cursor);
