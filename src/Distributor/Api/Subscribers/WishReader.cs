using Distributor.Digests;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Subscribers.Preferences;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Api.Subscribers;

/// <summary>Understands the wishes in a request and collects what is wrong with them, by field.</summary>
internal sealed class WishReader
{
    private readonly Dictionary<string, int> topics = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string[]> errors = new(StringComparer.Ordinal);

    private WishReader() { }

    public IReadOnlyDictionary<string, string[]> Errors => errors;

    public static async Task<WishReader> CreateAsync(DistributorDb db, CancellationToken cancellationToken)
    {
        var reader = new WishReader();
        foreach (var topic in await db.Topics.AsNoTracking().OrderBy(t => t.Id).ToListAsync(cancellationToken))
        {
            // The earlier spelling wins: an id over a slug, a slug over a name.
            reader.topics.TryAdd(FormattableString.Invariant($"{topic.Id}"), topic.Id);
            reader.topics.TryAdd(topic.Slug, topic.Id);
            reader.topics.TryAdd(topic.Name, topic.Id);
        }
        return reader;
    }

    public void Fault(string field, string fault) => errors.TryAdd(field, [fault]);

    public int? Topic(string field, string word)
    {
        if (topics.TryGetValue(word.Trim(), out var id))
        {
            return id;
        }
        Fault(field, $"there is no topic {word}; GET /api/v1/topics lists them.");
        return null;
    }

    public LocalTime? Time(string field, string? text)
    {
        var time = string.IsNullOrEmpty(text) ? null : DigestOptions.TryParseTime(text);
        if (time is null && !string.IsNullOrEmpty(text))
        {
            Fault(field, "must be HH:mm, such as 07:30.");
        }
        return time;
    }

    public string? Zone(string field, string? text)
    {
        var zone = string.IsNullOrEmpty(text) ? null : TimeZones.Find(text);
        if (zone is null && !string.IsNullOrEmpty(text))
        {
            Fault(field, "is not in the time zone database; write one such as Europe/Madrid.");
        }
        return zone;
    }

    public string? Language(string field, string? text)
    {
        var language = string.IsNullOrEmpty(text) ? null : WordLanguages.Find(text);
        if (language is null && !string.IsNullOrEmpty(text))
        {
            Fault(field, "must be one of " + string.Join(", ", WordLanguages.All) + ".");
        }
        return language;
    }

    public IsoDayOfWeek? Weekday(string field, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }
        if (
            char.IsAsciiLetter(text[0])
            && Enum.TryParse<IsoDayOfWeek>(text, true, out var day)
            && day != IsoDayOfWeek.None
        )
        {
            return day;
        }
        Fault(field, "must be monday to sunday.");
        return null;
    }

    public WishChange Change(AddressPatch patch, string at)
    {
        var change = new WishChange
        {
            Topics = patch.Subscriptions is { } wished
                ?
                [
                    .. wished
                        .Select(one => (Id: Topic(at + "subscriptions", one.Topic ?? ""), one.Cadence))
                        .Where(one => one.Id is not null)
                        .Select(one => new WantedTopic(one.Id!.Value, one.Cadence))
                        .Distinct(),
                ]
                : null,
            Language = Language(at + "language", patch.Language),
            TimeZone = Zone(at + "timeZone", patch.TimeZone),
            DigestTime = Time(at + "digestTime", patch.DigestTime),
            Weekday = Weekday(at + "weekday", patch.Weekday),
        };
        if (patch.Subscriptions?.Any(one => !Enum.IsDefined(one.Cadence)) == true)
        {
            Fault(at + "subscriptions", "each needs a cadence: instant, breaking, daily or weekly.");
        }
        return patch.Quiet switch
        {
            null => change,
            "" => change with { NoQuiet = true },
            _ => change with { Quiet = Quiet(at + "quiet", patch.Quiet) },
        };
    }

    private QuietTimes? Quiet(string field, string text)
    {
        var parts = text.Split('-');
        if (
            parts.Length == 2
            && DigestOptions.TryParseTime(parts[0].Trim()) is { } from
            && DigestOptions.TryParseTime(parts[1].Trim()) is { } until
            && from != until
        )
        {
            return new QuietTimes(from, until);
        }
        Fault(field, "must be two different times such as 22:00-07:00, or empty for none.");
        return null;
    }
}
