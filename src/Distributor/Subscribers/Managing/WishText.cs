using System.Globalization;
using Distributor.Digests;
using Distributor.Storage;
using NodaTime;

namespace Distributor.Subscribers.Managing;

/// <summary>What an address has asked for in one line, for the audit: topics by their ids, hours, zone, language, quiet.</summary>
internal static class WishText
{
    public static string Of(Address address)
    {
        var topics = address
            .Subscriptions.OrderBy(one => one.Cadence)
            .ThenBy(one => one.TopicId)
            .GroupBy(one => one.Cadence)
            .Select(group => $"{group.Key.ToWord()}: {string.Join(' ', group.Select(one => Number(one.TopicId)))}");
        var hours = address
            .Schedules.OrderBy(one => one.Cadence)
            .Select(one =>
                one.Cadence == Cadence.Weekly
                    ? $"{one.Weekday} {DigestOptions.Format(one.LocalTime)}"
                    : DigestOptions.Format(one.LocalTime)
            );
        string[] parts =
        [
            AddressAudit.Name(address),
            .. topics,
            .. hours,
            address.TimeZone,
            address.Language,
            .. Quiet(address.QuietStart, address.QuietEnd),
        ];
        return string.Join(", ", parts);
    }

    private static IEnumerable<string> Quiet(LocalTime? start, LocalTime? end) =>
        start is { } from && end is { } until
            ? [$"quiet {DigestOptions.Format(from)}–{DigestOptions.Format(until)}"]
            : [];

    private static string Number(int topic) => "topic " + topic.ToString(CultureInfo.InvariantCulture);
}
