using System.Text;
using System.Xml;
using Distributor.Templates.Text;
using Microsoft.Extensions.Options;
using NodaTime;
using NodaTime.Text;

namespace Distributor.Site.Archive;

/// <summary>The newest public stories as an Atom feed (RFC 4287).</summary>
public sealed class ArchiveFeed(IOptions<SiteOptions> site)
{
    public const int Entries = 50;

    private const string Atom = "http://www.w3.org/2005/Atom";

    /// <param name="topic">The slug of the topic whose feed this is; null for all.</param>
    public byte[] Write(IReadOnlyList<ArchivedStory> stories, string? topic)
    {
        var self = "archive/feed.xml" + (topic is null ? "" : $"?topic={Uri.EscapeDataString(topic)}");
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, new XmlWriterSettings { Encoding = new UTF8Encoding(false) }))
        {
            xml.WriteStartElement("feed", Atom);
            Element(xml, "id", Absolute(self));
            Element(xml, "title", Title(stories, topic));
            Link(xml, "self", Absolute(self), "application/atom+xml");
            Link(xml, "alternate", Absolute("archive"), "text/html");
            // An empty feed needs a time too, and one that stays the same.
            Time(
                xml,
                "updated",
                stories.Count == 0 ? NodaConstants.UnixEpoch : stories.Max(story => story.CompletedAt)
            );
            foreach (var story in stories)
            {
                Entry(xml, story);
            }
            xml.WriteEndElement();
        }
        return bytes.ToArray();
    }

    private void Entry(XmlWriter xml, ArchivedStory story)
    {
        xml.WriteStartElement("entry", Atom);
        if (story.Text.Language is { } language && Subscribers.WordLanguages.IsTag(language))
        {
            xml.WriteAttributeString("xml", "lang", null, language);
        }
        Element(xml, "id", Absolute($"archive/stories/{story.Text.StoryId}"));
        Element(xml, "title", Clean(story.Text.Title.Length > 0 ? story.Text.Title : story.Text.Source));
        Time(xml, "updated", story.CompletedAt);
        Time(xml, "published", story.Text.PublishedAt ?? story.CompletedAt);
        xml.WriteStartElement("author", Atom);
        Element(xml, "name", Clean(story.Text.Source));
        xml.WriteEndElement();
        if (story.Topic is { } topic)
        {
            xml.WriteStartElement("category", Atom);
            xml.WriteAttributeString("term", Clean(topic.Name));
            xml.WriteEndElement();
        }
        if (story.Text.Url is { } url)
        {
            Link(xml, "alternate", url.AbsoluteUri, null);
        }
        // Plain text: what a feed wrote stays text in every reader. It also stands in for a missing link (RFC 4287 4.1.2).
        Element(xml, story.Text.Url is null ? "content" : "summary", Clean(story.Text.Lead));
        xml.WriteEndElement();
    }

    private string Title(IReadOnlyList<ArchivedStory> stories, string? topic) =>
        topic is null ? Clean(site.Value.Name)
        : stories.Select(story => story.Topic).FirstOrDefault(t => t?.Slug == topic) is { } found
            ? $"{Clean(site.Value.Name)} · {Clean(found.Name)}"
        : $"{Clean(site.Value.Name)} · {Clean(topic)}";

    private string Absolute(string path) => new Uri(site.Value.BaseAddress, path).AbsoluteUri;

    private static void Element(XmlWriter xml, string name, string text) => xml.WriteElementString(name, Atom, text);

    private static void Time(XmlWriter xml, string name, Instant time) =>
        Element(xml, name, InstantPattern.General.Format(time));

    private static void Link(XmlWriter xml, string relation, string address, string? type)
    {
        xml.WriteStartElement("link", Atom);
        xml.WriteAttributeString("rel", relation);
        if (type is not null)
        {
            xml.WriteAttributeString("type", type);
        }
        xml.WriteAttributeString("href", address);
        xml.WriteEndElement();
    }

    /// <summary>One line of characters XML allows: no control characters, no halves of pairs, no noncharacters.</summary>
    private static string Clean(string text) => CleanText.Line(text);
}
