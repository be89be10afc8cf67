using Distributor.Templates.Text;
using Distributor.Templates.Words;

namespace Distributor.Templates.Mail;

/// <summary>The values of the plain-text templates: the same stories, wrapped.</summary>
internal static class TextValues
{
    public static TextDigest Digest(DigestView view, Edition edition, WordList words) =>
        new()
        {
            Name = Wrap.Lines(MailFrame.Publication(view.Publication)),
            Dateline = $"{Edition.Dateline(view, words)} · {edition.Count(view, words)}",
            Closes = view.Held is null,
            Lead = Story(edition.Lead, words, full: true),
            LeadHeading = Heading(edition.Lead.Topic),
            Topics =
            [
                .. edition.Topics.Select(topic => new TextTopic
                {
                    Heading = Heading(topic.Name),
                    Stories =
                    [
                        .. topic.Stories.Select(
                            (story, i) => Story(story, words, full: i == 0 && story.AlertedWhen is null)
                        ),
                    ],
                    More = topic.More == 0 ? null : More(words, topic),
                    MoreUrl = topic.MoreUrl,
                }),
            ],
            Rest =
                edition.Rest == 0 ? null : WordList.Fill(words.Counted("more", edition.Rest), ("n", $"{edition.Rest}")),
            SiteUrl = CleanStory.Link(view.SiteUrl),
            Postal = MailFrame.Postal(view.PostalAddress) is { } postal ? Wrap.Lines(postal) : null,
            Foot = FootWords.In(words),
        };

    public static TextAlert Alert(AlertView view, CleanStory story, WordList words) =>
        new()
        {
            Name = Wrap.Lines(MailFrame.Publication(view.Publication)),
            Dateline = view.Date is { } date ? words.Dates.Full(date) : null,
            Heading = Heading(view.Breaking ? $"{words["breaking"]} · {story.Topic}" : story.Topic),
            Lead = Story(story, words, full: true),
            Correction = view.Correction is { } correction
                ? Wrap.Lines(string.Concat(Corrections.Runs(correction, words, text => text).Select(run => run.Text)))
                : null,
            Postal = MailFrame.Postal(view.PostalAddress) is { } postal ? Wrap.Lines(postal) : null,
            Foot = FootWords.In(words),
        };

    public static TextStory Story(CleanStory story, WordList words, bool full) =>
        new()
        {
            Title = Wrap.Lines(story.Title),
            Summary = full && story.Summary.Length > 0 ? Wrap.Lines(story.Summary) : null,
            Meta = Wrap.Lines(Meta(story, words)),
            Also = story.Also.Count == 0 ? null : Wrap.Lines(Also(story, words)),
            Url = story.Url,
        };

    /// <summary>"-- Topic ---": a heading a screen reader and a search both find.</summary>
    public static string Heading(string topic) => $"-- {topic} ---";

    static string More(WordList words, EditionTopic topic) =>
        Wrap.Lines(WordList.Fill(words.Counted("moreIn", topic.More), ("n", $"{topic.More}"), ("topic", topic.Name)));

    static string Meta(CleanStory story, WordList words)
    {
        var alerted = story.AlertedWhen is { } when ? $"✓ {WordList.Fill(words["alerted"], ("when", when))}" : null;
        var parts = (string?[])[alerted, story.Source, alerted is null ? story.When : null, story.InLanguage];
        return string.Join(" · ", parts.Where(part => !string.IsNullOrEmpty(part)));
    }

    static string Also(CleanStory story, WordList words)
    {
        IReadOnlyList<Run> names = [.. story.Also.Select(other => new Run(other.Name))];
        var joined = story.AlsoMore > 0 ? words.Row(names) : words.Join(names);
        var sentence = story.AlsoMore > 0 ? words.Counted("alsoAtMore", story.AlsoMore) : words["alsoAt"];
        var filled = WordList.FillRuns(sentence, ("sources", joined), ("n", [$"{story.AlsoMore}"]));
        return string.Concat(filled.Select(run => run.Text));
    }
}
