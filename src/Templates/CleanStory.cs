using Distributor.Templates.Text;
using Distributor.Templates.Words;
using NodaTime;

namespace Distributor.Templates;

/// <summary>A story after cleaning and cutting, before it is dressed for a mail, plain text or Telegram.</summary>
internal sealed record CleanStory
{
    const int LongestUrl = 2048;
    const int SourcesNamed = 3;

    public required string Title { get; init; }
    public required string? TitleLanguage { get; init; }
    public required string Summary { get; init; }

    /// <summary>The topic; of a story without one, its source.</summary>
    public required string Topic { get; init; }
    public required string Source { get; init; }
    public required string? Url { get; init; }
    public required string? When { get; init; }
    public required string? AlertedWhen { get; init; }

    /// <summary>"in Japanese" for a title in another language, else null.</summary>
    public required string? InLanguage { get; init; }
    public required IReadOnlyList<(string Name, string? Url)> Also { get; init; }
    public required int AlsoMore { get; init; }
    public required PictureView? Picture { get; init; }

    public static CleanStory From(StoryView story, WordList words, LocalDate? today)
    {
        var source = CleanText.Cut(CleanText.Line(story.Source), 60);
        var summary = CleanText.Cut(CleanText.Line(story.Summary), 400);
        var title = CleanText.Cut(CleanText.Line(story.Title), 240);
        var language = Foreign(story.TitleLanguage, words);
        return new CleanStory
        {
            Title = title.Length > 0 ? title : CleanText.Cut(summary.Length > 0 ? summary : source, 80),
            TitleLanguage = language,
            Summary = title.Length > 0 ? summary : "",
            Topic = CleanText.Cut(CleanText.Line(story.Topic), 60) is { Length: > 0 } topic ? topic : source,
            Source = source,
            Url = Link(story.Url),
            When = story.Published is { } when ? words.Dates.When(when, today) : null,
            AlertedWhen = story.AlertedAt is { } alerted ? words.Dates.When(alerted, today) : null,
            InLanguage = language is null ? null : words.LanguageName(language),
            Also = [.. Others(story, source).Take(SourcesNamed)],
            AlsoMore = Math.Max(0, Others(story, source).Count() - SourcesNamed),
            Picture = story.Picture is { } picture && CanShow(picture) ? picture : null,
        };
    }

    /// <summary>
    /// The address as it may stand in a mail: http or https, of bearable length; else null. Path and query come out encoded,
    /// but a host keeps its letters, so one with characters no text may have (a forged placeholder, a turn) is refused.
    /// </summary>
    public static string? Link(Uri? url) =>
        url is { IsAbsoluteUri: true, Scheme: "http" or "https" }
        && url.AbsoluteUri is { Length: <= LongestUrl } address
        && CleanText.Line(address) == address
            ? address
            : null;

    static bool CanShow(PictureView picture) =>
        Link(picture.Url) is not null
        && picture.Width >= 300
        && picture.Height <= picture.Width
        && picture.Height * 10L >= picture.Width * 3L;

    static IEnumerable<(string Name, string? Url)> Others(StoryView story, string source) =>
        story
            .AlsoAt.Select(other => (Name: CleanText.Cut(CleanText.Line(other.Name), 60), Url: Link(other.Url)))
            .Where(other => other.Name.Length > 0 && other.Name != source)
            .DistinctBy(other => other.Name);

    static string? Foreign(string? language, WordList words) =>
        language is null || !IsTag(language) || Primary(language) == words.Language ? null : language;

    // The tag becomes an attribute and part of a key; what is no BCP 47 tag is dropped.
    static bool IsTag(string language) =>
        language.Length is >= 2 and <= 35 && language.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    static string Primary(string language) => language.Split('-')[0].ToLowerInvariant();
}
