using Distributor.Articles.Reading;
using Xunit;
using static Distributor.Tests.Articles.Reading.Feeds.FeedTesting;

namespace Distributor.Tests.Articles.Reading.Feeds.Fields;

public sealed class LinkTests
{
    [Theory]
    [InlineData("<link>https://news.example/a</link>", "https://news.example/a")]
    [InlineData("<link>\n  https://news.example/a\n</link>", "https://news.example/a")]
    [InlineData("<link>https://news.example/\n   a</link>", "https://news.example/a")]
    [InlineData("<link><![CDATA[https://news.example/a?x=1&y=2]]></link>", "https://news.example/a?x=1&y=2")]
    [InlineData("<link>https://news.example/a?x=1&y=2</link>", "https://news.example/a?x=1&y=2")]
    [InlineData("<link>/a</link>", "https://news.example/a")]
    [InlineData("<link>a</link>", "https://news.example/feeds/a")]
    [InlineData("<link>//cdn.example/a</link>", "https://cdn.example/a")]
    [InlineData("<link>?id=5</link>", "https://news.example/feeds/all.xml?id=5")]
    [InlineData("<link href='https://news.example/a'/>", "https://news.example/a")]
    [InlineData("<link/><atom:link href='https://news.example/a'/>", "https://news.example/a")]
    [InlineData("<atom:link rel='self' href='/self'/><link>/a</link>", "https://news.example/a")]
    [InlineData(
        "<link>https://feeds.example/~r/x</link><feedburner:origLink>https://news.example/a</feedburner:origLink>",
        "https://news.example/a"
    )]
    [InlineData("<guid>https://news.example/a</guid>", "https://news.example/a")]
    [InlineData("<guid isPermaLink='true'>https://news.example/a</guid>", "https://news.example/a")]
    [InlineData("<guid isPermaLink='false'>https://news.example/guid</guid><link>/a</link>", "https://news.example/a")]
    [InlineData("<link>javascript:alert(1)</link><guid>https://news.example/a</guid>", "https://news.example/a")]
    [InlineData("<x:link xmlns:x='http://foreign.example/'>/foreign</x:link><link>/a</link>", "https://news.example/a")]
    [InlineData("<link>https://bücher.example/größe</link>", "https://bücher.example/gr%C3%B6%C3%9Fe")]
    public void The_address_of_an_rss_item_is_found_and_made_absolute(string snippet, string expected) =>
        Assert.Equal(expected, ReadOne(Rss(snippet)).Url?.AbsoluteUri);

    [Theory]
    [InlineData("<guid isPermaLink='false'>https://news.example/a</guid>")]
    [InlineData("<guid>4711</guid>")]
    [InlineData("<guid>tag:news.example,2026:1</guid>")]
    [InlineData("<link>javascript:alert(1)</link>")]
    [InlineData("<link>JaVaScRiPt:alert(1)</link>")]
    [InlineData("<link>java\nscript:alert(1)</link>")]
    [InlineData("<link>data:text/html,x</link>")]
    [InlineData("<link>file:///etc/passwd</link>")]
    [InlineData("<link>mailto:a@news.example</link>")]
    [InlineData("<link>http://</link>")]
    [InlineData("<link>http://[</link>")]
    [InlineData("")]
    public void What_is_no_address_of_a_page_gives_none(string snippet) => Assert.Null(ReadOne(Rss(snippet)).Url);

    [Theory]
    [InlineData("<link href='/a'/>", "https://news.example/a")]
    [InlineData("<link rel='alternate' href='/a'/>", "https://news.example/a")]
    [InlineData("<link rel='http://www.iana.org/assignments/relation/alternate' href='/a'/>", "https://news.example/a")]
    [InlineData("<link rel='self' href='/s'/><link rel='edit' href='/e'/><link href='/a'/>", "https://news.example/a")]
    [InlineData(
        "<link rel='alternate' type='application/pdf' href='/a.pdf'/><link rel='alternate' type='text/html' href='/a'/>",
        "https://news.example/a"
    )]
    [InlineData("<link rel='enclosure' href='/a.mp3'/><id>https://news.example/a</id>", "https://news.example/a")]
    public void An_atom_entry_is_addressed_by_its_alternate_link(string snippet, string expected) =>
        Assert.Equal(expected, ReadOne(Atom(snippet)).Url?.AbsoluteUri);

    [Theory]
    [InlineData("xml:base='https://a.example/x/'", "", "https://a.example/x/p")]
    [InlineData("xml:base='https://a.example/x/'", "xml:base='y/'", "https://a.example/x/y/p")]
    [InlineData("xml:base='https://a.example/x/'", "xml:base='/y/'", "https://a.example/y/p")]
    [InlineData("xml:base='https://a.example/x/'", "xml:base='https://b.example/'", "https://b.example/p")]
    [InlineData("xml:base='javascript:alert(1)'", "", "https://news.example/feeds/p")]
    [InlineData("xml:base='sub/'", "", "https://news.example/feeds/sub/p")]
    public void Bases_nest_and_resolve_against_the_address_of_the_feed(string onFeed, string onLink, string expected) =>
        Assert.Equal(expected, ReadOne(Atom($"<link {onLink} href='p'/>", attributes: onFeed)).Url?.AbsoluteUri);

    [Fact]
    public void Inside_xhtml_a_nested_base_is_resolved_because_html_knows_none() =>
        Assert.Equal(
            "<p><a href=\"https://b.example/p\">x</a></p><a href=\"q\">y</a>",
            ReadOne(
                Atom(
                    """
                    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p xml:base="https://b.example/"><a href="p">x</a></p><a href="q">y</a></div></content>
                    """
                )
            ).Html
        );

    [Fact]
    public void Relative_addresses_of_a_file_are_relative_to_the_site_it_names()
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(Rss("<link>/a</link>", "<link>https://site.example/</link>"));
        Assert.Equal("https://site.example/a", Assert.Single(Read(new RawDocument(bytes)).Articles).Url?.AbsoluteUri);
    }

    [Theory]
    [InlineData("<guid isPermaLink='false'> hg-1 </guid>", "hg-1")]
    [InlineData("<guid>https://news.example/?p=1&amp;x</guid>", "https://news.example/?p=1&x")]
    [InlineData("<guid>urn:UUID:ABC</guid>", "urn:UUID:ABC")]
    [InlineData("<guid/>", null)]
    [InlineData("<link>/a</link>", null)]
    public void The_guid_is_as_written(string snippet, string? expected) =>
        Assert.Equal(expected, ReadOne(Rss(snippet)).Guid);

    [Fact]
    public void A_guid_used_twice_stays_on_both_items()
    {
        var items = Read(Rss("<title>One</title><guid>x</guid></item><item><title>Two</title><guid>x</guid>")).Articles;
        Assert.Equal(["x", "x"], items.Select(i => i.Guid));
    }

    [Fact]
    public void Enclosures_come_from_rss_and_atom_each_once()
    {
        var article = ReadOne(
            Rss(
                """
                <enclosure url="/a.mp3" length="123" type="audio/mpeg"/><enclosure url="/a.mp3"/><enclosure url="javascript:x"/>
                <atom:link rel="enclosure" href="/b.mp4" type="video/mp4" length="-1"/>
                """
            )
        );
        Assert.Equal(
            [
                new(new Uri("https://news.example/a.mp3"), "audio/mpeg", 123),
                new(new Uri("https://news.example/b.mp4"), "video/mp4"),
            ],
            article.Enclosures
        );
    }
}
