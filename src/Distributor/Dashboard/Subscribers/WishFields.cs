using System.Globalization;
using Distributor.Articles.Topics;
using Distributor.Digests;
using Distributor.Subscribers;
using Distributor.Subscribers.Preferences;
using NodaTime;

namespace Distributor.Dashboard.Subscribers;

/// <summary>Reads the fields of <c>WishesForm</c>.</summary>
internal static class WishFields
{
    /// <param name="topics">Ids of all topics but <c>*</c>.</param>
    public static (WishChange Change, Dictionary<string, string> Errors) Read(
        Func<string, string> field,
        IEnumerable<int> topics
    )
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        var at = Time("at");
        var (from, until) = (Time("quietFrom"), Time("quietUntil"));
        if (from is null != until is null || (from is not null && from == until))
        {
            errors.TryAdd("quietFrom", "Quiet hours need two different times, or none.");
        }
        var zone = TimeZones.Find(field("zone"));
        if (zone is null)
        {
            errors["zone"] = "Not in the time zone database; write one such as Europe/Madrid or UTC.";
        }
        var quiet = from is { } start && until is { } end ? new QuietTimes(start, end) : (QuietTimes?)null;
        return (
            new WishChange
            {
                Topics = CadenceChoice.Read(field, topics.Append(Topic.EverythingId)),
                DigestTime = at,
                Weekday =
                    int.TryParse(field("weekday"), NumberStyles.None, CultureInfo.InvariantCulture, out var day)
                    && day is >= 1 and <= 7
                        ? (IsoDayOfWeek)day
                        : null,
                TimeZone = zone,
                Language = WordLanguages.Find(field("language")),
                Quiet = quiet,
                NoQuiet = quiet is null,
            },
            errors
        );

        LocalTime? Time(string name)
        {
            if (field(name) is not { Length: > 0 } typed)
            {
                return null;
            }
            var time = DigestOptions.TryParseTime(typed);
            if (time is null)
            {
                errors[name] = "Write a time such as 07:30.";
            }
            return time;
        }
    }
}
