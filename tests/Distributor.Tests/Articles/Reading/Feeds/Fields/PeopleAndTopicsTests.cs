using Distributor.Articles.Reading.Feeds.Fields;
using Xunit;
using static Distributor.Tests.Articles.Reading.Feeds.FeedTesting;

namespace Distributor.Tests.Articles.Reading.Feeds.Fields;

public sealed class PeopleAndTopicsTests
{
    [Theory]
    [InlineData("<author>ada@news.example (Ada Brook)</author>", "Ada Brook")]
    [InlineData("<author>Ada Brook &lt;ada@news.example&gt;</author>", "Ada Brook")]
    [InlineData("<author>Ada Brook (ada@news.example)</author>", "Ada Brook")]
    [InlineData("<author>Ada Brook</author>", "Ada Brook")]
    [InlineData("<author>By Ada Brook</author>", "Ada Brook")]
    [InlineData("<author>ada@news.example</author>", "ada@news.example")]
    [InlineData("<author>noreply@news.example (Ada Brook)</author>", "Ada Brook")]
    [InlineData("<author>noreply@news.example</author>", null)]
    [InlineData("<author/>", null)]
    [InlineData("<dc:creator>Ada Brook</dc:creator><dc:creator>Tom Reed</dc:creator>", "Ada Brook, Tom Reed")]
    [InlineData("<dc:creator>Ada Brook</dc:creator><dc:creator>ADA BROOK</dc:creator>", "Ada Brook")]
    [InlineData("<dc:creator><![CDATA[<a href='/ada'>Ada Brook</a>]]></dc:creator>", "Ada Brook")]
    [InlineData("<dc:creator>Ada Brook</dc:creator><author>desk@news.example</author>", "Ada Brook")]
    [InlineData("<itunes:author>Ada Brook</itunes:author>", "Ada Brook")]
    [InlineData("<author><name>Ada Brook</name><email>a@news.example</email></author>", "Ada Brook")]
    [InlineData("<atom:author><atom:name>Ada Brook</atom:name></atom:author>", "Ada Brook")]
    [InlineData("<author>O&amp;#8217;Neill</author>", "O’Neill")]
    public void The_author_of_an_rss_item_is_a_name(string snippet, string? expected) =>
        Assert.Equal(expected, ReadOne(Rss(snippet)).Author);

    [Theory]
    [InlineData("<author><name>Ada Brook</name></author><author><name>Tom Reed</name></author>", "Ada Brook, Tom Reed")]
    [InlineData("<author><email>ada@news.example</email></author>", "ada@news.example")]
    [InlineData("<author><uri>https://ada.example</uri></author>", null)]
    [InlineData("<author>Ada Brook</author>", "Ada Brook")]
    [InlineData("<source><author><name>Ada Brook</name></author></source>", "Ada Brook")]
    public void The_author_of_an_atom_entry_is_a_name(string snippet, string? expected) =>
        Assert.Equal(expected, ReadOne(Atom(snippet)).Author);

    [Theory]
    [InlineData("<managingEditor>ed@news.example (Ed Stone)</managingEditor>", "Ed Stone")]
    [InlineData("<itunes:author>The Desk</itunes:author>", "The Desk")]
    public void An_item_without_author_takes_the_one_of_the_feed(string channel, string expected) =>
        Assert.Equal(expected, ReadOne(Rss("", channel)).Author);

    [Theory]
    [InlineData("<category>Local</category><category> Sport </category>", "Local|Sport")]
    [InlineData("<category><![CDATA[Arts & Life]]></category>", "Arts & Life")]
    [InlineData("<category>Arts &amp;amp; Life</category>", "Arts & Life")]
    [InlineData("<category>Local</category><category>local</category><category/>", "Local")]
    [InlineData("<dc:subject>Local</dc:subject>", "Local")]
    [InlineData("<media:category label='Boats'>boats/ferries</media:category>", "Boats")]
    [InlineData("<media:keywords>ferry, island , </media:keywords>", "ferry|island")]
    [InlineData("<itunes:category text='News'><itunes:category text='Local'/></itunes:category>", "News|Local")]
    [InlineData("<atom:category term='local' label='Local news'/>", "local")]
    [InlineData("<atom:category label='Local news'/>", "Local news")]
    public void Categories_are_kept_as_written(string snippet, string expected) =>
        Assert.Equal(expected, string.Join('|', ReadOne(Rss(snippet)).Categories));

    [Theory]
    [InlineData("en", "en")]
    [InlineData("EN-us", "en-US")]
    [InlineData("pt_BR", "pt-BR")]
    [InlineData("zh-hant-tw", "zh-Hant-TW")]
    [InlineData(" de ", "de")]
    [InlineData("en, de", "en")]
    [InlineData("English", null)]
    [InlineData("und", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_language_becomes_a_tag(string? written, string? expected) =>
        Assert.Equal(expected, LanguageTags.Of(written));

    [Fact]
    public void The_language_of_the_item_comes_before_the_one_of_the_channel() =>
        Assert.Equal("fr", ReadOne(Rss("<dc:language>fr</dc:language>", "<language>en</language>")).Language);

    [Fact]
    public void Atom_says_the_language_around_the_entry_or_on_it()
    {
        Assert.Equal("nl", ReadOne(Atom("", attributes: "xml:lang='nl'")).Language);
        Assert.Equal(
            "fy",
            ReadOne(
                "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='nl'><entry xml:lang='fy'><title>x</title></entry></feed>"
            ).Language
        );
    }
}
