using Distributor.Channels;
using Distributor.Digests;
using Distributor.Subscribers.Preferences;
using NodaTime;

namespace Distributor.Subscribers.Bulk;

/// <summary>One action on one address that was read with its wishes; the same rules as for a single change.</summary>
internal sealed class BulkEdit(BulkAction action, int? topicId, DigestStart start, string by, Instant now)
{
    /// <returns>What is to be appended to the proof of consent; null when the action changes nothing here.</returns>
    public IReadOnlyList<SubscriptionEvent>? Apply(Address address) =>
        address.EraseAt is not null
            ? null
            : action switch
            {
                BulkAction.Pause => Switch(
                    address,
                    [AddressState.Active],
                    AddressState.Paused,
                    "paused",
                    "paused by " + by
                ),
                BulkAction.Resume => Switch(address, [AddressState.Paused], AddressState.Active, "resumed", null),
                BulkAction.Unsubscribe => Switch(
                    address,
                    [AddressState.Active, AddressState.Paused, AddressState.Pending],
                    AddressState.Unsubscribed,
                    "unsubscribed",
                    "unsubscribed by " + by
                ),
                BulkAction.AddTopic => Topics(address, Added(address)),
                _ => Topics(address, Removed(address)),
            };

    private List<SubscriptionEvent>? Switch(
        Address address,
        AddressState[] from,
        AddressState to,
        string word,
        string? reason
    )
    {
        if (!from.Contains(address.State))
        {
            return null;
        }
        (address.State, address.StateReason, address.StateSince, address.PausedUntil) = (to, reason, now, null);
        address.Consent++;
        foreach (var schedule in address.Schedules)
        {
            schedule.NextAt =
                to == AddressState.Active
                    ? NextDigest.After(now, schedule, TimeZones.Of(address.TimeZone))
                    : NextDigest.NotDue;
        }
        return
        [
            new SubscriptionEvent
            {
                AddressId = address.Id,
                Action = word,
                By = by,
                At = now,
            },
        ];
    }

    private IReadOnlyList<SubscriptionEvent>? Topics(Address address, IReadOnlyCollection<WantedTopic>? wanted)
    {
        if (wanted is null || address.State is AddressState.Unsubscribed or AddressState.Bounced)
        {
            return null;
        }
        var editor = new WishEditor(address, new WishChange { Topics = wanted }, start, by, now);
        editor.Apply();
        return editor.Events.Count > 0 ? editor.Events : null;
    }

    /// <summary>At the cadences the address has; where it has none, at its channel's usual one.</summary>
    private List<WantedTopic>? Added(Address address)
    {
        if (topicId is not { } topic || address.Subscriptions.Exists(one => one.TopicId == topic))
        {
            return null;
        }
        var cadences = address.Subscriptions.Select(one => one.Cadence).Distinct().ToList();
        if (cadences.Count == 0)
        {
            cadences = [address.Channel == ChannelKind.Email ? Cadence.Daily : Cadence.Instant];
        }
        return [.. Had(address), .. cadences.Select(cadence => new WantedTopic(topic, cadence))];
    }

    private List<WantedTopic>? Removed(Address address) =>
        topicId is { } topic && address.Subscriptions.Exists(one => one.TopicId == topic)
            ? [.. Had(address).Where(one => one.TopicId != topic)]
            : null;

    private static IEnumerable<WantedTopic> Had(Address address) =>
        address.Subscriptions.Select(one => new WantedTopic(one.TopicId, one.Cadence));
}
