using System.Text.RegularExpressions;
using AngleSharp.Dom;
using Distributor.Articles.Reading.Sanitizing;

namespace Distributor.Articles.Reading.Pages;

/// <summary>Who wrote the article, as names without "By"; addresses of profiles are no names.</summary>
internal static partial class PageAuthor
{
    private const int LongestName = 120;

    public static string? Find(IDocument page, JsonLd data, MetaTags meta)
    {
        string?[] candidates =
        [
            string.Join(", ", data.Texts("author").Distinct()),
            .. meta.All("author", "article:author", "dc.creator", "byl", "parsely-author", "sailthru.author"),
            page.QuerySelector(
                "[itemprop='author'] [itemprop='name'], [itemprop='author'], a[rel~='author'], .byline-name, .author-name, .byline"
            )?.TextContent,
        ];
        return candidates
            .Select(candidate => Name(candidate ?? ""))
            .FirstOrDefault(name => name.Length is > 0 and <= LongestName);
    }

    private static string Name(string text)
    {
        var name = Prefix().Replace(Paragraphs.OneLine(HtmlText.Plain(text)), "").Trim();
        return name.Contains("://", StringComparison.Ordinal) || name.Contains('@', StringComparison.Ordinal)
            ? ""
            : name;
    }

    [GeneratedRegex(
        @"^(?:by|von|par|por|di|written by|author:?)\s+",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Prefix();
}
