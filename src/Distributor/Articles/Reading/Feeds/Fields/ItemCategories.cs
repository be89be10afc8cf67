using Distributor.Articles.Reading.Feeds.Xml;

namespace Distributor.Articles.Reading.Feeds.Fields;

/// <summary>The categories of an item as the publisher wrote them; which topic they mean is decided elsewhere.</summary>
static class ItemCategories
{
    /// <summary>Some blogs put every word of the text into it.</summary>
    const int MaxCount = 50;

    public static IReadOnlyList<string> Of(FeedElement item) => Clean(item.Elements.SelectMany(Names));

    /// <summary>As plain text, in their order, each once whatever its case.</summary>
    public static IReadOnlyList<string> Clean(IEnumerable<string> written) =>
        [
            .. written
                .Select(PlainText.OfHtml)
                .Where(name => name.Length is > 0 and <= 100)
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Take(MaxCount),
        ];

    static IEnumerable<string> Names(FeedElement element) =>
        (element.Vocabulary, element.Name) switch
        {
            (Vocabulary.Rss or Vocabulary.Atom, "category") => [Named(element)],
            (Vocabulary.DublinCore, "subject") => Subjects(element),
            (Vocabulary.Media, "category") => [element.Attribute("label") ?? element.Text()],
            (Vocabulary.Media, "group") => element.All(Vocabulary.Media, "category").SelectMany(Names),
            (Vocabulary.Media or Vocabulary.ITunes, "keywords") => element.Text().Split(','),
            (Vocabulary.ITunes, "category") => Nested(element),
            _ => [],
        };

    /// <summary>term is for machines, but it is what publishers fill; the label is the same word prettier or missing.</summary>
    static string Named(FeedElement element) =>
        element.Attribute("term") ?? element.Attribute("label") ?? element.Text();

    /// <summary>Dublin Core in RDF may be a list: dc:subject with rdf:Bag, or taxo topics.</summary>
    static IEnumerable<string> Subjects(FeedElement element) =>
        element.HasElements
            ? element.Descendants().Where(n => n.Element is { Name: "li" or "value" }).Select(n => n.Element!.Text())
            : [element.Text()];

    /// <summary>A podcast's category and the narrower one inside it.</summary>
    static IEnumerable<string> Nested(FeedElement element) =>
        element.All(Vocabulary.ITunes, "category").Prepend(element).Select(e => e.Attribute("text") ?? "");
}
