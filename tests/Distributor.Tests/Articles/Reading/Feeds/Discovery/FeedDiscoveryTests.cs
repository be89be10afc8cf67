using System.Text;
using Distributor.Articles.Reading;
using Distributor.Articles.Reading.Feeds;
using Distributor.Articles.Reading.Feeds.Discovery;
using Xunit;

namespace Distributor.Tests.Articles.Reading.Feeds.Discovery;

public sealed class FeedDiscoveryTests
{
    static readonly Uri Page = new("https://news.example/local/today.html");

    [Theory]
    [InlineData("<link rel=alternate type=application/rss+xml href=/rss>", "https://news.example/rss")]
    [InlineData(
        "<link rel='alternate' type='application/atom+xml' href='atom.xml'>",
        "https://news.example/local/atom.xml"
    )]
    [InlineData(
        "<link rel='Alternate home' type='APPLICATION/RSS+XML; charset=utf-8' href='/rss'>",
        "https://news.example/rss"
    )]
    [InlineData(
        "<link rel='alternate' type='application/feed+json' href='/feed.json'>",
        "https://news.example/feed.json"
    )]
    [InlineData("<link rel='alternate' type='application/json' href='/feed.json'>", "https://news.example/feed.json")]
    [InlineData(
        "<link rel='alternate' type='application/rss+xml' href='//cdn.example/rss'>",
        "https://cdn.example/rss"
    )]
    [InlineData(
        "<link rel='alternate' type='application/rss+xml' href='feed://news.example/rss'>",
        "http://news.example/rss"
    )]
    [InlineData(
        "<link rel='alternate' type='application/rss+xml' href='feed:https://news.example/rss'>",
        "https://news.example/rss"
    )]
    [InlineData(
        "<base href='https://b.example/x/'><link rel='alternate' type='application/rss+xml' href='rss'>",
        "https://b.example/x/rss"
    )]
    [InlineData("<body><link rel='alternate' type='application/rss+xml' href='/rss'>", "https://news.example/rss")]
    public void A_feed_named_by_a_page_is_found(string head, string expected) =>
        Assert.Equal(expected, Assert.Single(FeedDiscovery.Find($"<html><head>{head}", Page)).Url.AbsoluteUri);

    [Theory]
    [InlineData("")]
    [InlineData("<link rel='stylesheet' type='text/css' href='/a.css'>")]
    [InlineData("<link rel='alternate' hreflang='de' href='/de'>")]
    [InlineData("<link rel='alternate' type='text/html' href='/m'>")]
    [InlineData("<link rel='alternate' type='application/json' href='/wp-json/wp/v2/posts/1'>")]
    [InlineData("<link rel='alternate' type='application/rss+xml' href='javascript:x'>")]
    [InlineData("<link rel='alternate' type='application/rss+xml'>")]
    public void What_is_no_feed_is_not_taken_for_one(string head) =>
        Assert.Empty(FeedDiscovery.Find($"<html><head>{head}</head></html>", Page));

    [Fact]
    public void Feeds_keep_their_order_title_and_type_and_come_once()
    {
        var feeds = FeedDiscovery.Find(
            """
            <link rel="alternate" type="application/rss+xml" title=" All   news " href="/rss"><link rel="alternate" type="application/atom+xml" href="/atom">
            <link rel="alternate" type="application/rss+xml" title="Again" href="/rss">
            """,
            Page
        );
        Assert.Equal(
            [
                new(new Uri("https://news.example/rss"), "All news", "application/rss+xml"),
                new DiscoveredFeed(new Uri("https://news.example/atom"), null, "application/atom+xml"),
            ],
            feeds
        );
    }

    [Fact]
    public void A_page_too_deep_to_parse_is_read_up_to_its_body()
    {
        var deep = string.Concat(Enumerable.Repeat("<div>", 200_000));
        var html = $"<html><head><link rel='alternate' type='application/rss+xml' href='/rss'></head><body>{deep}";
        Assert.Single(FeedDiscovery.Find(html, Page));
        Assert.Empty(FeedDiscovery.Find(deep, Page));
    }

    [Fact]
    public void Guesses_lie_beside_the_page_and_at_the_root_each_once()
    {
        var guesses = FeedDiscovery.Guesses(new Uri("https://news.example/blog/"));
        Assert.Contains(new Uri("https://news.example/blog/feed/"), guesses);
        Assert.Contains(new Uri("https://news.example/atom.xml"), guesses);
        Assert.Equal(guesses.Distinct().Count(), guesses.Count);
        Assert.All(guesses, g => Assert.Equal("news.example", g.Host));
        Assert.Empty(FeedDiscovery.Guesses(new Uri("mailto:a@news.example")));
    }

    [Theory]
    [InlineData("<?xml version='1.0'?><rss version='2.0'>", true)]
    [InlineData("<!-- c --><!DOCTYPE rss><RSS>", true)]
    [InlineData("<feed xmlns='http://www.w3.org/2005/Atom'>", true)]
    [InlineData("<rdf:RDF>", true)]
    [InlineData("{\"version\": \"https://jsonfeed.org/version/1\"", true)]
    [InlineData("{\"name\": \"x\"}", false)]
    [InlineData("<!DOCTYPE html><html><body><rss>", false)]
    [InlineData("<svg/>", false)]
    [InlineData("words", false)]
    [InlineData("", false)]
    public void A_feed_is_recognised_by_its_first_tag(string text, bool expected) =>
        Assert.Equal(
            expected,
            FeedReader.LooksLikeFeed(new RawDocument(Encoding.UTF8.GetBytes(text), MediaType: "text/html"))
        );
}
