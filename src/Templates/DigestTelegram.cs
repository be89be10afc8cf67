using Distributor.Templates.Engine;
using Distributor.Templates.Mail;
using Distributor.Templates.Telegram;
using Distributor.Templates.Text;
using Distributor.Templates.Words;

namespace Distributor.Templates;

/// <summary>Renders a digest as one Telegram message, for chats that chose daily or weekly.</summary>
public static class DigestTelegram
{
    /// <summary>Code points after parsing (Bot API).</summary>
    public const int MaxText = 4096;

    /// <summary>One message; what does not fit is counted in the last line.</summary>
    public static RenderedTelegram Render(DigestView view)
    {
        var words = WordList.For(view.Language);
        var html = Largest.Fitting(
            least: 1,
            Edition.CountStories(view),
            stories => TemplateFiles.Telegram.Render("digest", Values(view, stories, words)).TrimEnd('\n'),
            text => Visible.Length(text) <= MaxText && Visible.Entities(text) <= Visible.MostEntities
        );
        var preferences = new TelegramButton(words["preferences"], null, ButtonAction.Preferences);
        return new RenderedTelegram(
            html,
            CleanStory.Link(view.SiteUrl) is { } site
                ? [new TelegramButton(words["web"], new Uri(site), null), preferences]
                : [preferences]
        );
    }

    static DigestText Values(DigestView view, int stories, WordList words)
    {
        var edition = Edition.Of(view, words, stories);
        var more = edition.Total - edition.Shown;
        return new DigestText
        {
            Mark = Dress.Mark(words),
            Name = Dress.Outside(MailFrame.Publication(view.Publication), words),
            Dateline = $"{Edition.Dateline(view, words)} · {edition.Count(view, words)}",
            Lead = AlertValues.Of(edition.Lead, words),
            Topics =
            [
                .. edition
                    .Topics.Where(topic => topic.Stories.Count > 0)
                    .Select(topic => new DigestTopic(
                        Dress.Outside(topic.Name, words),
                        [.. topic.Stories.Select(story => Line(story, words))]
                    )),
            ],
            More = more == 0 ? null : WordList.Fill(words.Counted("more", more), ("n", $"{more}")),
            MoreUrl = CleanStory.Link(view.SiteUrl),
        };
    }

    static DigestLine Line(CleanStory story, WordList words) =>
        new(
            story.AlertedWhen is null ? "•" : "✓",
            Dress.Outside(CleanText.Cut(story.Title, 160), words) with
            {
                Url = story.Url,
            },
            Dress.Outside(story.Source, words)
        );
}
