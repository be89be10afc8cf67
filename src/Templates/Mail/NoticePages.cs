using Distributor.Templates.Text;
using Distributor.Templates.Words;

namespace Distributor.Templates.Mail;

/// <summary>What the templates of a notice are handed.</summary>
internal static class NoticePages
{
    public static HtmlPage Html(NoticeView view, NoticeText notice, WordList words)
    {
        var publication = MailFrame.Publication(view.Publication);
        var dresser = new HtmlDresser(words, publication);
        // A question has one link to follow, and the nameplate is not it.
        var site = notice.ActionUrl is null ? view.SiteUrl : null;
        return MailFrame.Page(words, dresser, publication, site, view.PostalAddress) with
        {
            Subject = notice.Subject,
            Preheader = Preheader.Of([Plain(notice.Intro), Plain(notice.Aside)], publication, words),
            Notice = new HtmlNotice
            {
                Title = notice.Title,
                Intro = Soft(notice.Intro),
                What = notice.What is { } what ? Soft(what) : null,
                When = notice.When is { } when ? Soft(when) : null,
                Action = notice.ActionUrl is { } action ? new HtmlLink([notice.Action!], action, null) : null,
                Second = notice.SecondUrl is { } second ? new HtmlLink([words["unsubscribe"]], second, null) : null,
                Until = notice.Until,
                Bare =
                    notice.ActionUrl is { } bare && notice.SecondUrl is null
                        ? new Run(Breaks.Soft(bare)) { Url = bare, Dir = words.Against(bare) }
                        : null,
                OrOpen = words["notices.orOpen"],
                Aside = Soft(notice.Aside),
                Asked = notice.Asked is { } asked ? Soft(asked) : null,
            },
        };
    }

    /// <summary>The page with the stories of an edition below the notice.</summary>
    public static HtmlPage WithLatest(HtmlPage page, DigestView latest, Edition edition, WordList words)
    {
        var dresser = new HtmlDresser(words, MailFrame.Publication(latest.Publication));
        return page with
        {
            Notice = page.Notice! with { Latest = words["notices.latest"] },
            Dateline = Edition.Dateline(latest, words),
            Count = [edition.Count(latest, words)],
            Lead = dresser.Story(edition.Lead, lead: true),
            Topics = [.. edition.Topics.Select(t => dresser.Topic(t.Name, t.Stories, t.More, t.MoreUrl))],
            Rest = dresser.Rest(edition.Rest, CleanStory.Link(latest.SiteUrl)),
        };
    }

    public static TextNotice Text(
        NoticeView view,
        NoticeText notice,
        DigestView? latest,
        Edition? edition,
        WordList words
    ) =>
        new()
        {
            Name = Wrap.Lines(MailFrame.Publication(view.Publication)),
            Title = Wrap.Lines(notice.Title),
            Intro = Wrap.Lines(Plain(notice.Intro)),
            What = notice.What is { } what ? Wrap.Lines(Plain(what)) : null,
            When = notice.When is { } when ? Wrap.Lines(Plain(when)) : null,
            Action = notice.Action,
            ActionUrl = notice.ActionUrl,
            Second = words["unsubscribe"],
            SecondUrl = notice.SecondUrl,
            Until = notice.Until is { } until ? Wrap.Lines(until) : null,
            LatestHeading = words["notices.latest"],
            Latest = edition is null ? null : TextValues.Digest(latest!, edition, words),
            Aside = Wrap.Lines(Plain(notice.Aside)),
            Asked = notice.Asked is { } asked ? Wrap.Lines(Plain(asked)) : null,
            SiteUrl = notice.ActionUrl is null ? CleanStory.Link(view.SiteUrl) : null,
            Postal = MailFrame.Postal(view.PostalAddress) is { } postal ? Wrap.Lines(postal) : null,
        };

    static string Plain(IReadOnlyList<Run> runs) => string.Concat(runs.Select(run => run.Text));

    static List<Run> Soft(IReadOnlyList<Run> runs) =>
        [.. runs.Select(run => run with { Text = Breaks.Soft(run.Text) })];
}
