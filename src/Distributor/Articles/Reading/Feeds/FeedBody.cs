using System.Text.RegularExpressions;
using Distributor.Articles.Reading.Feeds.Fields;

namespace Distributor.Articles.Reading.Feeds;

/// <summary>Body and standfirst of an item, cleaned.</summary>
sealed record FeedText(string Html, string Text, string Lead, bool IsExcerpt);

/// <summary>Cleans what an item wrote and decides what of it is body and what is standfirst.</summary>
sealed partial class FeedBody(IArticleHtml cleaner)
{
    /// <summary>A summary longer than this is the article itself, put into the wrong element, as most feeds do.</summary>
    const int LongestSummary = 800;

    /// <summary>Length of a standfirst that is only the start of the text.</summary>
    const int MadeUpLead = 300;

    /// <summary>Endings that say there is more behind the link.</summary>
    static readonly string[] MoreSigns =
    [
        "…",
        "...",
        "[…]",
        "[...]",
        "…]",
        "...]",
        "read more",
        "continue reading",
        "»",
        "weiterlesen",
    ];

    public FeedText Read(ItemContent content)
    {
        var body = Clean(content.Html, content.Base);
        var summary = content.Summary is null
            ? ""
            : WithoutFooter(PlainText.OneLine(Clean(content.Summary, content.Base).Text));
        var oneLine = PlainText.OneLine(body.Text);
        var lead = summary.Length is > 0 and <= LongestSummary ? summary : StartOf(body.Text);
        return new FeedText(body.Html, body.Text, lead, content.IsSummaryOnly && IsExcerpt(oneLine));
    }

    /// <summary>WordPress ends every summary with "The post … appeared first on …".</summary>
    static string WithoutFooter(string summary) => WordPressFooter().Replace(summary, "");

    [GeneratedRegex(@"\s*\bThe post .{1,300} (?:appeared first on|first appeared on) .{1,200}$")]
    private static partial Regex WordPressFooter();

    static bool IsExcerpt(string text) =>
        text.Length <= LongestSummary
        || MoreSigns.Any(sign => text.TrimEnd().EndsWith(sign, StringComparison.OrdinalIgnoreCase));

    /// <summary>The first paragraph, or as many of its words as make a standfirst; all of a text that is short anyway.</summary>
    static string StartOf(string text) =>
        text.Length <= LongestSummary && !text.Contains('\n', StringComparison.Ordinal)
            ? PlainText.OneLine(text)
            : PlainText.Shorten(FirstLine(text), MadeUpLead);

    static string FirstLine(string text) =>
        text.Split('\n').Select(PlainText.OneLine).FirstOrDefault(line => line.Length > 0) ?? "";

    CleanHtml Clean(string html, Uri? baseUri) =>
        html.Length == 0 ? new CleanHtml("", "", []) : cleaner.Clean(html, baseUri);
}
