using Distributor.Articles.Topics;
using Distributor.Digests;
using NodaTime;

namespace Distributor.Subscribers.Importing;

/// <summary>
/// Brings one address to what its row says. Knows the rules of consent: an import starts and ends subscriptions, but who
/// has unsubscribed or bounced stays so, and who paused is not woken.
/// </summary>
internal sealed class AddressImport(Address address, bool isNew, ImportDefaults defaults)
{
    public const string By = "import";

    private readonly List<Func<long, SubscriptionEvent>> events = [];
    private bool changed;

    /// <summary>True when its waiting messages must be withdrawn.</summary>
    public bool Ended { get; private set; }

    /// <summary>What is to be written once the address has its id.</summary>
    public IEnumerable<SubscriptionEvent> Events => events.Select(create => create(address.Id));

    /// <param name="topics">Null: as before, for a new address everything.</param>
    /// <param name="choice">Null: as before, for a new address <paramref name="usual"/>.</param>
    public RowResult Apply(SubscriberRow row, IReadOnlyList<int>? topics, ChannelChoice? choice, Cadence usual)
    {
        var wanted = choice is { Cadence: null } ? AddressState.Unsubscribed : row.Status ?? AddressState.Active;
        if (!isNew && address.State is AddressState.Unsubscribed or AddressState.Bounced)
        {
            return wanted is AddressState.Unsubscribed or AddressState.Bounced ? RowResult.Unchanged : RowResult.Kept;
        }
        ApplyPerson(row);
        ApplyState(wanted);
        if (choice is not { Cadence: null })
        {
            ApplySubscriptions(topics, choice?.Cadence, usual);
        }
        ApplySchedules(row.DigestTime);
        if (changed && !isNew)
        {
            address.Consent++;
        }
        return isNew ? RowResult.Added
            : changed ? RowResult.Changed
            : RowResult.Unchanged;
    }

    private void ApplyPerson(SubscriberRow row)
    {
        if (row.Language is { } language && language != address.Language)
        {
            address.Language = language;
            changed = true;
        }
        if (row.TimeZone is { } zone && zone != address.TimeZone)
        {
            address.TimeZone = zone;
            changed = true;
            QuietHours.Apply(address, defaults.Now);
            foreach (var schedule in address.Schedules)
            {
                schedule.NextAt = NextAt(schedule);
            }
        }
    }

    private void ApplyState(AddressState wanted)
    {
        var state = isNew ? wanted : Next(address.State, wanted);
        if (!isNew && state == address.State)
        {
            return;
        }
        Ended = !isNew && state is AddressState.Unsubscribed or AddressState.Bounced;
        address.State = state;
        address.StateSince = defaults.Now;
        address.StateReason = state == AddressState.Active ? null : "imported so";
        changed = true;
        switch (state)
        {
            case AddressState.Active when !isNew:
                Record("imported");
                break;
            case AddressState.Paused:
                Record("paused");
                break;
            case AddressState.Unsubscribed:
                Record("unsubscribed");
                break;
            case AddressState.Bounced:
                Record("bounced");
                break;
        }
    }

    private static AddressState Next(AddressState current, AddressState wanted) =>
        (current, wanted) switch
        {
            (_, AddressState.Unsubscribed or AddressState.Bounced) => wanted,
            (AddressState.Pending, AddressState.Active or AddressState.Paused) => wanted,
            (AddressState.Active, AddressState.Paused) => wanted,
            _ => current,
        };

    private void ApplySubscriptions(IReadOnlyList<int>? topics, Cadence? cadence, Cadence usual)
    {
        if (!isNew && topics is null && cadence is null)
        {
            return;
        }
        var had = address.Subscriptions;
        var wantedCadence = cadence ?? had.Select(s => (Cadence?)s.Cadence).FirstOrDefault() ?? usual;
        var wantedTopics =
            topics ?? (had.Count > 0 ? [.. had.Select(s => s.TopicId).Distinct()] : [Topic.EverythingId]);

        foreach (var gone in had.Where(s => s.Cadence != wantedCadence || !wantedTopics.Contains(s.TopicId)).ToList())
        {
            had.Remove(gone);
            Record("unsubscribed", gone.TopicId, gone.Cadence);
            changed = true;
        }
        foreach (var topic in wantedTopics.Where(topic => !had.Exists(s => s.TopicId == topic)).ToList())
        {
            had.Add(
                new Subscription
                {
                    TopicId = topic,
                    Cadence = wantedCadence,
                    CreatedAt = defaults.Now,
                }
            );
            changed = true;
            if (address.State == AddressState.Active)
            {
                Record("imported", topic, wantedCadence);
            }
        }
    }

    private void ApplySchedules(LocalTime? time)
    {
        var chosen =
            time ?? address.Schedules.Select(s => (LocalTime?)s.LocalTime).FirstOrDefault() ?? defaults.DigestTime;
        var cadences = address.Subscriptions.Select(s => s.Cadence).Distinct().ToList();
        // Who goes from daily to weekly misses nothing in between.
        var reached = address.Schedules.Select(s => (long?)s.Cursor).Min() ?? defaults.Sequence;
        address.Schedules.RemoveAll(s => !cadences.Contains(s.Cadence));
        foreach (var cadence in cadences.Where(cadence => cadence is Cadence.Daily or Cadence.Weekly))
        {
            var schedule = address.Schedules.Find(s => s.Cadence == cadence);
            if (schedule is null)
            {
                schedule = new DigestSchedule
                {
                    Cadence = cadence,
                    LocalTime = chosen,
                    Cursor = reached,
                    NextAt = NextDigest.NotDue,
                };
                schedule.NextAt = NextAt(schedule);
                address.Schedules.Add(schedule);
            }
            else if (schedule.LocalTime != chosen)
            {
                schedule.LocalTime = chosen;
                schedule.NextAt = NextAt(schedule);
                changed = true;
            }
            var isDue = schedule.NextAt != NextDigest.NotDue;
            if (isDue != (address.State == AddressState.Active))
            {
                schedule.NextAt = NextAt(schedule);
            }
        }
    }

    private Instant NextAt(DigestSchedule schedule) =>
        address.State == AddressState.Active
            ? NextDigest.After(defaults.Now, schedule, TimeZones.Of(address.TimeZone))
            : NextDigest.NotDue;

    private void Record(string action, int? topic = null, Cadence? cadence = null) =>
        events.Add(id => new SubscriptionEvent
        {
            AddressId = id,
            TopicId = topic,
            Cadence = cadence,
            Action = action,
            By = By,
            At = defaults.Now,
        });
}
