using System.Collections.Immutable;
using Distributor.Channels;
using NodaTime;

namespace Distributor.Subscribers.Preferences;

/// <summary>One topic at one cadence, as an address has it.</summary>
public readonly record struct WantedTopic(int TopicId, Cadence Cadence);

/// <summary>Local times between which alerts wait; the end lies on the next day when it is the earlier one.</summary>
public readonly record struct QuietTimes(LocalTime Start, LocalTime End);

/// <summary>What an address has asked for, as page and chat show it.</summary>
public sealed record Wishes
{
    public required long AddressId { get; init; }
    public required long SubscriberId { get; init; }
    public required ChannelKind Channel { get; init; }

    /// <summary>The e-mail address as its owner wrote it, or the chat id.</summary>
    public required string ShownAs { get; init; }
    public required AddressState State { get; init; }

    /// <summary>When paused: until then; null: until told.</summary>
    public Instant? PausedUntil { get; init; }
    public required string Language { get; init; }
    public required string TimeZone { get; init; }
    public required ImmutableArray<WantedTopic> Topics { get; init; }

    /// <summary>The hour of digests; the site's own while there are none.</summary>
    public required LocalTime DigestTime { get; init; }
    public required IsoDayOfWeek Weekday { get; init; }

    /// <summary>Most stories of a digest; null: the site's own number.</summary>
    public int? MaxStories { get; init; }
    public QuietTimes? Quiet { get; init; }

    /// <summary>When the next digest comes; null without one.</summary>
    public Instant? NextDigestAt { get; init; }

    public IEnumerable<int> TopicIds => Topics.Select(topic => topic.TopicId).Distinct();

    public bool Has(Cadence cadence) => Topics.Any(topic => topic.Cadence == cadence);
}

/// <summary>What is to be different; null leaves a thing as it is.</summary>
public sealed record WishChange
{
    /// <summary>All topics with their cadences; what is not in it ends.</summary>
    public IReadOnlyCollection<WantedTopic>? Topics { get; init; }
    public string? Language { get; init; }

    /// <summary>IANA id as the database spells it.</summary>
    public string? TimeZone { get; init; }
    public LocalTime? DigestTime { get; init; }
    public IsoDayOfWeek? Weekday { get; init; }

    /// <summary>1 and more stories; 0 goes back to the site's own number.</summary>
    public int? MaxStories { get; init; }

    /// <summary>New quiet hours; <see cref="NoQuiet"/> ends them.</summary>
    public QuietTimes? Quiet { get; init; }
    public bool NoQuiet { get; init; }
}
