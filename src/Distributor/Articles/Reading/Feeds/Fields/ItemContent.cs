using Distributor.Articles.Reading.Feeds.Xml;

namespace Distributor.Articles.Reading.Feeds.Fields;

/// <summary>The body and the standfirst of an item, out of the many elements that may hold them.</summary>
/// <param name="Html">As written, not yet cleaned; empty when there is none.</param>
/// <param name="Summary">As written, not yet cleaned; null when there is none beside <paramref name="Html"/>.</param>
/// <param name="Base">What relative addresses in the HTML are relative to.</param>
/// <param name="IsSummaryOnly">True when <paramref name="Html"/> came in an element meant for a summary.</param>
sealed record ItemContent(string Html, string? Summary, Uri? Base, bool IsSummaryOnly)
{
    public static ItemContent Of(FeedElement item)
    {
        var full = First(Bodies(item));
        var summary = First(Summaries(item));
        return (full, summary) switch
        {
            (null, null) => new ItemContent("", null, item.Base, IsSummaryOnly: true),
            (null, { } only) => new ItemContent(only.Html, null, only.Element.Base, IsSummaryOnly: true),
            ({ } body, _) => new ItemContent(body.Html, summary?.Html, body.Element.Base, IsSummaryOnly: false),
        };
    }

    /// <summary>In falling order of trust. Of several Atom contents the longest: the others are other formats or previews.</summary>
    static IEnumerable<FeedElement> Bodies(FeedElement item) =>
        [
            .. item.All(Vocabulary.Content, "encoded"),
            .. item.All(Vocabulary.Atom, "content").OrderByDescending(c => c.Text().Length),
            .. item.All(Vocabulary.Xhtml, "body"),
            .. item.All(Vocabulary.Xhtml, "div"),
            .. item.All(Vocabulary.Rss, "fullitem"),
            .. item.All(Vocabulary.Rss, "content"),
        ];

    static IEnumerable<FeedElement> Summaries(FeedElement item) =>
        [
            .. item.All(Vocabulary.Rss, "description"),
            .. item.All(Vocabulary.Atom, "summary"),
            .. item.All(Vocabulary.Rss, "summary"),
            .. item.All(Vocabulary.DublinCore, "description"),
            .. item.All(Vocabulary.DublinCore, "abstract"),
            .. item.All(Vocabulary.Media, "description"),
            .. item.All(Vocabulary.Media, "group").SelectMany(g => g.All(Vocabulary.Media, "description")),
            .. item.All(Vocabulary.ITunes, "summary"),
            .. item.All(Vocabulary.ITunes, "subtitle"),
        ];

    static (FeedElement Element, string Html)? First(IEnumerable<FeedElement> elements)
    {
        foreach (var element in elements)
            if (TextConstruct.Html(element) is var html && !string.IsNullOrWhiteSpace(html))
                return (element, html);
        return null;
    }
}
