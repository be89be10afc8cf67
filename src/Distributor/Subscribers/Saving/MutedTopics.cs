using Distributor.Articles.Topics;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Subscribers.Saving;

/// <summary>The topics one address has muted, and what that means for an alert. Planning does the same in SQL (<c>plan-alert.sql</c>).</summary>
internal sealed class MutedTopics(IReadOnlySet<int> muted)
{
    public static async Task<MutedTopics> OfAsync(
        DistributorDb db,
        long addressId,
        Instant now,
        CancellationToken cancellationToken
    ) =>
        new(
            (
                await db
                    .TopicMutes.Where(mute => mute.AddressId == addressId && mute.Until > now)
                    .Select(mute => mute.TopicId)
                    .ToListAsync(cancellationToken)
            ).ToHashSet()
        );

    public bool Contains(int topicId) => muted.Contains(topicId);

    /// <summary>
    /// Silent is an article all of whose followed topics are muted; one in another followed topic still comes. Who follows all
    /// topics follows each of the article's.
    /// </summary>
    public bool Silences(IEnumerable<int> articleTopics, IReadOnlyCollection<int> followed)
    {
        var concerned = articleTopics.Where(topic => followed.Contains(Topic.EverythingId) || followed.Contains(topic));
        var isConcerned = false;
        foreach (var topic in concerned)
        {
            if (!muted.Contains(topic))
            {
                return false;
            }
            isConcerned = true;
        }
        return isConcerned;
    }
}
