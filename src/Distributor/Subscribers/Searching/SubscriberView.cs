using Distributor.Channels;
using NodaTime;

namespace Distributor.Subscribers.Searching;

/// <summary>A person as lists, pages and the API show them.</summary>
public sealed record SubscriberView
{
    public required long Id { get; init; }
    public string? Name { get; init; }

    /// <summary>JSON object of columns of an import that we do not know; null when there are none.</summary>
    public string? Attributes { get; init; }
    public required Instant CreatedAt { get; init; }
    public required IReadOnlyList<AddressView> Addresses { get; init; }

    /// <summary>The name, else the first address.</summary>
    public string Title => Name ?? Addresses.FirstOrDefault()?.ShownAs ?? "Subscriber " + Id;

    /// <summary>Asked to be deleted, or is being deleted by an admin: gone in a minute or two.</summary>
    public bool IsLeaving => Addresses.Any(address => address.EraseAt is not null);
}

/// <summary>One address of a person.</summary>
public sealed record AddressView
{
    public required long Id { get; init; }
    public required ChannelKind Channel { get; init; }

    /// <summary>The e-mail address as written, or the chat id.</summary>
    public required string ShownAs { get; init; }
    public required AddressState State { get; init; }
    public string? StateReason { get; init; }
    public required Instant StateSince { get; init; }
    public Instant? PausedUntil { get; init; }
    public Instant? EraseAt { get; init; }
    public required string Language { get; init; }
    public required string TimeZone { get; init; }
    public LocalTime? QuietStart { get; init; }
    public LocalTime? QuietEnd { get; init; }
    public required IReadOnlyList<SubscriptionView> Subscriptions { get; init; }
    public required IReadOnlyList<ScheduleView> Schedules { get; init; }
}

/// <summary>One topic at one cadence.</summary>
public sealed record SubscriptionView(int TopicId, string Topic, Cadence Cadence, Instant Since);

/// <summary>When digests of one cadence come.</summary>
/// <param name="NextAt">Null while nothing is due: paused, unsubscribed, bounced, not confirmed.</param>
public sealed record ScheduleView(
    Cadence Cadence,
    LocalTime At,
    IsoDayOfWeek Weekday,
    int? MaxStories,
    Instant? NextAt
);
