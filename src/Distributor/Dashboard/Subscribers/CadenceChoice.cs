using System.Globalization;
using Distributor.Subscribers;
using Distributor.Subscribers.Preferences;

namespace Distributor.Dashboard.Subscribers;

/// <summary>How one topic reaches one address, as the value of a select: cadences by number, <c>3+2</c> for daily with breaking news.</summary>
internal static class CadenceChoice
{
    public static IReadOnlyList<(string Value, string Text)> Usual { get; } =
    [
        ("", "Not followed"),
        ("1", "At once"),
        ("2", "Breaking only"),
        ("3", "Daily"),
        ("4", "Weekly"),
        ("3+2", "Daily, breaking at once"),
        ("4+2", "Weekly, breaking at once"),
    ];

    /// <summary>The select's value of what is followed.</summary>
    public static string Of(IEnumerable<Cadence> cadences) =>
        string.Join(
            '+',
            cadences
                .OrderDescending()
                .OrderBy(one => one == Cadence.Breaking)
                .Select(one => ((short)one).ToString(CultureInfo.InvariantCulture))
        );

    /// <summary>The usual ones, and before them a mixture that a chat or a file has made.</summary>
    public static IEnumerable<(string Value, string Text)> With(string value) =>
        Usual.Any(choice => choice.Value == value)
            ? Usual
            : Usual.Prepend(
                (value, string.Join(" and ", Read(value).Select(one => SubscriberWords.Of(one).ToLowerInvariant())))
            );

    public static IEnumerable<Cadence> Read(string value) =>
        value
            .Split('+', StringSplitOptions.RemoveEmptyEntries)
            .Select(part =>
                short.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    ? (Cadence)number
                    : 0
            )
            .Where(Enum.IsDefined)
            .Distinct();

    /// <summary>The name of a topic's select.</summary>
    public static string Field(int topic) => "topic-" + topic.ToString(CultureInfo.InvariantCulture);

    /// <summary>What the selects of a form say, for topics that exist.</summary>
    public static IReadOnlyCollection<WantedTopic> Read(Func<string, string?> field, IEnumerable<int> topics) =>
        [
            .. from topic in topics
            from cadence in Read(field(Field(topic)) ?? "")
            select new WantedTopic(topic, cadence),
        ];
}
