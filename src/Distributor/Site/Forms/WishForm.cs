using System.Globalization;
using Distributor.Digests;
using Distributor.Subscribers;
using Distributor.Subscribers.Preferences;
using NodaTime;

namespace Distributor.Site.Forms;

/// <summary>
/// The fields in which readers say what they want, as they were filled in, and what is wrong with them. Sign-up and settings share
/// them.
/// </summary>
public sealed record WishForm
{
    public string Email { get; init; } = "";
    public bool AllTopics { get; init; }
    public IReadOnlyList<int> Topics { get; init; } = [];
    public Cadence Cadence { get; init; } = Cadence.Daily;
    public bool Breaking { get; init; }
    public string At { get; init; } = "";
    public IsoDayOfWeek Weekday { get; init; } = IsoDayOfWeek.Monday;
    public string TimeZone { get; init; } = "";
    public string Language { get; init; } = "";

    /// <summary>0: the site's own number.</summary>
    public int MaxStories { get; init; }
    public string QuietFrom { get; init; } = "";
    public string QuietUntil { get; init; } = "";

    /// <summary>Keys of words by field; empty when all is well.</summary>
    public IReadOnlyDictionary<string, string> Errors { get; init; } = new Dictionary<string, string>();

    /// <summary>What was posted, checked. Fields the page does not have count as empty.</summary>
    /// <param name="hasEmail">The address is asked for too.</param>
    /// <param name="topics">Those there are; others may have been on the page when it was opened.</param>
    public static WishForm Read(IFormCollection fields, bool hasEmail, IReadOnlyList<TopicChoice> topics)
    {
        var known = topics.Select(topic => topic.Id).ToHashSet();
        var form = new WishForm
        {
            Email = fields["email"].ToString().Trim(),
            AllTopics = fields["all"].Count > 0,
            Topics =
            [
                .. fields["topics"]
                    .Select(text =>
                        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0
                    )
                    .Where(known.Contains)
                    .Distinct(),
            ],
            Cadence =
                Enum.TryParse<Cadence>(fields["cadence"], ignoreCase: true, out var cadence) && Enum.IsDefined(cadence)
                    ? cadence
                    : Cadence.Daily,
            Breaking = fields["breaking"].Count > 0,
            At = fields["at"].ToString().Trim(),
            Weekday = Number(fields["weekday"]) is >= 1 and <= 7 and var day ? (IsoDayOfWeek)day : IsoDayOfWeek.Monday,
            TimeZone = fields["zone"].ToString(),
            Language = fields["language"].ToString(),
            MaxStories = Number(fields["length"]) is >= 1 and <= 200 and var most ? most : 0,
            QuietFrom = fields["quietFrom"].ToString().Trim(),
            QuietUntil = fields["quietUntil"].ToString().Trim(),
        };
        return form with { Errors = form.Faults(hasEmail).ToDictionary(fault => fault.Field, fault => fault.Key) };
    }

    /// <summary>The fields of what holds now.</summary>
    public static WishForm Of(Wishes wishes)
    {
        var all = wishes.TopicIds.Contains(Articles.Topics.Topic.EverythingId);
        // The page shows one cadence for all topics; where a chat or a file has made a mixture, the calmest of them.
        Cadence[] order = [Cadence.Daily, Cadence.Weekly, Cadence.Instant, Cadence.Breaking];
        var main = order.Where(wishes.Has).Append(Cadence.Daily).First();
        return new WishForm
        {
            Email = wishes.ShownAs,
            AllTopics = all,
            Topics = [.. wishes.TopicIds.Where(id => id != Articles.Topics.Topic.EverythingId)],
            Cadence = main,
            Breaking = main != Cadence.Breaking && wishes.Has(Cadence.Breaking),
            At = DigestOptions.Format(wishes.DigestTime),
            Weekday = wishes.Weekday,
            TimeZone = wishes.TimeZone,
            Language = wishes.Language,
            MaxStories = wishes.MaxStories ?? 0,
            QuietFrom = wishes.Quiet is { } quiet ? DigestOptions.Format(quiet.Start) : "",
            QuietUntil = wishes.Quiet is { } until ? DigestOptions.Format(until.End) : "",
        };
    }

    /// <summary>
    /// Without script nothing unticks "all" when a topic is ticked. Where both come back, what is newly ticked is what was meant.
    /// </summary>
    /// <param name="shown">What the page had.</param>
    public WishForm Since(WishForm shown) =>
        AllTopics && shown.AllTopics && Topics.Except(shown.Topics).Any() ? this with { AllTopics = false } : this;

    /// <summary>Topics and cadences are those the page had; a mixture it cannot show is then left alone.</summary>
    public bool WantsTheSameAs(WishForm shown) =>
        (AllTopics, Cadence, Breaking) == (shown.AllTopics, shown.Cadence, shown.Breaking)
        && Topics.ToHashSet().SetEquals(shown.Topics);

    public string? ErrorOf(string field) => Errors.GetValueOrDefault(field);

    /// <summary>What the settings page asks to change; only of a form without errors.</summary>
    public WishChange ToChange() =>
        new()
        {
            Topics = WantedTopics.Of(ChosenTopics, Cadences),
            Language = WordLanguages.Find(Language),
            TimeZone = TimeZones.Find(TimeZone),
            DigestTime = Time,
            Weekday = Weekday,
            MaxStories = MaxStories,
            Quiet = QuietTimes,
            NoQuiet = QuietTimes is null,
        };

    /// <summary>Empty for all.</summary>
    public IReadOnlyList<int> ChosenTopics => AllTopics ? [] : Topics;

    public LocalTime? Time => DigestOptions.TryParseTime(At);

    private IEnumerable<Cadence> Cadences =>
        Breaking && Cadence is Cadence.Daily or Cadence.Weekly ? [Cadence, Cadence.Breaking] : [Cadence];

    private QuietTimes? QuietTimes =>
        DigestOptions.TryParseTime(QuietFrom) is { } from && DigestOptions.TryParseTime(QuietUntil) is { } until
            ? new QuietTimes(from, until)
            : null;

    private IEnumerable<(string Field, string Key)> Faults(bool hasEmail)
    {
        if (hasEmail && (Email.Length > 254 || !EmailAddress.TryParse(Email, out _)))
        {
            yield return ("email", "reader.error.email");
        }
        if (!AllTopics && Topics.Count == 0)
        {
            yield return ("topics", "reader.error.topics");
        }
        if (At.Length > 0 && Time is null)
        {
            yield return ("at", "reader.error.at");
        }
        if (TimeZones.Find(TimeZone) is null)
        {
            yield return ("zone", "reader.error.zone");
        }
        if (QuietFrom.Length + QuietUntil.Length > 0 && (QuietTimes is not { } quiet || quiet.Start == quiet.End))
        {
            yield return ("quietFrom", "reader.error.quiet");
        }
    }

    private static int Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
