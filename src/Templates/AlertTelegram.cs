using Distributor.Templates.Engine;
using Distributor.Templates.Telegram;
using Distributor.Templates.Text;
using Distributor.Templates.Words;

namespace Distributor.Templates;

/// <summary>
/// Renders alerts for Telegram. The same view always gives the same text, so that an edit that changes nothing is known
/// before it is sent.
/// </summary>
public static class AlertTelegram
{
    /// <summary>Code points of a caption (Bot API). Every alert keeps to it: whether its picture can be sent is known late.</summary>
    public const int MaxCaption = 1024;

    const int MaxText = 4096;

    /// <summary>An alert as it is now: first sent, with other sources added, or with its headline corrected.</summary>
    public static RenderedTelegram Render(AlertView view)
    {
        var words = WordList.For(view.Language);
        var story = CleanStory.From(view.AsStory(), words, view.Date);
        if (view.Withdrawn)
        {
            return new RenderedTelegram(Render("withdrawn", AlertValues.Withdrawn(story, words)), []);
        }

        var page = AlertValues.Of(story, words) with
        {
            Breaking = view.Breaking ? words["breaking"] : null,
            ShowsTopic = !view.Breaking && story.Topic != story.Source,
            Correction = view.Correction is { } correction
                ? Corrections.Runs(correction, words, before => Dress.Outside(before, words))
                : null,
        };
        var html = Render("alert", page);
        if (Visible.Length(html) > MaxCaption)
        {
            // Long titles and many names: the summary is what a reader misses least.
            html = Render("alert", page with { Summary = null });
        }

        return new RenderedTelegram(html, Buttons(view, story, words));
    }

    /// <summary>"While it was quiet": one message for the alerts held back. What does not fit is counted.</summary>
    public static RenderedTelegram RenderQuiet(QuietSummaryView view)
    {
        var words = WordList.For(view.Language);
        var html = Largest.Fitting(
            least: 0,
            view.Shown.Count,
            shown => Render("quiet", QuietValues.Of(view, shown, words)),
            text => Visible.Length(text) <= MaxText && Visible.Entities(text) <= Visible.MostEntities
        );
        return new RenderedTelegram(
            html,
            [
                new TelegramButton(
                    WordList.Fill(words.Counted("quiet.showAll", view.Held), ("n", $"{view.Held}")),
                    null,
                    ButtonAction.ShowAll
                ),
                new TelegramButton(words["quiet.hours"], null, ButtonAction.QuietHours),
            ]
        );
    }

    static string Render(string template, object page) => TemplateFiles.Telegram.Render(template, page).TrimEnd('\n');

    static List<TelegramButton> Buttons(AlertView view, CleanStory story, WordList words)
    {
        var buttons = new List<TelegramButton>();
        if (story.Url is { } url)
        {
            buttons.Add(new TelegramButton(words["read"], new Uri(url), null));
        }

        if (!view.Breaking && story.Topic != story.Source)
        {
            var mute = WordList.Fill(words["muteTopic"], ("topic", CleanText.Cut(story.Topic, 24)));
            buttons.Add(new TelegramButton(mute, null, ButtonAction.MuteTopic));
        }

        if (!view.Breaking)
        {
            buttons.Add(new TelegramButton(words["saveStory"], null, ButtonAction.SaveStory));
        }

        return buttons;
    }
}
