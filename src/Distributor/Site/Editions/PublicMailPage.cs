using Distributor.Templates;
using Distributor.Templates.Words;

namespace Distributor.Site.Editions;

/// <summary>A mail without anything personal: words for everybody stand where a reader's reasons and links are.</summary>
public static class PublicMailPage
{
    /// <returns>Null when nothing of it may be shown.</returns>
    public static string? Html(RenderedMail mail, SiteOptions site)
    {
        var words = WordList.For(mail.Language);
        return PublicMail.Html(
            mail,
            WordList.Fill(words["site.edition.notice"], ("publication", site.Name)),
            [
                new(words["site.subscribe"], new Uri(site.BaseAddress, "subscribe")),
                new(words["site.archive.name"], new Uri(site.BaseAddress, "archive")),
                new(words["site.foot.home"], site.BaseAddress),
            ]
        );
    }
}
