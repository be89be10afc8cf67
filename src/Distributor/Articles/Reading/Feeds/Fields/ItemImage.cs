using System.Globalization;
using System.Text.RegularExpressions;
using Distributor.Articles.Reading.Feeds.Xml;

namespace Distributor.Articles.Reading.Feeds.Fields;

/// <summary>
/// The picture of an item: widest media:content, image enclosure, media:thumbnail, itunes:image, image of the item, first
/// picture in the text that is no pixel.
/// </summary>
static partial class ItemImage
{
    /// <summary>Smaller pictures in a text are counters, smileys and share buttons.</summary>
    const int SmallestSide = 60;

    /// <param name="item">The item.</param>
    /// <param name="enclosures">What is attached to it.</param>
    /// <param name="html">Its body, not yet cleaned.</param>
    /// <param name="baseUri">What addresses in the body are relative to.</param>
    public static ArticleImage? Of(FeedElement item, IReadOnlyList<Enclosure> enclosures, string html, Uri? baseUri) =>
        Widest(Media(item, "content").Where(IsImage))
        ?? enclosures.Where(IsImage).Select(e => new ArticleImage(e.Url)).FirstOrDefault()
        ?? Widest(Media(item, "thumbnail"))
        ?? Linked(item.First(Vocabulary.ITunes, "image"), "href")
        ?? OfItem(item)
        ?? InText(html, baseUri);

    /// <summary>First picture of the text; what says it is tiny is passed over.</summary>
    public static ArticleImage? InText(string html, Uri? baseUri)
    {
        foreach (Match tag in Img().Matches(html))
        {
            var attributes = ImgAttribute()
                .Matches(tag.Value)
                .DistinctBy(a => a.Groups["name"].Value.ToLowerInvariant())
                .ToDictionary(
                    a => a.Groups["name"].Value.ToLowerInvariant(),
                    a => XmlEntities.DecodeOnce(a.Groups["value"].Value)
                );
            var (width, height) = (
                Pixels(attributes.GetValueOrDefault("width")),
                Pixels(attributes.GetValueOrDefault("height"))
            );
            if (width < SmallestSide || height < SmallestSide)
                continue;
            if (Addresses.Resolve(attributes.GetValueOrDefault("src"), baseUri) is { } url)
                return new ArticleImage(url, width, height, Words(attributes.GetValueOrDefault("alt")));
        }
        return null;
    }

    /// <summary>media elements stand in the item, in a media:group, or a thumbnail in its media:content.</summary>
    static IEnumerable<FeedElement> Media(FeedElement item, string name) =>
        item.Descendants()
            .Where(n => n.Element is { Vocabulary: Vocabulary.Media } e && e.Name == name)
            .Select(n => n.Element!);

    static ArticleImage? Widest(IEnumerable<FeedElement> elements) =>
        elements
            .Select(e => Linked(e, "url"))
            .OfType<ArticleImage>()
            // A stable sort: of those without a width the first stays first.
            .OrderByDescending(image => image.Width ?? 0)
            .FirstOrDefault();

    static ArticleImage? Linked(FeedElement? element, string attribute) =>
        Addresses.Resolve(element?.Attribute(attribute) ?? element?.Attribute("url"), element?.Base) is { } url
            ? new ArticleImage(
                url,
                Pixels(element!.Attribute("width")),
                Pixels(element.Attribute("height")),
                Alt(element)
            )
            : null;

    /// <summary>Not in any RSS, yet common: an image element with the address inside, or inside a url element.</summary>
    static ArticleImage? OfItem(FeedElement item) =>
        item.All(Vocabulary.Rss, "image")
            .Concat(item.All(Vocabulary.Rss, "thumbnail"))
            .Select(e =>
                Linked(e, "href")
                ?? (
                    Addresses.Resolve((e.First(Vocabulary.Rss, "url") ?? e).Text(), e.Base) is { } url
                        ? new ArticleImage(url)
                        : null
                )
            )
            .FirstOrDefault(image => image is not null);

    static string? Alt(FeedElement element) =>
        Words(
            (element.First(Vocabulary.Media, "description") ?? element.First(Vocabulary.Media, "title")) is { } words
                ? TextConstruct.Line(words)
                : null
        );

    static string? Words(string? alt) =>
        PlainText.OneLine(alt ?? "") is { Length: > 0 } words ? PlainText.Shorten(words, PlainText.MaxTitle) : null;

    static bool IsImage(FeedElement media) =>
        media.Attribute("medium")?.ToLowerInvariant() switch
        {
            "image" => true,
            not null => false,
            null => media.Attribute("type") is { } type
                ? type.StartsWith("image", StringComparison.OrdinalIgnoreCase)
                : HasImageEnding(media.Attribute("url")),
        };

    static bool IsImage(Enclosure enclosure) =>
        enclosure.MediaType is { } type
            ? type.StartsWith("image", StringComparison.OrdinalIgnoreCase)
            : HasImageEnding(enclosure.Url.AbsolutePath);

    static bool HasImageEnding(string? address) => address is not null && ImageEnding().IsMatch(address);

    static int? Pixels(string? written) =>
        int.TryParse(
            written?.Trim().Replace("px", "", StringComparison.OrdinalIgnoreCase),
            CultureInfo.InvariantCulture,
            out var n
        )
        && n > 0
            ? n
            : null;

    [GeneratedRegex(@"\.(?:jpe?g|png|gif|webp|avif)(?:\?|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ImageEnding();

    [GeneratedRegex(@"<img\s[^<>]{1,3000}>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Img();

    [GeneratedRegex(
        """\s(?<name>src|width|height|alt)\s*=\s*(?:"(?<value>[^"]*)"|'(?<value>[^']*)'|(?<value>[^\s"'>]+))""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex ImgAttribute();
}
