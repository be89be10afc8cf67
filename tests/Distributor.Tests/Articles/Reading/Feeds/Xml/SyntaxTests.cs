using Xunit;
using static Distributor.Tests.Articles.Reading.Feeds.FeedTesting;

namespace Distributor.Tests.Articles.Reading.Feeds.Xml;

public sealed class SyntaxTests
{
    [Theory]
    [InlineData("\n\n  <?xml version='1.0'?><rss><channel><item><title>A</title></item></channel></rss>")]
    [InlineData("\uFEFF<?xml version='1.0'?><rss><channel><item><title>A</title></item></channel></rss>")]
    [InlineData(
        "Warning: mysql on line 5 <?xml version='1.0'?><rss><channel><item><title>A</title></item></channel></rss>"
    )]
    [InlineData("<!-- cached --><rss><channel><item><title>A</title></item></channel></rss>")]
    [InlineData("<?xml-stylesheet href='a.xsl'?><rss><channel><item><title>A</title></item></channel></rss>")]
    [InlineData(
        "<!DOCTYPE rss PUBLIC '-//N//DTD RSS 0.91//EN' 'http://n.example/rss.dtd'><rss><channel><item><title>A</title></item></channel></rss>"
    )]
    [InlineData("<RSS><Channel><Item><Title>A</Title></Item></Channel></RSS>")]
    [InlineData("<rss><channel><item><title>A</title></item></channel></rss><!-- 0.2 s --> trailing")]
    [InlineData("<rss><channel><item><title>A</item></channel></rss>")]
    [InlineData("<rss><channel><item><title>A</title></wrong></item></channel></rss>")]
    [InlineData("<rss><channel><item><title>A</title></item>")]
    [InlineData("<rss><channel><item><title>A</title>")]
    [InlineData("<rss><item><title>A</title></item></rss>")]
    [InlineData("<channel><item><title>A</title></item></channel>")]
    [InlineData("<rss><channel/><item><title>A</title></item></rss>")]
    [InlineData("<rss><channel><items><item><title>A</title></item></items></channel></rss>")]
    [InlineData("<rss xmlns='http://whatever.example/'><channel><item><title>A</title></item></channel></rss>")]
    [InlineData("<rss xmlns='http://backend.userland.com/rss2'><channel><item><title>A</title></item></channel></rss>")]
    [InlineData(
        "<r:rss xmlns:r='http://backend.userland.com/rss2'><r:channel><r:item><r:title>A</r:title></r:item></r:channel></r:rss>"
    )]
    [InlineData("<rss><channel><item><dc:title>A</dc:title></item></channel></rss>")]
    [InlineData("<rss><channel><item><title><![CDATA[A]]></title></item></channel></rss>")]
    [InlineData("<rss><channel><item><title>A</title><description><![CDATA[never closed")]
    [InlineData("<rss><channel><item><title>A</title><description>x <!-- never closed")]
    [InlineData(
        "<rss><channel><item><title>A</title><description a='never closed>x</description></item></channel></rss>"
    )]
    [InlineData("<rss version=2.0 checked><channel><item><title lang=en>A</title></item></channel></rss>")]
    [InlineData("<rss><channel><item><title>A</title\n></item></channel></rss>")]
    [InlineData(
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'><channel/><item><title>A</title></item></rdf:RDF>"
    )]
    [InlineData("<rdf:RDF><channel/><item><title>A</title></item></rdf:RDF>")]
    [InlineData("<feed xmlns='http://purl.org/atom/ns#' version='0.3'><entry><title>A</title></entry></feed>")]
    [InlineData("<feed xmlns='https://www.w3.org/2005/Atom/'><entry><title>A</title></entry></feed>")]
    [InlineData("<feed><entry><title>A</title></entry></feed>")]
    [InlineData("<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:entry><a:title>A</a:title></a:entry></a:feed>")]
    [InlineData("<atom:feed><atom:entry><atom:title>A</atom:title></atom:entry></atom:feed>")]
    [InlineData("<entry xmlns='http://www.w3.org/2005/Atom'><title>A</title></entry>")]
    [InlineData("<!DOCTYPE rss [<!ENTITY a 'A'>]><rss><channel><item><title>&a;</title></item></channel></rss>")]
    public void However_it_is_written_the_item_is_found(string text) => Assert.Equal("A", ReadOne(text).Title);

    [Fact]
    public void A_new_item_closes_an_open_one() =>
        Assert.Equal(
            ["One", "Two", "Three"],
            Titles("<rss><channel><item><title>One</title><item><title>Two<item><title>Three</title></channel></rss>")
        );

    [Fact]
    public void A_new_entry_closes_an_open_one() =>
        Assert.Equal(
            ["One", "Two"],
            Titles(
                "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>One</title><entry><title>Two</title></entry></feed>"
            )
        );

    [Fact]
    public void A_cut_off_feed_keeps_the_items_so_far() =>
        Assert.Equal(
            ["One", "Two"],
            Titles("<rss><channel><item><title>One</title></item><item><title>Two</title></item><item><tit")
        );

    [Fact]
    public void Half_an_address_at_the_end_of_a_cut_off_feed_is_none()
    {
        var last = Read("<rss><channel><item><title>One</title><guid>1</guid><link>https://news.exam").Articles[^1];
        Assert.Null(last.Url);
        Assert.Equal("1", last.Guid);
    }

    [Fact]
    public void Half_a_title_is_no_title() =>
        Assert.Equal(
            "it has neither a title nor a text",
            Assert.Single(Read("<rss><channel><item><title>Hal").Skipped).Reason
        );

    [Fact]
    public void Half_a_text_is_still_news() =>
        Assert.Equal("Half a sen", ReadOne("<rss><channel><item><title>One</title><description>Half a sen").Text);

    [Fact]
    public void Every_prefix_of_a_feed_reads_without_losing_finished_items()
    {
        var feed = Rss(
            "<title>One</title><guid>1</guid></item><item><title>Two</title><description>&lt;p&gt;x &amp;amp; y&lt;/p&gt;</description>"
        );
        var firstEnd = feed.IndexOf("</item>", StringComparison.Ordinal);
        for (var length = firstEnd; length < feed.Length; length++)
            Assert.Equal("One", Read(feed[..length]).Articles[0].Title);
    }

    [Fact]
    public void A_declared_entity_is_one_level_deep() =>
        Assert.Equal(
            "x &b; y",
            ReadOne(
                "<!DOCTYPE rss [<!ENTITY b 'deep'><!ENTITY a 'x &b; y'>]><rss><channel><item><title>&a;</title></item></channel></rss>"
            ).Title
        );

    [Fact]
    public void Stray_brackets_and_ampersands_stay_text() =>
        Assert.Equal("1 < 2 & 3 <= 4", ReadOne(Rss("<title>1 < 2 & 3 <= 4</title>")).Title);

    [Fact]
    public void An_empty_feed_is_a_feed_without_articles()
    {
        var result = Read("<rss version='2.0'><channel><title>Quiet</title></channel></rss>");
        Assert.Null(result.Error);
        Assert.Equal("Quiet", result.Title);
        Assert.Empty(result.Articles);
    }

    [Theory]
    [InlineData("iso-8859-1")]
    [InlineData("windows-1252")]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("koi8-r")]
    public void A_feed_is_decoded_before_it_is_parsed(string charset)
    {
        var encoding =
            System.Text.CodePagesEncodingProvider.Instance.GetEncoding(charset)
            ?? System.Text.Encoding.GetEncoding(charset);
        var title = charset == "koi8-r" ? "Паром опоздал" : "Fähre verspätet";
        byte[] bytes =
        [
            .. encoding.GetPreamble(),
            .. encoding.GetBytes(
                $"<?xml version='1.0' encoding='{charset}'?><rss><channel><item><title>{title}</title></item></channel></rss>"
            ),
        ];
        Assert.Equal(title, Assert.Single(Read(bytes).Articles).Title);
    }

    static IEnumerable<string> Titles(string text) => Read(text).Articles.Select(a => a.Title);
}
