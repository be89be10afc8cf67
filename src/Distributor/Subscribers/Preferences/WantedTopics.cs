using Distributor.Articles.Topics;

namespace Distributor.Subscribers.Preferences;

/// <summary>The usual shape of a wish: the same topics at each of some cadences.</summary>
public static class WantedTopics
{
    /// <param name="topics">Ids; empty for all topics, which includes those to come.</param>
    public static IReadOnlyCollection<WantedTopic> Of(IEnumerable<int> topics, IEnumerable<Cadence> cadences)
    {
        var ids = topics.Distinct().ToList();
        if (ids.Count == 0 || ids.Contains(Topic.EverythingId))
        {
            ids = [Topic.EverythingId];
        }
        return [.. from cadence in cadences.Distinct() from id in ids select new WantedTopic(id, cadence)];
    }
}
