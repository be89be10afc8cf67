using Distributor.Delivery.Editions;
using Distributor.Subscribers;
using Distributor.Templates.Text;
using NodaTime;

namespace Distributor.Site.Press;

/// <summary>One story as a page shows it: cleaned, cut and in the time zone of the publication.</summary>
public sealed record StoryLine
{
    private const int LongestTitle = 240;
    private const int LongestText = 400;
    private const int LongestSource = 60;

    /// <summary>A longer address is no link, as in mails.</summary>
    private const int LongestUrl = 2048;

    public required string Title { get; init; }
    public required string Text { get; init; }
    public required string Source { get; init; }

    /// <summary>"06:40", "Sun 22:10".</summary>
    public required string When { get; init; }

    /// <summary>The same for programs.</summary>
    public required string WhenIso { get; init; }

    /// <summary>Absolute http or https; null when the story has no address.</summary>
    public required string? Url { get; init; }

    /// <summary>BCP 47 tag of the title when it is not the page's.</summary>
    public required string? Language { get; init; }

    /// <summary>"in Japanese".</summary>
    public required string? InLanguage { get; init; }
    public required bool Breaking { get; init; }

    /// <param name="completedAt">Stands in for the time of publication where a story has none.</param>
    /// <param name="today">Times of this day need no weekday.</param>
    public static StoryLine Of(
        StoryText story,
        Instant completedAt,
        PageLanguage language,
        DateTimeZone zone,
        LocalDate today
    )
    {
        var text = CleanText.Cut(CleanText.Line(story.Lead), LongestText);
        var title = CleanText.Cut(CleanText.Line(story.Title), LongestTitle);
        var source = CleanText.Cut(CleanText.Line(story.Source), LongestSource);
        var foreign =
            story.Language is { } tag && WordLanguages.IsTag(tag) && Primary(tag) != language.Tag ? tag : null;
        var when = (story.PublishedAt ?? completedAt).InZone(zone);
        return new StoryLine
        {
            Title =
                title.Length > 0 ? title
                : text.Length > 0 ? CleanText.Cut(text, 80)
                : source,
            Text = title.Length > 0 ? text : "",
            Source = source,
            When = language.Words.Dates.When(when.LocalDateTime, today),
            WhenIso = NodaTime.Text.InstantPattern.General.Format(when.ToInstant()),
            Url =
                story.Url is { Scheme: "http" or "https" } url && url.AbsoluteUri.Length <= LongestUrl
                    ? url.AbsoluteUri
                    : null,
            Language = foreign,
            InLanguage = foreign is null ? null : language.Words.LanguageName(foreign),
            Breaking = story.Breaking,
        };
    }

    private static string Primary(string tag) => tag.Split('-', '_')[0].ToLowerInvariant();
}
