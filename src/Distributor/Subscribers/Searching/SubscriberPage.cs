namespace Distributor.Subscribers.Searching;

/// <summary>One page of people, by their ids in the order of the list.</summary>
/// <param name="Next">Where the next page begins; null at the end of the list.</param>
/// <param name="IsPartial">
/// The page is not full because only so many were looked at; <paramref name="Next"/> looks further.
/// </param>
public sealed record SubscriberPage(IReadOnlyList<long> Ids, long? Next, bool IsPartial);

/// <summary>A page, and how many there are in all.</summary>
public sealed record FoundSubscribers(SubscriberPage Page, CappedCount Count);

/// <param name="Key">The place in the list: the person's id, in a list of a topic the id of the address that follows it.</param>
internal readonly record struct SubscriberKey(long Id, long Key);

/// <param name="Frontier">Where looking ended before the end of the list; null when all was looked at or the limit was reached.</param>
internal sealed record SubscriberKeys(List<SubscriberKey> Keys, long? Frontier);
