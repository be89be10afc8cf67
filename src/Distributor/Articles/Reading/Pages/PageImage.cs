using System.Globalization;

namespace Distributor.Articles.Reading.Pages;

/// <summary>The picture a page offers for its article.</summary>
internal static class PageImage
{
    public static ArticleImage? Find(JsonLd data, MetaTags meta, Uri? baseUri)
    {
        if (PageAddresses.Resolve(meta["og:image", "og:image:url", "og:image:secure_url"], baseUri) is { } open)
        {
            return new ArticleImage(
                open,
                Pixels(meta["og:image:width"]),
                Pixels(meta["og:image:height"]),
                meta["og:image:alt"]
            );
        }
        if (data.Image() is { } image && PageAddresses.Resolve(image.Url, baseUri) is { } described)
        {
            return new ArticleImage(described, image.Width, image.Height);
        }
        return PageAddresses.Resolve(meta["twitter:image", "twitter:image:src", "thumbnail"], baseUri) is { } other
            ? new ArticleImage(other, Alt: meta["twitter:image:alt"])
            : null;
    }

    private static int? Pixels(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > 0 ? size : null;
}
