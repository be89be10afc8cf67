using System.Text;
using Distributor.Templates.Engine;
using Distributor.Templates.Mail;
using Distributor.Templates.Text;
using Distributor.Templates.Words;

namespace Distributor.Templates;

/// <summary>Renders a digest, or a summary of held alerts, as a mail. The same view always gives the same bytes.</summary>
public static class DigestMail
{
    /// <summary>Gmail cuts a mail at about 102 KB and hides the foot; 95 KB leaves room for what a relay adds.</summary>
    public const int MaxHtmlBytes = 95_000;

    /// <summary>What the personal parts may add: five addresses and a sentence, escaped.</summary>
    internal const int PersonalBytes = 5_000;

    /// <summary>More stories than this cannot fit: the least of them takes over 600 bytes.</summary>
    internal const int MostStories = MaxHtmlBytes / 600;

    /// <summary>
    /// The mail as all readers of the edition share it. Too large, it loses stories from the end into the "and N more"
    /// lines; the lead and the foot always stay.
    /// </summary>
    public static RenderedMail Render(DigestView view)
    {
        var words = WordList.For(view.Language);
        var mail = Largest.Fitting(
            least: 1,
            Math.Min(Edition.CountStories(view), MostStories),
            stories => Html(view, Edition.Of(view, words, stories), words),
            candidate => Encoding.UTF8.GetByteCount(candidate.Html) <= MaxHtmlBytes - PersonalBytes
        );
        return new RenderedMail
        {
            Subject = mail.Page.Subject,
            Preheader = mail.Page.Preheader,
            Html = mail.Html,
            Text = TemplateFiles.Text.Render("digest", TextValues.Digest(view, mail.Edition, words)),
            Language = words.Language,
            Date = view.Date,
            Stories = mail.Edition.Shown,
        };
    }

    static (Edition Edition, HtmlPage Page, string Html) Html(DigestView view, Edition edition, WordList words)
    {
        var publication = MailFrame.Publication(view.Publication);
        var html = new HtmlDresser(words, publication);
        var page = MailFrame.Page(words, html, publication, view.SiteUrl, view.PostalAddress) with
        {
            Subject = CleanText.Cut(
                view.Held is { } held
                    ? $"{HeldWords.Title(held.Quiet, words)}: {edition.Lead.Title}"
                    : edition.Lead.Title,
                120
            ),
            Preheader = Preheader.Of(edition.Lead, edition.Stories.Skip(1), publication, words),
            Dateline = Edition.Dateline(view, words),
            Count = [edition.Count(view, words)],
            Closes = view.Held is null,
            Lead = html.Story(edition.Lead, lead: true),
            Topics = [.. edition.Topics.Select(t => html.Topic(t.Name, t.Stories, t.More, t.MoreUrl))],
            Rest = html.Rest(edition.Rest, CleanStory.Link(view.SiteUrl)),
        };
        return (edition, page, TemplateFiles.Html.Render("digest", page));
    }
}
