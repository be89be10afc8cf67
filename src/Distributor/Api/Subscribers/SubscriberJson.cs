using System.Globalization;
using System.Text.Json;
using Distributor.Channels;
using Distributor.Digests;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Subscribers.Searching;

namespace Distributor.Api.Subscribers;

/// <summary>A person as the API shows it.</summary>
/// <param name="Attributes">Columns of an import that we do not know.</param>
public sealed record SubscriberJson(
    long Id,
    string? Name,
    JsonElement? Attributes,
    DateTimeOffset CreatedAt,
    IReadOnlyList<AddressJson> Addresses
)
{
    internal static SubscriberJson Of(SubscriberView person) =>
        new(
            person.Id,
            person.Name,
            person.Attributes is { } json ? JsonSerializer.Deserialize<JsonElement>(json) : null,
            person.CreatedAt.ToDateTimeOffset(),
            [.. person.Addresses.Select(AddressJson.Of)]
        );
}

/// <param name="Address">The e-mail address as written, or the chat id (<c>chat/thread</c> for a forum topic).</param>
/// <param name="Reason">Why it is in this state.</param>
/// <param name="Quiet">When alerts wait, as <c>22:00-07:00</c> in its zone; null for never.</param>
public sealed record AddressJson(
    long Id,
    ChannelKind Channel,
    string Address,
    AddressState State,
    string? Reason,
    DateTimeOffset Since,
    DateTimeOffset? PausedUntil,
    string Language,
    string TimeZone,
    string? Quiet,
    IReadOnlyList<SubscriptionJson> Subscriptions,
    IReadOnlyList<ScheduleJson> Schedules
)
{
    internal static AddressJson Of(AddressView address) =>
        new(
            address.Id,
            address.Channel,
            address.ShownAs,
            address.State,
            address.StateReason,
            address.StateSince.ToDateTimeOffset(),
            address.PausedUntil?.ToDateTimeOffset(),
            address.Language,
            address.TimeZone,
            address is { QuietStart: { } start, QuietEnd: { } end }
                ? $"{DigestOptions.Format(start)}-{DigestOptions.Format(end)}"
                : null,
            [
                .. address.Subscriptions.Select(one => new SubscriptionJson(
                    one.TopicId.ToString(CultureInfo.InvariantCulture),
                    one.Topic,
                    one.Cadence
                )),
            ],
            [
                .. address.Schedules.Select(one => new ScheduleJson(
                    one.Cadence,
                    DigestOptions.Format(one.At),
                    one.Cadence == Cadence.Weekly ? one.Weekday.ToWord() : null,
                    one.NextAt?.ToDateTimeOffset()
                )),
            ]
        );
}

/// <param name="Topic">Its id; 1 is everything.</param>
public sealed record SubscriptionJson(string Topic, string? Name, Cadence Cadence);

/// <param name="At">Local time, <c>HH:mm</c>.</param>
/// <param name="Weekday">Of a weekly digest.</param>
/// <param name="NextAt">Null while nothing is due.</param>
public sealed record ScheduleJson(Cadence Cadence, string At, string? Weekday, DateTimeOffset? NextAt);

/// <summary>Somebody to be added. An e-mail address or a chat is required.</summary>
/// <param name="Topics">Ids, slugs or names; none: everything.</param>
/// <param name="EmailCadence"><c>daily</c> (default) or <c>weekly</c>.</param>
/// <param name="TelegramCadence"><c>instant</c> (default), <c>breaking</c> or <c>daily</c>.</param>
/// <param name="Confirm">True (default): a mail asks first. False: they have agreed already, and the key's name is recorded as the consent.</param>
public sealed record NewSubscriberJson(
    string? Name,
    string? Email,
    string? TelegramChatId,
    IReadOnlyList<string>? Topics,
    Cadence? EmailCadence,
    Cadence? TelegramCadence,
    string? Language,
    string? TimeZone,
    string? DigestTime,
    string? Weekday,
    bool? Confirm
);

/// <summary>What is to be different; what is left out stays.</summary>
public sealed record SubscriberPatch(string? Name, IReadOnlyList<AddressPatch>? Addresses);

/// <param name="Id">Of an address of the person.</param>
/// <param name="Email">The right spelling of a mistyped e-mail address.</param>
/// <param name="Subscriptions">All topics with their cadences; what is not in it ends.</param>
/// <param name="Quiet"><c>22:00-07:00</c>, or an empty text for none.</param>
public sealed record AddressPatch(
    long Id,
    string? Email,
    IReadOnlyList<WishedTopic>? Subscriptions,
    string? Language,
    string? TimeZone,
    string? DigestTime,
    string? Weekday,
    string? Quiet
);

/// <param name="Topic">Id, slug or name; <c>*</c> is everything.</param>
public sealed record WishedTopic(string Topic, Cadence Cadence);

/// <param name="Address">One address of the person; null: all.</param>
/// <param name="Note">Why, shown with the state.</param>
public sealed record UnsubscribeOrder(long? Address, string? Note);

/// <param name="Until">A time to come; null: until told.</param>
public sealed record PauseOrder(long? Address, DateTimeOffset? Until);

public sealed record ResumeOrder(long? Address);
