using AngleSharp.Dom;

namespace Distributor.Articles.Reading.Pages;

/// <summary>The address of the article, and the one its relative links refer to.</summary>
internal static class PageAddresses
{
    /// <summary>
    /// What the page calls its own address. One that names the front page while we came from deeper is a template's
    /// mistake and ignored.
    /// </summary>
    public static Uri? Canonical(IDocument page, MetaTags meta, JsonLd data, Uri? address) =>
        new[]
        {
            page.QuerySelector("link[rel~='canonical' i][href]")?.GetAttribute("href"),
            meta["og:url"],
            data.Text("url"),
            data.Text("mainEntityOfPage"),
        }
            .Select(candidate => Resolve(candidate, address))
            .FirstOrDefault(candidate =>
                candidate is not null && (candidate.AbsolutePath != "/" || address?.AbsolutePath is null or "/")
            );

    public static Uri? Base(IDocument page, Uri? address) =>
        Resolve(page.QuerySelector("base[href]")?.GetAttribute("href"), address) ?? address;

    /// <summary>An absolute http or https address, or null.</summary>
    public static Uri? Resolve(string? candidate, Uri? baseUri)
    {
        var text = candidate?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }
        // On Unix "/path" parses as an absolute file address, so the scheme decides.
        if (Uri.TryCreate(text, UriKind.Absolute, out var absolute) && absolute.Scheme is "http" or "https")
        {
            return absolute;
        }
        return baseUri is not null && Uri.TryCreate(baseUri, text, out var joined) && joined.Scheme is "http" or "https"
            ? joined
            : null;
    }
}
