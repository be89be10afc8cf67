using Distributor.Articles.Reading;
using Xunit;
using static Distributor.Tests.Articles.Reading.Feeds.FeedTesting;

namespace Distributor.Tests.Articles.Reading.Feeds;

public sealed class FeedReaderTests
{
    [Fact]
    public void An_rss_2_0_item_becomes_an_article()
    {
        var article = ReadOne(
            Rss(
                """
                <guid isPermaLink="false">hg-4711</guid><link>https://news.example/ferry?id=1&amp;x=2</link>
                <title>Ferry moves to a winter timetable</title>
                <description>The last boat leaves at nine.</description>
                <content:encoded><![CDATA[<p>The last boat leaves at nine.</p><p>Islanders complain.</p>]]></content:encoded>
                <dc:creator>Ada Brook</dc:creator><category>Local</category><category>Transport</category>
                <pubDate>Mon, 23 Nov 2026 08:30:00 +0100</pubDate>
                <enclosure url="https://news.example/boat.jpg" length="12345" type="image/jpeg"/>
                """,
                "<language>en-gb</language>"
            )
        );
        Assert.Equal("hg-4711", article.Guid);
        Assert.Equal("https://news.example/ferry?id=1&x=2", article.Url?.AbsoluteUri);
        Assert.Equal("Ferry moves to a winter timetable", article.Title);
        Assert.Equal("The last boat leaves at nine.", article.Lead);
        Assert.Equal("<p>The last boat leaves at nine.</p><p>Islanders complain.</p>", article.Html);
        Assert.Equal("The last boat leaves at nine.\nIslanders complain.", article.Text);
        Assert.Equal("Ada Brook", article.Author);
        Assert.Equal(["Local", "Transport"], article.Categories);
        Assert.Equal(At("2026-11-23T07:30:00Z"), article.PublishedAt);
        Assert.Equal("https://news.example/boat.jpg", article.Image?.Url.AbsoluteUri);
        Assert.Equal(
            new Enclosure(new Uri("https://news.example/boat.jpg"), "image/jpeg", 12345),
            Assert.Single(article.Enclosures)
        );
        Assert.Equal("en-GB", article.Language);
        Assert.False(article.IsExcerpt);
        Assert.Null(article.Agency);
    }

    [Fact]
    public void An_atom_entry_becomes_an_article()
    {
        var article = ReadOne(
            Atom(
                """
                <id>tag:news.example,2026:4711</id><link href="/ferry"/><link rel="edit" href="/edit/4711"/>
                <title type="html">Ferry &amp;amp; bus</title><summary>The last boat leaves at nine.</summary>
                <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The <b>last</b> boat &amp; bus.</p></div></content>
                <author><name>Ada Brook</name><email>ada@news.example</email></author>
                <category term="local" label="Local news"/>
                <published>2026-11-22T10:00:00Z</published><updated>2026-11-22T11:00:00.5+01:00</updated>
                """,
                attributes: "xml:lang='de'"
            )
        );
        Assert.Equal("tag:news.example,2026:4711", article.Guid);
        Assert.Equal("https://news.example/ferry", article.Url?.AbsoluteUri);
        Assert.Equal("Ferry & bus", article.Title);
        Assert.Equal("The last boat leaves at nine.", article.Lead);
        Assert.Equal("<p>The <b>last</b> boat &amp; bus.</p>", article.Html);
        Assert.Equal("Ada Brook", article.Author);
        Assert.Equal(["local"], article.Categories);
        Assert.Equal("de", article.Language);
        Assert.Equal(At("2026-11-22T10:00:00Z"), article.PublishedAt);
        Assert.Equal(At("2026-11-22T10:00:00.5Z"), article.UpdatedAt);
    }

    [Fact]
    public void The_feed_gives_its_title_and_language_and_its_items_in_order()
    {
        var result = Read(
            "<rss><channel><title>Harbour</title><language>pt_br</language><item><title>One</title></item><item><title>Two</title></item></channel></rss>"
        );
        Assert.Equal(InputKind.Feed, result.Kind);
        Assert.Null(result.Error);
        Assert.Equal("Harbour", result.Title);
        Assert.Equal("pt-BR", result.Language);
        Assert.Equal(["One", "Two"], result.Articles.Select(a => a.Title));
    }

    [Fact]
    public void An_item_with_neither_title_nor_text_is_skipped_with_the_reason()
    {
        var result = Read("<rss><channel><item><guid>1</guid></item><item><title>Two</title></item></channel></rss>");
        Assert.Equal("Two", Assert.Single(result.Articles).Title);
        Assert.Equal("it has neither a title nor a text", Assert.Single(result.Skipped).Reason);
    }
}
