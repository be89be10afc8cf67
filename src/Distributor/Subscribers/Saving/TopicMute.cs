using NodaTime;

namespace Distributor.Subscribers.Saving;

/// <summary>No alerts of one topic to one address for a while; its digests keep the topic.</summary>
public sealed class TopicMute
{
    public required long AddressId { get; init; }
    public required int TopicId { get; init; }
    public required Instant Until { get; set; }
    public required Instant CreatedAt { get; init; }
}

/// <summary>A story somebody put aside in an alert, to be in the next digest.</summary>
public sealed class SavedStory
{
    /// <summary>The address whose digest brings it.</summary>
    public required long AddressId { get; init; }
    public required long StoryId { get; init; }

    /// <summary>
    /// The sequence number the story counts as in that digest's window: one past the newest when it was saved, so that it lies in
    /// the next window and in no other, however often that is planned.
    /// </summary>
    public required long AtSequence { get; set; }
    public required Instant SavedAt { get; init; }
}
