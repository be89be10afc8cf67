using Distributor.Articles.Topics;
using Distributor.Subscribers;
using Distributor.Subscribers.Preferences;

namespace Distributor.Bot.Commands;

/// <summary>
/// A chat's wishes as its keyboards show them: which topics, how alerts come, how the digest comes. What was chosen elsewhere
/// topic by topic stays so until it is changed here.
/// </summary>
internal static class ChatWishes
{
    /// <summary><see cref="Cadence.Instant"/>, <see cref="Cadence.Breaking"/>, or null for no alerts.</summary>
    public static Cadence? Alerts(this Wishes wishes) =>
        wishes.Has(Cadence.Instant) ? Cadence.Instant
        : wishes.Has(Cadence.Breaking) ? Cadence.Breaking
        : null;

    /// <summary><see cref="Cadence.Daily"/>, <see cref="Cadence.Weekly"/>, or null for no digest.</summary>
    public static Cadence? Digest(this Wishes wishes) =>
        wishes.Has(Cadence.Daily) ? Cadence.Daily
        : wishes.Has(Cadence.Weekly) ? Cadence.Weekly
        : null;

    /// <summary>One topic more. All topics stand alone: choosing one begins a choice of one's own, choosing all ends it.</summary>
    public static IReadOnlyCollection<WantedTopic> With(this Wishes wishes, int topicId)
    {
        var kept = wishes.Topics.Where(topic =>
            topicId == Topic.EverythingId ? topic.TopicId == topicId : topic.TopicId != Topic.EverythingId
        );
        return [.. kept.Concat(Cadences(wishes).Select(cadence => new WantedTopic(topicId, cadence))).Distinct()];
    }

    public static IReadOnlyCollection<WantedTopic> Without(this Wishes wishes, int topicId) =>
        [.. wishes.Topics.Where(topic => topic.TopicId != topicId)];

    /// <summary>Alerts of all topics come so from now on, or not at all.</summary>
    public static IReadOnlyCollection<WantedTopic> WithAlerts(this Wishes wishes, Cadence? alerts) =>
        Replaced(wishes, alerts, cadence => cadence is Cadence.Instant or Cadence.Breaking);

    /// <summary>The digest of all topics comes so from now on, or not at all; then there are alerts at least.</summary>
    public static IReadOnlyCollection<WantedTopic> WithDigest(this Wishes wishes, Cadence? digest)
    {
        var changed = Replaced(wishes, digest, cadence => cadence is Cadence.Daily or Cadence.Weekly);
        return changed.Count > 0
            ? changed
            : [.. wishes.TopicIds.Select(topic => new WantedTopic(topic, Cadence.Instant))];
    }

    private static IReadOnlyCollection<WantedTopic> Replaced(
        Wishes wishes,
        Cadence? wanted,
        Func<Cadence, bool> isReplaced
    ) =>
        [
            .. wishes
                .Topics.Where(topic => !isReplaced(topic.Cadence))
                .Concat(wanted is { } cadence ? wishes.TopicIds.Select(topic => new WantedTopic(topic, cadence)) : [])
                .Distinct(),
        ];

    /// <summary>What a newly chosen topic is wanted as.</summary>
    private static IEnumerable<Cadence> Cadences(Wishes wishes)
    {
        var (alerts, digest) = (wishes.Alerts(), wishes.Digest());
        if (alerts is null && digest is null)
        {
            return [Cadence.Instant];
        }
        return new[] { alerts, digest }.OfType<Cadence>();
    }
}
