using System.Net;
using System.Text.Json;
using Distributor.Articles.Reading.Feeds.Dates;
using Distributor.Articles.Reading.Feeds.Fields;
using NodaTime;

namespace Distributor.Articles.Reading.Feeds.Json;

/// <summary>Makes an article of one item of a JSON Feed.</summary>
sealed class JsonItemReader(FeedBody body, Instant now, Uri? baseUri, FeedDefaults defaults)
{
    /// <summary>Null when there is neither a title nor a text.</summary>
    public ReadArticle? Read(JsonElement item)
    {
        var content = Content(item);
        var text = body.Read(content);
        var title = Title(item) ?? ItemTitle.OutOf(text.Text is "" ? text.Lead : text.Text);
        if (title.Length == 0)
            return null;
        return new ReadArticle
        {
            Guid = item.Text("id"),
            Url = Url(item),
            Title = title,
            Lead = text.Lead,
            Html = text.Html,
            Text = text.Text,
            Author = Author(item) ?? defaults.Author,
            Image = Image(item, content),
            Language = LanguageTags.Of(item.Text("language")) ?? defaults.Language,
            PublishedAt = FeedDates.Parse(item.Text("date_published") ?? item.Text("date_modified"), now),
            UpdatedAt = FeedDates.Parse(item.Text("date_modified"), now),
            Categories = Tags(item),
            Enclosures = Attachments(item),
            OriginalHtml = content.Html.Length == 0 ? null : content.Html,
            IsExcerpt = text.IsExcerpt,
        };
    }

    /// <summary>Version 1.0 has one author, version 1.1 a list; some publishers write plain names into it.</summary>
    public static string? Author(JsonElement element)
    {
        var names = element
            .Values("authors")
            .Concat(element.Values("author"))
            .Select(author => author.Text("name") ?? JsonValues.Text(author))
            .OfType<string>()
            .Select(PlainText.OneLine)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Take(10);
        return string.Join(", ", names) is { Length: > 0 } joined ? joined : null;
    }

    static string? Title(JsonElement item) =>
        PlainText.OfHtml(item.Text("title") ?? "") is { Length: > 0 } title
            ? PlainText.Shorten(title, PlainText.MaxTitle)
            : null;

    ItemContent Content(JsonElement item)
    {
        var summary = item.Text("summary") is { } plain ? Escaped(plain) : null;
        var html = item.Text("content_html") ?? (item.Text("content_text") is { } text ? Escaped(text) : null);
        return html is null
            ? new ItemContent(summary ?? "", null, baseUri, IsSummaryOnly: true)
            : new ItemContent(html, summary, baseUri, IsSummaryOnly: false);
    }

    /// <summary>Plain text as HTML, an empty line as a new paragraph.</summary>
    static string Escaped(string text)
    {
        var paragraphs = text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        return string.Concat(
            paragraphs.Select(p =>
                $"<p>{WebUtility.HtmlEncode(p.Trim()).Replace("\n", "<br>", StringComparison.Ordinal)}</p>"
            )
        );
    }

    /// <summary>external_url is the page a link blog talks about, url its own; an id often is the address too.</summary>
    Uri? Url(JsonElement item) =>
        Addresses.Resolve(item.Text("url"), baseUri)
        ?? Addresses.Resolve(item.Text("external_url"), baseUri)
        ?? Addresses.Resolve(item.Text("id"), null);

    ArticleImage? Image(JsonElement item, ItemContent content) =>
        (Addresses.Resolve(item.Text("image"), baseUri) ?? Addresses.Resolve(item.Text("banner_image"), baseUri))
            is { } url
            ? new ArticleImage(url)
            : Attachments(item)
                .Where(a => a.MediaType?.StartsWith("image/", StringComparison.OrdinalIgnoreCase) == true)
                .Select(a => new ArticleImage(a.Url))
                .FirstOrDefault()
                ?? ItemImage.InText(content.Html, content.Base);

    static IReadOnlyList<string> Tags(JsonElement item) =>
        ItemCategories.Clean(item.Values("tags").Select(JsonValues.Text).OfType<string>());

    IReadOnlyList<Enclosure> Attachments(JsonElement item) =>
        [
            .. item.Values("attachments")
                .Select(a =>
                    Addresses.Resolve(a.Text("url"), baseUri) is { } url
                        ? new Enclosure(url, a.Text("mime_type"), a.Number("size_in_bytes"))
                        : null
                )
                .OfType<Enclosure>()
                .DistinctBy(a => a.Url),
        ];
}
