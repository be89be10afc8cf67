using Distributor.Templates.Engine;
using Distributor.Templates.Mail;
using Distributor.Templates.Text;
using Distributor.Templates.Words;

namespace Distributor.Templates;

/// <summary>Renders an alert as a mail: the paper and the foot of the digest, one story, one button.</summary>
public static class AlertMail
{
    /// <summary>The mail as all its readers share it; splice with <see cref="MailSplicer"/>.</summary>
    public static RenderedMail Render(AlertView view)
    {
        var words = WordList.For(view.Language);
        var publication = MailFrame.Publication(view.Publication);
        var story = CleanStory.From(view.AsStory(), words, view.Date);
        var breaking = view.Breaking ? words["breaking"] : null;
        var subject = CleanText.Cut(breaking is null ? story.Title : $"{breaking}: {story.Title}", 120);
        var preheader = Preheader.Of(story, [], publication, words);
        var html = new HtmlDresser(words, publication);
        var page = MailFrame.Page(words, html, publication, view.SiteUrl, view.PostalAddress) with
        {
            Subject = subject,
            Preheader = preheader,
            Dateline = view.Date is { } date ? words.Dates.Full(date) : null,
            Breaking = breaking,
            Lead = html.Story(story, lead: true),
            Correction = view.Correction is { } correction ? Corrections.Runs(correction, words, html.Prose) : null,
            ReadAt = html.More(WordList.FillRuns(words["readAt"], ("source", [html.Name(story.Source)])), story.Url),
        };
        return new RenderedMail
        {
            Subject = subject,
            Preheader = preheader,
            Html = TemplateFiles.Html.Render("alert", page),
            Text = TemplateFiles.Text.Render("alert", TextValues.Alert(view, story, words)),
            Language = words.Language,
            Date = view.Date,
            Stories = 1,
        };
    }
}
