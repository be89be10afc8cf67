using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Distributor.Articles.Reading.Charsets;
using Distributor.Articles.Reading.Sanitizing;
using Distributor.Articles.Topics;
using NodaTime;
using SmartReader;

namespace Distributor.Articles.Reading.Pages;

/// <summary>Reads the one article of a web page: SmartReader finds it, block rules trim it, its metadata name it.</summary>
public sealed class PageReader(IArticleHtml html, IClock clock)
{
    /// <summary>SmartReader needs an address to work with; whatever it makes of this one is taken out again.</summary>
    private const string NoAddress = "https://page.invalid/";

    /// <summary>News pages have up to about 6,000; SmartReader takes quadratic time (25,000: three seconds).</summary>
    private const int MaxElements = 25_000;

    /// <param name="raw">A page within <see cref="ReadLimits"/>.</param>
    /// <param name="topics">What sections and keywords are recognised by; null for the built-in section names.</param>
    public ReadResult Read(RawDocument raw, TopicMatcher? topics = null)
    {
        using var page = HtmlPages.Parse(CharsetStep.Decode(raw), out var fault, MaxElements);
        if (page is null)
        {
            return ReadResult.Unreadable(InputKind.Page, Describe(fault));
        }
        var metadata = PageMetadata.Read(page, raw, clock);
        if (Extract(page, metadata) is not { } extracted)
        {
            return NoArticle();
        }
        var title = metadata.Title ?? extracted.Title;
        BlockRules.Apply(extracted.Body, title);
        var agency = PageAgency.Take(extracted.Body, metadata);
        var original = PageBlocks.WithoutWrappers(extracted.Body).InnerHtml;
        var clean = html.Clean(original, metadata.Base);
        if (title.Length == 0 || !ArticleCheck.IsArticle(clean.Text, metadata, extracted.LooksReadable))
        {
            return NoArticle();
        }
        var article = Compose(metadata, title, clean, topics ?? TopicMatcher.BuiltIn) with
        {
            Agency = agency,
            OriginalHtml = original,
        };
        return new ReadResult
        {
            Kind = InputKind.Page,
            Title = title,
            Language = metadata.Language,
            Articles = [article],
        };
    }

    private static ReadArticle Compose(PageMetadata metadata, string title, CleanHtml clean, TopicMatcher topics)
    {
        // Keywords are written for search engines; they decide only when no section was recognised.
        var sections = topics.MatchAll(metadata.Sections);
        return new ReadArticle
        {
            Url = metadata.Url,
            Title = title,
            Lead = PageLead.Choose(metadata.Description, clean.Text),
            Html = clean.Html,
            Text = clean.Text,
            Author = metadata.Author,
            Image = metadata.Image ?? clean.Images.Select(image => new ArticleImage(image)).FirstOrDefault(),
            Language = metadata.Language,
            PublishedAt = metadata.PublishedAt,
            UpdatedAt = metadata.UpdatedAt,
            Categories = [.. metadata.Sections.Concat(metadata.Keywords).Distinct(StringComparer.OrdinalIgnoreCase)],
            Topics = sections.Count > 0 ? sections : topics.MatchAll(metadata.Keywords),
        };
    }

    private static (IElement Body, string Title, bool LooksReadable)? Extract(IHtmlDocument page, PageMetadata metadata)
    {
        // KeepClasses: the block rules read them; the sanitiser drops them later.
        using var reader = new Reader(metadata.Base?.AbsoluteUri ?? NoAddress, page) { KeepClasses = true };
        var found = reader.GetArticle();
        if (string.IsNullOrEmpty(found.Content) || HtmlPages.Parse(found.Content, out _)?.Body is not { } body)
        {
            return null;
        }
        foreach (var attribute in (string[])["href", "src", "srcset", "poster"])
        {
            foreach (var element in body.QuerySelectorAll($"[{attribute}*='{NoAddress}']").ToArray())
            {
                element.RemoveAttribute(attribute);
            }
        }
        return (body, Paragraphs.OneLine(found.Title ?? ""), found.IsReadable);
    }

    private static ReadResult NoArticle() =>
        ReadResult.Unreadable(
            InputKind.Page,
            "no article was found on this page; give the address of a single article, or read it as text with --format text"
        );

    private static string Describe(HtmlFault fault) =>
        fault switch
        {
            HtmlFault.TooDeep =>
                $"its elements nest deeper than {ReadLimits.MaxDepth} levels; no honest page does, so it is not read",
            HtmlFault.TooManyAttributes =>
                $"an element has more than {ReadLimits.MaxAttributesPerElement} attributes; no honest page does, so it is not read",
            _ => $"it has more than {MaxElements} elements; give a page with a single article",
        };
}
