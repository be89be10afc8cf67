using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Distributor.Articles.Reading;
using Distributor.Articles.Reading.Feeds;
using NodaTime;
using NodaTime.Text;

namespace Distributor.Tests.Articles.Reading.Feeds;

/// <summary>Words for the tests of the feed reader: a feed around a snippet, read at a fixed moment.</summary>
static partial class FeedTesting
{
    public static readonly Instant Now = Instant.FromUtc(2026, 11, 23, 12, 0);
    public static readonly Uri Address = new("https://news.example/feeds/all.xml");

    public static ReadResult Read(string text, Uri? address = null) => Read(Encoding.UTF8.GetBytes(text), address);

    public static ReadResult Read(byte[] bytes, Uri? address = null) =>
        Read(new RawDocument(bytes, address ?? Address));

    public static ReadResult Read(RawDocument document) =>
        new FeedReader(new PassThrough(), new FixedClock(Now)).Read(document);

    public static ReadArticle ReadOne(string text, Uri? address = null) =>
        Xunit.Assert.Single(Read(text, address).Articles);

    /// <summary>An RSS 2.0 feed with one item that has a title unless the snippet brings one.</summary>
    public static string Rss(string item, string channel = "") =>
        $"""
            <?xml version="1.0" encoding="utf-8"?>
            <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
              xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
              xmlns:atom="http://www.w3.org/2005/Atom" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0">
            <channel><title>The Harbour Gazette</title>{channel}
            <item>{(
                item.Contains("<title", StringComparison.Ordinal) ? "" : "<title>Ferry timetable changes</title>"
            )}{item}</item>
            </channel></rss>
            """;

    /// <summary>An Atom 1.0 feed with one entry that has a title unless the snippet brings one.</summary>
    public static string Atom(string entry, string feed = "", string attributes = "") =>
        $"""
            <?xml version="1.0" encoding="utf-8"?>
            <feed xmlns="http://www.w3.org/2005/Atom" {attributes}><title>The Harbour Gazette</title>{feed}
            <entry>{(
                entry.Contains("<title", StringComparison.Ordinal) ? "" : "<title>Ferry timetable changes</title>"
            )}{entry}</entry>
            </feed>
            """;

    public static Instant At(string iso) => OffsetDateTimePattern.ExtendedIso.Parse(iso).Value.ToInstant();

    sealed class FixedClock(Instant now) : IClock
    {
        public Instant GetCurrentInstant() => now;
    }

    /// <summary>Leaves HTML as it is: what the sanitiser removes is tested with the sanitiser.</summary>
    sealed partial class PassThrough : IArticleHtml
    {
        public CleanHtml Clean(string html, Uri? baseUri) =>
            new(html, WebUtility.HtmlDecode(Tag().Replace(Block().Replace(html, "\n"), "")).Trim(), []);

        [GeneratedRegex(@"</(?:p|div|li|h\d)>\s*|<br\s*/?>")]
        private static partial Regex Block();

        [GeneratedRegex(@"</?[a-zA-Z][^<>]*>")]
        private static partial Regex Tag();
    }
}
