using Distributor.Digests;
using NodaTime;

namespace Distributor.Subscribers.Preferences;

/// <summary>Brings an address that was read with its subscriptions and schedules to what is wanted.</summary>
/// <param name="address">Tracked by its context.</param>
/// <param name="start">For digests that begin now: the newest sequence number and the site's hour.</param>
internal sealed class WishEditor(Address address, WishChange change, DigestStart start, string by, Instant now)
{
    private readonly List<SubscriptionEvent> events = [];

    /// <summary>What is to be appended to the proof of consent.</summary>
    public IReadOnlyList<SubscriptionEvent> Events => events;

    /// <summary>Planned rows must be looked at again.</summary>
    public bool ConsentChanged { get; private set; }

    /// <summary>What waits for the end of quiet hours must be decided anew.</summary>
    public bool QuietChanged { get; private set; }

    public void Apply()
    {
        ConsentChanged |= change.Language is { } language && language != address.Language;
        address.Language = change.Language ?? address.Language;
        ApplyTopics();
        var zoneChanged = change.TimeZone is { } zone && zone != address.TimeZone;
        address.TimeZone = change.TimeZone ?? address.TimeZone;
        ApplySchedules(zoneChanged);
        ApplyQuiet(zoneChanged);
        if (ConsentChanged)
        {
            address.Consent++;
        }
    }

    private void ApplyTopics()
    {
        if (change.Topics is not { } wanted)
        {
            return;
        }
        var had = address.Subscriptions;
        foreach (var gone in had.Where(s => !wanted.Contains(new(s.TopicId, s.Cadence))).ToList())
        {
            had.Remove(gone);
            Record("unsubscribed", gone.TopicId, gone.Cadence);
        }
        foreach (
            var topic in wanted.Where(one => !had.Exists(s => s.TopicId == one.TopicId && s.Cadence == one.Cadence))
        )
        {
            had.Add(
                new Subscription
                {
                    TopicId = topic.TopicId,
                    Cadence = topic.Cadence,
                    CreatedAt = now,
                }
            );
            Record("subscribed", topic.TopicId, topic.Cadence);
        }
        ConsentChanged |= events.Count > 0;
    }

    private void ApplySchedules(bool zoneChanged)
    {
        var schedules = address.Schedules;
        var wanted = address
            .Subscriptions.Select(s => s.Cadence)
            .Where(cadence => cadence is Cadence.Daily or Cadence.Weekly)
            .Distinct()
            .ToList();
        var before = schedules.OrderBy(s => s.Cursor).FirstOrDefault();
        // Who goes from daily to weekly misses nothing in between, and keeps the hour. A digest beside one that stays begins now:
        // what came before is the other one's to tell.
        var reached = schedules.Where(s => !wanted.Contains(s.Cadence)).Select(s => (long?)s.Cursor).Min();
        schedules.RemoveAll(s => !wanted.Contains(s.Cadence));
        foreach (var cadence in wanted.Where(cadence => !schedules.Exists(s => s.Cadence == cadence)))
        {
            schedules.Add(
                new DigestSchedule
                {
                    Cadence = cadence,
                    LocalTime = before?.LocalTime ?? start.Time,
                    Weekday = before?.Weekday ?? IsoDayOfWeek.Monday,
                    MaxStories = before?.MaxStories,
                    Cursor = reached ?? start.Sequence,
                    NextAt = NextDigest.NotDue,
                }
            );
        }
        foreach (var schedule in schedules)
        {
            var (time, weekday) = (schedule.LocalTime, schedule.Weekday);
            schedule.LocalTime = change.DigestTime ?? time;
            schedule.Weekday = change.Weekday ?? weekday;
            schedule.MaxStories = change.MaxStories is { } most ? (most > 0 ? most : null) : schedule.MaxStories;
            var isNew = schedule.NextAt == NextDigest.NotDue;
            if (isNew || zoneChanged || time != schedule.LocalTime || weekday != schedule.Weekday)
            {
                schedule.NextAt =
                    address.State == AddressState.Active
                        ? NextDigest.After(now, schedule, TimeZones.Of(address.TimeZone))
                        : NextDigest.NotDue;
            }
        }
    }

    private void ApplyQuiet(bool zoneChanged)
    {
        var before = (address.QuietStart, address.QuietEnd);
        if (change.NoQuiet)
        {
            (address.QuietStart, address.QuietEnd) = (null, null);
        }
        else if (change.Quiet is { } quiet)
        {
            (address.QuietStart, address.QuietEnd) = (quiet.Start, quiet.End);
        }
        QuietChanged =
            before != (address.QuietStart, address.QuietEnd) || (zoneChanged && before.QuietStart is not null);
        if (QuietChanged)
        {
            QuietHours.Apply(address, now);
        }
    }

    private void Record(string action, int topic, Cadence cadence) =>
        events.Add(
            new SubscriptionEvent
            {
                AddressId = address.Id,
                TopicId = topic,
                Cadence = cadence,
                Action = action,
                By = by,
                At = now,
            }
        );
}

/// <summary>Where digests of an address begin that had none: the newest sequence number, and the site's hour.</summary>
public readonly record struct DigestStart(long Sequence, LocalTime Time);
