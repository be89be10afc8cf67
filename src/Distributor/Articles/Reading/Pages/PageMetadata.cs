using AngleSharp.Dom;
using Distributor.Articles.Reading.Feeds.Dates;
using Distributor.Articles.Reading.Sanitizing;
using NodaTime;

namespace Distributor.Articles.Reading.Pages;

/// <summary>What a page says about its article: JSON-LD first, then OpenGraph, other <c>meta</c>, <c>time</c>.</summary>
internal sealed record PageMetadata
{
    public Uri? Url { get; private init; }
    public Uri? Base { get; private init; }
    public string? Title { get; private init; }
    public string? Description { get; private init; }
    public string? Author { get; private init; }

    /// <summary>The organisations named as source, to be looked up among the agencies.</summary>
    public IReadOnlyList<string> Sources { get; private init; } = [];

    /// <summary>True when the page calls itself an article, in JSON-LD or OpenGraph.</summary>
    public bool IsDeclaredArticle { get; private init; }

    public ArticleImage? Image { get; private init; }
    public string? Language { get; private init; }
    public Instant? PublishedAt { get; private init; }
    public Instant? UpdatedAt { get; private init; }
    public IReadOnlyList<string> Sections { get; private init; } = [];
    public IReadOnlyList<string> Keywords { get; private init; } = [];

    public static PageMetadata Read(IDocument page, RawDocument raw, IClock clock)
    {
        var now = clock.GetCurrentInstant();
        var data = JsonLd.Read(page);
        var meta = new MetaTags(page);
        var url = PageAddresses.Canonical(page, meta, data, raw.Address);
        var baseUri = PageAddresses.Base(page, raw.Address ?? url);
        return new PageMetadata
        {
            Url = url ?? raw.Address,
            Base = baseUri,
            Title = PageTitle.Choose(page, data.Text("headline"), meta),
            Description = Line(
                data.Text("description")
                    ?? meta["og:description", "twitter:description", "description", "dc.description"]
            ),
            Author = PageAuthor.Find(page, data, meta),
            Sources =
            [
                .. data.Texts("sourceOrganization"),
                .. data.Texts("provider"),
                .. data.Texts("author"),
                .. meta.All("source", "agency"),
            ],
            IsDeclaredArticle =
                data.HasArticle || string.Equals(meta["og:type"], "article", StringComparison.OrdinalIgnoreCase),
            Image = PageImage.Find(data, meta, baseUri),
            Language = Tag(
                page.DocumentElement.GetAttribute("lang")
                    ?? data.Text("inLanguage")
                    ?? meta["og:locale", "content-language", "language"]
                    ?? raw.ContentLanguage
            ),
            PublishedAt = FeedDates.Parse(
                data.Text("datePublished")
                    ?? meta[
                        "article:published_time",
                        "og:published_time",
                        "datepublished",
                        "publishdate",
                        "pubdate",
                        "date",
                        "dc.date",
                        "dc.date.issued",
                        "parsely-pub-date",
                        "sailthru.date"
                    ]
                    ?? Time(page),
                now
            ),
            UpdatedAt = FeedDates.Parse(
                data.Text("dateModified")
                    ?? meta["article:modified_time", "og:updated_time", "datemodified", "lastmod"],
                now
            ),
            Sections = Distinct([
                .. data.Texts("articleSection"),
                .. meta.All("article:section", "section", "parsely-section"),
            ]),
            Keywords = Distinct([
                .. data.Texts("keywords"),
                .. meta.All("article:tag", "keywords", "news_keywords", "parsely-tags"),
            ]),
        };
    }

    /// <summary>The time of the article, never one of a teaser or a comment beside it.</summary>
    private static string? Time(IDocument page) =>
        (
            page.QuerySelector("time[itemprop='datePublished'], [itemprop='datePublished'][content], time[pubdate]")
            ?? page.QuerySelector("article time[datetime], main time[datetime]")
            ?? page.QuerySelector("h1 ~ time[datetime], h1 ~ * time[datetime]")
        )
            is { } time
            ? time.GetAttribute("datetime") ?? time.GetAttribute("content") ?? time.TextContent
            : null;

    private static string? Tag(string? language)
    {
        var tag = language?.Trim().Replace('_', '-') ?? "";
        var subtags = tag.Split('-');
        return
            subtags[0].Length is 2 or 3
            && subtags.All(part => part.Length is > 0 and <= 8 && part.All(char.IsAsciiLetterOrDigit))
            ? tag
            : null;
    }

    private static string? Line(string? text) => text is null ? null : Paragraphs.OneLine(HtmlText.Plain(text));

    private static IReadOnlyList<string> Distinct(IEnumerable<string> values) =>
        [
            .. values
                .SelectMany(value =>
                    value.Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                )
                .Select(value => Paragraphs.OneLine(HtmlText.Plain(value)))
                .Where(value => value.Length > 0)
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ];
}
