using System.Text;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Distributor.Templates.Mail;

namespace Distributor.Templates;

/// <summary>
/// The last look at an edition before its first send. It reads the finished bytes, so it also finds what a changed template
/// or a broken store did. An edition with a fault is held.
/// </summary>
public static class EditionLint
{
    static readonly string[] Needed = [Slots.Reason, Slots.Preferences, Slots.Unsubscribe];

    /// <summary>The faults, none when the edition may go. Texts name no reader and no address beyond the faulty link's.</summary>
    public static IReadOnlyList<LintFault> Check(RenderedMail mail)
    {
        var html = new HtmlParser().ParseDocument(mail.Html);
        return
        [
            .. Size(mail),
            .. Frame(mail, html),
            .. Pictures(html),
            .. Links(html),
            .. PlaceholderFaults(mail),
            .. TextTwin(mail, html),
        ];
    }

    static IEnumerable<LintFault> Size(RenderedMail mail)
    {
        var bytes = Encoding.UTF8.GetByteCount(mail.Html);
        if (bytes > DigestMail.MaxHtmlBytes - DigestMail.PersonalBytes)
        {
            yield return new(LintRule.Size, $"The HTML has {bytes} bytes; Gmail would cut it and hide the foot.");
        }
    }

    static IEnumerable<LintFault> Frame(RenderedMail mail, IHtmlDocument html)
    {
        if (mail.Subject.Length == 0 || mail.Subject.Any(char.IsControl))
        {
            yield return new(LintRule.Frame, "The subject must be one line and not empty.");
        }

        // Read as ISO-8859-1, a mail is clipped by Gmail at any size.
        if (html.QuerySelector("meta[charset=utf-8]") is null)
        {
            yield return new(LintRule.Frame, "The HTML does not say charset=utf-8.");
        }

        if (html.QuerySelector("script,form,iframe,object,link[rel=stylesheet]") is { } active)
        {
            yield return new(LintRule.Frame, $"No mail client shows <{active.LocalName}>, and many refuse the mail.");
        }
    }

    static IEnumerable<LintFault> Pictures(IHtmlDocument html) =>
        from picture in html.Images
        from attribute in (string[])["alt", "width", "height"]
        where !picture.HasAttribute(attribute)
        select new LintFault(LintRule.Picture, $"A picture has no {attribute}: {picture.GetAttribute("src")}");

    static IEnumerable<LintFault> Links(IHtmlDocument html)
    {
        foreach (var link in html.QuerySelectorAll("a"))
        {
            var href = link.GetAttribute("href") ?? "";
            if (!IsPlaceholder(href) && !IsAbsolute(href))
            {
                yield return new(LintRule.Link, $"A link is not absolute http or https: '{href}'");
            }

            var name = link.GetAttribute("aria-label") ?? link.TextContent;
            var picture = link.QuerySelector("img")?.GetAttribute("alt");
            if (string.IsNullOrWhiteSpace(name) && string.IsNullOrWhiteSpace(picture))
            {
                yield return new(LintRule.Link, $"A link has no name: '{href}'");
            }
        }
    }

    /// <summary>Each placeholder stands once: missing, the reader has no way out; twice, somebody else put it there.</summary>
    static IEnumerable<LintFault> PlaceholderFaults(RenderedMail mail)
    {
        foreach (var (part, body) in ((string, string)[])[("HTML", mail.Html), ("text", mail.Text)])
        {
            foreach (var slot in Needed.Where(slot => !body.Contains(slot, StringComparison.Ordinal)))
            {
                yield return new(LintRule.Placeholder, $"The {part} has no place for '{slot[1..^1]}'.");
            }

            var rest = Slots.All.Aggregate(body, WithoutFirst);
            if (
                rest.Contains(Slots.Open, StringComparison.Ordinal)
                || rest.Contains(Slots.Close, StringComparison.Ordinal)
            )
            {
                yield return new(LintRule.Placeholder, $"The {part} has a placeholder twice, or one nobody knows.");
            }
        }
    }

    static string WithoutFirst(string body, string slot) =>
        body.IndexOf(slot, StringComparison.Ordinal) is var at and >= 0 ? body.Remove(at, slot.Length) : body;

    /// <summary>Every heading of the HTML must come in the text, in the same order, and so must every story's address.</summary>
    static IEnumerable<LintFault> TextTwin(RenderedMail mail, IHtmlDocument html)
    {
        var text = Bare(mail.Text);
        var at = 0;
        foreach (var heading in html.QuerySelectorAll("h2,h3"))
        {
            var found = text.IndexOf(Bare(heading.TextContent), at, StringComparison.Ordinal);
            if (found < 0)
            {
                yield return new(LintRule.Text, $"The text lacks, or has elsewhere: {heading.TextContent.Trim()}");
                continue;
            }

            at = found;
            var href = heading.QuerySelector("a")?.GetAttribute("href");
            if (href is not null && !mail.Text.Contains($"\n{href}\n", StringComparison.Ordinal))
            {
                yield return new(LintRule.Text, $"The text lacks the address {href}");
            }
        }
    }

    static bool IsPlaceholder(string href) => href.Length > 2 && href[0] == Slots.Open && href[^1] == Slots.Close;

    static bool IsAbsolute(string href) =>
        Uri.TryCreate(href, UriKind.Absolute, out var url) && url.Scheme is "http" or "https";

    /// <summary>Without spaces and break marks, which differ between the two parts.</summary>
    static string Bare(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c) && c != '\u200B'));
}
