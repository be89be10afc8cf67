using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Distributor.Templates.Mail;

namespace Distributor.Templates;

/// <summary>A mail as a page for everybody who has its link: as it was sent, with a foot that knows nobody.</summary>
public static class PublicMail
{
    /// <param name="notice">Stands where a reader is told why they got it.</param>
    /// <param name="links">Stand where a reader's own links are; absolute http or https.</param>
    /// <returns>Null when the mail has another foot than ours: then nothing of it may be shown.</returns>
    public static string? Html(RenderedMail mail, string notice, IReadOnlyList<PublicLink> links)
    {
        var page = new HtmlParser().ParseDocument(mail.Html);
        var own = page.QuerySelectorAll("a").FirstOrDefault(link => link.GetAttribute("href") == Slots.Preferences);
        var reason = Holding(page, Slots.Reason);
        if (own?.ParentElement is not { } row || reason is null)
        {
            return null;
        }

        reason.TextContent = notice;
        Holding(page, Slots.Closing)?.ParentElement?.Remove();
        row.TextContent = "";
        foreach (var (place, link) in links.Index())
        {
            if (place > 0)
            {
                row.AppendChild(page.CreateTextNode(" \u00A0 "));
            }

            var copy = (IElement)own.Clone();
            copy.SetAttribute("href", link.Url.AbsoluteUri);
            copy.TextContent = link.Text;
            row.AppendChild(copy);
        }

        var html = "<!DOCTYPE html>\n" + page.DocumentElement.OuterHtml;
        return html.Contains(Slots.Open, StringComparison.Ordinal) ? null : html;
    }

    /// <summary>The text twin, with <c>[reason]</c> or <c>[unsubscribe]</c> where the parts of each reader are set in.</summary>
    public static string Text(RenderedMail mail) => mail.Text.Replace(Slots.Open, '[').Replace(Slots.Close, ']');

    /// <summary>The cell whose only text this is.</summary>
    static IElement? Holding(IDocument page, string slot) =>
        page.QuerySelectorAll("td").FirstOrDefault(cell => cell.ChildElementCount == 0 && cell.TextContent == slot);
}

/// <param name="Text">What is underlined.</param>
public sealed record PublicLink(string Text, Uri Url);
