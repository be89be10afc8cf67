using System.Globalization;
using Distributor.Articles.Topics;
using Distributor.Channels;
using Distributor.Dashboard.Shell;
using Distributor.Site.Forms;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Subscribers.Searching;
using Microsoft.AspNetCore.Http.Extensions;
using NodaTime.Text;

namespace Distributor.Dashboard.Subscribers;

/// <summary>The address of the list: everything it shows is in it, so that Back, a reload and a sent link show the same.</summary>
public sealed class PeopleAddress
{
    public const string Path = "/admin/subscribers";

    /// <summary>Fields of the filter, in the order in which they stand in the address.</summary>
    public static readonly string[] Fields =
    [
        "q",
        "state",
        "channel",
        "topic",
        "cadence",
        "language",
        "zone",
        "since",
        "gone",
    ];

    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    private PeopleAddress() { }

    public SubscriberFilter Filter { get; private init; } = new();
    public long? After { get; private init; }
    public long? Open { get; private init; }
    public string Tab { get; private init; } = "";

    /// <summary>From a query or the hidden fields of a form; what cannot be read is left out.</summary>
    public static PeopleAddress Read(Func<string, string?> field)
    {
        var filter = new SubscriberFilter
        {
            Query = (field("q") ?? "").Trim(),
            State = Word<AddressState>(field("state")),
            Channel = Word<ChannelKind>(field("channel")),
            Topic = Number(field("topic")) is { } topic and > 0 and <= int.MaxValue ? (int)topic : null,
            Cadence = Word<Cadence>(field("cadence")),
            Language = field("language") is { Length: > 0 } tag ? WordLanguages.Find(tag) : null,
            TimeZone = field("zone") is { Length: > 0 } zone ? TimeZones.Find(zone) : null,
            Since = LocalDatePattern.Iso.Parse(field("since") ?? "") is { Success: true } day ? day.Value : null,
            Gone = field("gone") is "true",
        };
        var address = new PeopleAddress
        {
            Filter = filter,
            After = Number(field("after")),
            Open = Number(field("open")),
            Tab = field("tab") ?? "",
        };
        address.Keep("q", filter.Query);
        address.Keep("state", filter.State?.ToWord());
        address.Keep("channel", filter.Channel?.ToWord());
        address.Keep("topic", filter.Topic?.ToString(CultureInfo.InvariantCulture));
        address.Keep("cadence", filter.Cadence?.ToWord());
        address.Keep("language", filter.Language);
        address.Keep("zone", filter.TimeZone);
        address.Keep("since", filter.Since is { } since ? LocalDatePattern.Iso.Format(since) : null);
        address.Keep("gone", filter.Gone ? "true" : null);
        return address;
    }

    /// <summary>The fields that are set, for hidden inputs.</summary>
    public IEnumerable<(string Name, string Value)> Set =>
        Fields.Where(values.ContainsKey).Select(name => (name, values[name]));

    public string? this[string name] => values.GetValueOrDefault(name);

    /// <summary>The same page of the same list without a drawer.</summary>
    public string Here => With(After, null, "");

    /// <summary>The first page of the same list.</summary>
    public string First => With(null, null, "");

    public string Page(long after) => With(after, null, "");

    /// <summary>With somebody open beside the list.</summary>
    public string Person(long id, string tab = "") => With(After, id, tab);

    public string Export => Build($"{Path}/export.csv", Set);

    public static string Clear => Path;

    public IReadOnlyList<Chip> Chips(IReadOnlyList<TopicChoice> topics)
    {
        var chips = new List<Chip>();
        foreach (var (name, value) in Set.Where(set => set.Name != "q"))
        {
            chips.Add(new Chip(Say(name, value, topics), Build(Path, Set.Where(other => other.Name != name))));
        }
        return chips;
    }

    private string Say(string name, string value, IReadOnlyList<TopicChoice> topics) =>
        name switch
        {
            "state" => SubscriberWords.Of(Filter.State!.Value),
            "channel" => SubscriberWords.Of(Filter.Channel!.Value),
            "cadence" => SubscriberWords.Of(Filter.Cadence!.Value),
            "topic" => "Follows "
                + (
                    Filter.Topic == Topic.EverythingId
                        ? "everything"
                        : topics.FirstOrDefault(topic => topic.Id == Filter.Topic)?.Name ?? "topic " + value
                ),
            "language" => "Reads " + LanguageNames.Of(value),
            "zone" => value.Replace('_', ' '),
            "since" => "Added since " + value,
            _ => "Nothing reaches them",
        };

    private string With(long? after, long? open, string tab)
    {
        var fields = Set.ToList();
        if (after is { } key)
        {
            fields.Add(("after", key.ToString(CultureInfo.InvariantCulture)));
        }
        if (open is { } id)
        {
            fields.Add(("open", id.ToString(CultureInfo.InvariantCulture)));
        }
        if (tab.Length > 0)
        {
            fields.Add(("tab", tab));
        }
        return Build(Path, fields);
    }

    private static string Build(string path, IEnumerable<(string Name, string Value)> fields) =>
        path + new QueryBuilder(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))).ToQueryString();

    private void Keep(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            values[name] = value;
        }
    }

    private static T? Word<T>(string? word)
        where T : struct, Enum =>
        !string.IsNullOrEmpty(word) && char.IsAsciiLetter(word[0]) && Enum.TryParse<T>(word, true, out var value)
            ? value
            : null;

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
