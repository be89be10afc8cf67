using System.Globalization;
using Distributor.Channels;
using Distributor.Dashboard.Shell;
using Distributor.Subscribers;
using Distributor.Subscribers.Searching;

namespace Distributor.Dashboard.Subscribers;

/// <summary>States, channels and cadences of people as the dashboard says and colours them.</summary>
internal static class SubscriberWords
{
    public static IReadOnlyList<AddressState> States { get; } =
    [AddressState.Active, AddressState.Pending, AddressState.Paused, AddressState.Unsubscribed, AddressState.Bounced];

    public static string Of(AddressState state) =>
        state switch
        {
            AddressState.Active => "Active",
            AddressState.Pending => "Not confirmed",
            AddressState.Paused => "Paused",
            AddressState.Unsubscribed => "Unsubscribed",
            _ => "Bounced",
        };

    public static Tone ToneOf(AddressState state) =>
        state switch
        {
            AddressState.Active => Tone.Good,
            AddressState.Pending or AddressState.Paused => Tone.Warning,
            AddressState.Unsubscribed => Tone.Quiet,
            _ => Tone.Bad,
        };

    public static string Of(ChannelKind channel) => channel == ChannelKind.Email ? "E-mail" : "Telegram";

    public static string Of(Cadence cadence) =>
        cadence switch
        {
            Cadence.Instant => "At once",
            Cadence.Breaking => "Breaking news only",
            Cadence.Daily => "Daily digest",
            _ => "Weekly digest",
        };

    /// <summary>What somebody follows in a few words: <c>World, Energy and 3 more</c>.</summary>
    public static string Topics(SubscriberView person)
    {
        var topics = person
            .Addresses.SelectMany(address => address.Subscriptions)
            .Select(one => one.Topic)
            .Distinct()
            .ToList();
        return topics.Count switch
        {
            0 => "–",
            <= 3 => string.Join(", ", topics),
            _ => $"{string.Join(", ", topics.Take(2))} and {topics.Count - 2} more",
        };
    }

    public static string People(CappedCount count, string one, string many) =>
        $"{count} {(count is { Number: 1, Kind: CountKind.Exact } ? one : many)}";

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>What an event of the proof of consent says.</summary>
    public static string Event(string action) =>
        action switch
        {
            "subscribed" => "Subscribed",
            "unsubscribed" => "Unsubscribed",
            "paused" => "Paused",
            "resumed" => "Resumed",
            "confirmed" => "Confirmed",
            "imported" => "Imported as confirmed",
            "bounced" => "Bounced",
            "moved" => "Moved to another address",
            "corrected" => "Address corrected",
            "returned" => "The chat came back",
            "merged" => "Merged",
            _ => action,
        };

    /// <summary>What an entry of the audit about a person says.</summary>
    public static string Audit(string action) =>
        action switch
        {
            "subscriber.add" => "Added",
            "subscriber.address" => "Address added",
            "subscriber.rename" => "Name changed",
            "subscriber.wishes" => "Topics or hours changed",
            "subscriber.pause" => "Paused",
            "subscriber.resume" => "Resumed",
            "subscriber.unsubscribe" => "Unsubscribed",
            "subscriber.resubscribe" => "Unsubscription taken back",
            "subscriber.correct-address" => "Address corrected",
            "subscriber.delete" => "Deleted",
            _ => action,
        };
}
