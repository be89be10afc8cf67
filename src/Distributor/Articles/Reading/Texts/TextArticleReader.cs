using Distributor.Articles.Reading.Charsets;
using Distributor.Articles.Reading.Feeds.Dates;
using Distributor.Articles.Reading.Sanitizing;
using Distributor.Articles.Topics;
using NodaTime;
using YamlDotNet.Core;

namespace Distributor.Articles.Reading.Texts;

/// <summary>
/// Reads one article from a text or Markdown file: front matter when present, otherwise scraped text with perhaps a
/// section line, the title, paragraphs, an agency credit and page furniture.
/// </summary>
public sealed class TextArticleReader(IArticleHtml html, IClock clock)
{
    private const int LongestCutTitle = 120;

    /// <param name="raw">A text within <see cref="ReadLimits"/>; its file name decides between Markdown and plain text.</param>
    /// <param name="topics">What section lines and tags are recognised by; null for the built-in section names.</param>
    public ReadResult Read(RawDocument raw, TopicMatcher? topics = null)
    {
        FrontMatter? front;
        string rest;
        try
        {
            (front, rest) = FrontMatter.Split(CharsetStep.Decode(raw));
        }
        catch (YamlException fault)
        {
            return ReadResult.Unreadable(
                InputKind.Text,
                $"its front matter is not valid YAML (line {fault.Start.Line + 1}); mend it or remove the lines between ---"
            );
        }
        var article = Compose(raw, front, rest, topics ?? TopicMatcher.BuiltIn);
        return article is null
            ? ReadResult.Unreadable(
                InputKind.Text,
                "it holds no text besides page furniture; an article needs at least a title"
            )
            : new ReadResult
            {
                Kind = InputKind.Text,
                Title = article.Title,
                Language = article.Language,
                Articles = [article],
            };
    }

    private ReadArticle? Compose(RawDocument raw, FrontMatter? front, string rest, TopicMatcher topics)
    {
        var now = clock.GetCurrentInstant();
        var body = AgencyLines.Take(Furniture.Remove(rest.ReplaceLineEndings("\n").Split('\n')));
        var head = TextHead.Read(body.Lines, front?.Value("title", "headline"), topics, now);
        var paragraphs = TextParagraphs.Of(head.Rest);
        var title = Paragraphs.OneLine(front?.Value("title", "headline") ?? head.Title ?? FirstWords(paragraphs));
        if (title.Length == 0)
        {
            return null;
        }
        var isMarkdown =
            raw.FileName?.EndsWith(".md", StringComparison.OrdinalIgnoreCase) == true
            || raw.MediaType == "text/markdown";
        var source = isMarkdown ? MarkdownBody.ToHtml(string.Join('\n', head.Rest)) : null;
        var url = Address(front?.Value("url", "link", "canonical"), null);
        var clean = html.Clean(source ?? Paragraphs.ToHtml(paragraphs), url ?? raw.Address);
        var categories = Categories(front, head);
        return new ReadArticle
        {
            Guid = front?.Value("guid", "id"),
            Url = url,
            Title = title,
            Lead = Paragraphs.OneLine(
                front?.Value("lead", "description", "summary", "standfirst") ?? clean.Text.Split('\n')[0]
            ),
            Html = clean.Html,
            Text = clean.Text,
            Author = front?.Value("author", "authors", "byline") ?? head.Author,
            Agency = front?.Value("agency", "source") ?? body.Agency,
            Image =
                Image(front?.Value("image", "picture"), url)
                ?? clean.Images.Select(image => new ArticleImage(image)).FirstOrDefault(),
            Language = front?.Value("language", "lang")?.Replace('_', '-') ?? raw.ContentLanguage,
            PublishedAt = FeedDates.Parse(front?.Value("publishedAt", "published", "date"), now) ?? head.PublishedAt,
            UpdatedAt = FeedDates.Parse(front?.Value("updatedAt", "updated", "modified", "lastmod"), now),
            Categories = categories,
            Topics = topics.MatchAll(categories),
        };
    }

    private static IReadOnlyList<string> Categories(FrontMatter? front, TextHead head)
    {
        var named = ((string[])["topics", "topic", "section", "categories", "category", "tags"])
            .SelectMany(key => front?.Values(key) ?? [])
            .SelectMany(value =>
                value.Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            );
        return [.. named.Concat(head.Section is null ? [] : [head.Section]).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    private static ArticleImage? Image(string? address, Uri? baseUri) =>
        Address(address, baseUri) is { } image ? new ArticleImage(image) : null;

    private static Uri? Address(string? address, Uri? baseUri) =>
        Uri.TryCreate(address, UriKind.Absolute, out var absolute) && absolute.Scheme is "http" or "https" ? absolute
        : baseUri is not null && Uri.TryCreate(baseUri, address, out var joined) && joined.Scheme is "http" or "https"
            ? joined
        : null;

    /// <summary>A text that starts with a long paragraph has no title line; its first words name it.</summary>
    private static string FirstWords(IReadOnlyList<string> paragraphs)
    {
        var first = paragraphs.Count > 0 ? paragraphs[0] : "";
        var cut = first.Length <= LongestCutTitle ? -1 : first.LastIndexOf(' ', LongestCutTitle);
        return cut > 0 ? first[..cut] + "…" : first[..Math.Min(first.Length, LongestCutTitle)];
    }
}
