using System.Xml;
using System.Xml.Linq;

namespace Distributor.Sources;

/// <param name="Topics">The last parts of its OPML 2.0 <c>category</c>: <c>/News/World,Sport</c> is World and Sport.</param>
public sealed record OpmlFeed(Uri Address, string Title, IReadOnlyList<string> Topics);

/// <param name="Faults">One line for each outline that could not be taken.</param>
/// <param name="Error">The file is no OPML; nothing was taken.</param>
public sealed record OpmlContent(IReadOnlyList<OpmlFeed> Feeds, IReadOnlyList<string> Faults, string? Error);

/// <summary>Lists of feeds as other readers write and read them (OPML 2.0).</summary>
public static class Opml
{
    private const int LargestFile = 10 * 1024 * 1024;

    /// <summary>A document type is refused: entities of a stranger's file must neither be fetched nor expanded.</summary>
    private static readonly XmlReaderSettings Safe = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = LargestFile,
    };

    public static OpmlContent Read(Stream stream)
    {
        XElement root;
        try
        {
            using var reader = XmlReader.Create(stream, Safe);
            root = XDocument.Load(reader, LoadOptions.SetLineInfo).Root!;
        }
        catch (XmlException fault)
        {
            return new OpmlContent([], [], $"it is not valid XML (line {fault.LineNumber}); export it again");
        }
        if (root.Name.LocalName != "opml")
        {
            return new OpmlContent([], [], "it is not OPML; export the list of feeds as OPML");
        }
        var feeds = new List<OpmlFeed>();
        var faults = new List<string>();
        foreach (var outline in root.Descendants("outline").Where(outline => outline.Attribute("xmlUrl") is not null))
        {
            var url = outline.Attribute("xmlUrl")!.Value.Trim();
            if (Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            {
                feeds.Add(new OpmlFeed(address, TitleOf(outline) ?? address.Host, TopicsOf(outline)));
            }
            else
            {
                faults.Add($"line {((IXmlLineInfo)outline).LineNumber}: xmlUrl is no http or https address");
            }
        }
        return new OpmlContent(feeds, faults, null);
    }

    public static string Write(IEnumerable<OpmlFeed> feeds)
    {
        var body = feeds.Select(feed => new XElement(
            "outline",
            new XAttribute("type", "rss"),
            new XAttribute("text", feed.Title),
            new XAttribute("title", feed.Title),
            new XAttribute("xmlUrl", feed.Address.AbsoluteUri),
            // A comma separates categories, so it cannot be part of one.
            feed.Topics.Count == 0
                ? null
                : new XAttribute("category", string.Join(',', feed.Topics.Select(topic => topic.Replace(',', ' '))))
        ));
        var document = new XElement(
            "opml",
            new XAttribute("version", "2.0"),
            new XElement("head", new XElement("title", "Distributor")),
            new XElement("body", body)
        );
        return $"""<?xml version="1.0" encoding="utf-8"?>{Environment.NewLine}{document}""";
    }

    private static string? TitleOf(XElement outline) =>
        ((string?[])[outline.Attribute("title")?.Value, outline.Attribute("text")?.Value]).FirstOrDefault(title =>
            !string.IsNullOrWhiteSpace(title)
        );

    private static IReadOnlyList<string> TopicsOf(XElement outline) =>
        [
            .. (outline.Attribute("category")?.Value ?? "")
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(path => path.TrimEnd('/').Split('/')[^1])
                .Where(topic => topic.Length > 0)
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ];
}
