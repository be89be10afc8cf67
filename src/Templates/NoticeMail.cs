using System.Text;
using Distributor.Templates.Engine;
using Distributor.Templates.Mail;
using Distributor.Templates.Words;

namespace Distributor.Templates;

/// <summary>Renders a notice: the paper and the type of the digest, one question, one button.</summary>
public static class NoticeMail
{
    /// <summary>The mail as it goes out: no personal parts are missing, and none may be spliced in.</summary>
    /// <exception cref="ArgumentException">A link the kind needs is missing, or is not absolute http or https.</exception>
    public static RenderedMail Render(NoticeView view)
    {
        var words = WordList.For(view.Language);
        var notice = NoticeText.Of(view, words);
        var page = NoticePages.Html(view, notice, words);
        var latest = view.Kind == NoticeKind.Welcome ? view.Latest : null;
        var stories = latest is null ? 0 : Math.Min(Edition.CountStories(latest), DigestMail.MostStories);
        var mail = Largest.Fitting(
            least: Math.Min(1, stories),
            stories,
            shown => WithLatest(page, latest, shown, view, notice, words),
            candidate => Encoding.UTF8.GetByteCount(candidate.Html) <= DigestMail.MaxHtmlBytes
        );
        return new RenderedMail
        {
            Subject = notice.Subject,
            Preheader = page.Preheader,
            Html = mail.Html,
            Text = mail.Text,
            Language = words.Language,
            Date = latest?.Date,
            Stories = mail.Shown,
        };
    }

    static (string Html, string Text, int Shown) WithLatest(
        HtmlPage page,
        DigestView? latest,
        int stories,
        NoticeView view,
        NoticeText notice,
        WordList words
    )
    {
        var edition = latest is null ? null : Edition.Of(latest, words, stories);
        if (edition is not null)
        {
            page = NoticePages.WithLatest(page, latest!, edition, words);
        }

        return (
            TemplateFiles.Html.Render("notice", page),
            TemplateFiles.Text.Render("notice", NoticePages.Text(view, notice, latest, edition, words)),
            edition?.Shown ?? 0
        );
    }
}
