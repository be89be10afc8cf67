using Distributor.Templates.Text;
using Distributor.Templates.Words;

namespace Distributor.Templates.Telegram;

/// <summary>The lines of one story in Telegram.</summary>
internal static class AlertValues
{
    const int SourcesNamed = 2;
    const int SummaryLength = 200;

    public static AlertText Of(CleanStory story, WordList words) =>
        new()
        {
            Mark = Dress.Mark(words),
            Breaking = null,
            Topic = Dress.Outside(story.Topic, words),
            ShowsTopic = story.Topic != story.Source,
            Title = Dress.Outside(story.Title, words) with { Url = story.Url },
            Summary =
                story.Summary.Length == 0 ? null : Dress.Outside(CleanText.Cut(story.Summary, SummaryLength), words),
            Source = Dress.Outside(story.Source, words),
            Also = story.Also.Count == 0 ? null : Also(story, words),
            Correction = null,
        };

    /// <summary>What takes the place of an alert whose story was withdrawn; without a link, which would lead to what is not true.</summary>
    public static AlertText Withdrawn(CleanStory story, WordList words) =>
        Of(story, words) with
        {
            Title = Dress.Outside(story.Title, words) with { Struck = true },
            Withdrawn = words["withdrawn"],
        };

    static IReadOnlyList<Run> Also(CleanStory story, WordList words)
    {
        IReadOnlyList<Run> named =
        [
            .. story.Also.Take(SourcesNamed).Select(other => Dress.Outside(other.Name, words) with { Url = other.Url }),
        ];
        var more = story.AlsoMore + story.Also.Count - named.Count;
        return WordList.FillRuns(
            more > 0 ? words.Counted("alsoAtMore", more) : words["alsoAt"],
            ("sources", more > 0 ? words.Row(named) : words.Join(named)),
            ("n", [$"{more}"])
        );
    }
}
