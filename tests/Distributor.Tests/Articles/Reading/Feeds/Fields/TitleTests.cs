using Xunit;
using static Distributor.Tests.Articles.Reading.Feeds.FeedTesting;

namespace Distributor.Tests.Articles.Reading.Feeds.Fields;

public sealed class TitleTests
{
    [Theory]
    [InlineData("Ferry &amp; bus", "Ferry & bus")]
    [InlineData("Ferry &amp;amp; bus", "Ferry & bus")]
    [InlineData("Ferry &amp;amp;amp; bus", "Ferry & bus")]
    [InlineData("Ferry & bus", "Ferry & bus")]
    [InlineData("AT&T buys R&D", "AT&T buys R&D")]
    [InlineData("1 < 2", "1 < 2")]
    [InlineData("1 &lt; 2 &gt; 0", "1 < 2 > 0")]
    [InlineData("1 &amp;lt; 2", "1 < 2")]
    [InlineData("<![CDATA[1 < 2 & 3]]>", "1 < 2 & 3")]
    [InlineData("&lt;b&gt;Bold&lt;/b&gt; words", "Bold words")]
    [InlineData("<![CDATA[<b>Bold</b> words]]>", "Bold words")]
    [InlineData("<b>Bold</b> words", "Bold words")]
    [InlineData("&amp;lt;i&amp;gt;Odyssey&amp;lt;/i&amp;gt; again", "Odyssey again")]
    [InlineData("How to use &amp;lt;b&amp;gt; well", "How to use <b> well")]
    [InlineData("List&lt;T&gt; in C#", "List<T> in C#")]
    [InlineData("One&lt;br/&gt;Two", "One Two")]
    [InlineData("It&#8217;s here", "It’s here")]
    [InlineData("It&#146;s here", "It’s here")]
    [InlineData("It&amp;#8217;s here", "It’s here")]
    [InlineData("It&rsquo;s 5&deg;&nbsp;C", "It’s 5° C")]
    [InlineData("It&amp;rsquo;s here", "It’s here")]
    [InlineData("&#x1F6A2; sails", "🚢 sails")]
    [InlineData("&#0;&#xD800;&#x110000;Odd", "Odd")]
    [InlineData("&unknown; stays", "&unknown; stays")]
    [InlineData("  Two\n\t lines  ", "Two lines")]
    [InlineData("Ta\u0001b\u0000s", "Tabs")]
    [InlineData("Caf\u00e9 &ndash; <![CDATA[open & late]]> today", "Café – open & late today")]
    [InlineData("<![CDATA[<script>alert(1)</script>News]]>", "News")]
    [InlineData("x <3 y", "x <3 y")]
    [InlineData("If a<2 then 3>a", "If a<2 then 3>a")]
    public void An_rss_title_becomes_one_line_of_plain_text(string written, string expected) =>
        Assert.Equal(expected, ReadOne(Rss($"<title>{written}</title><link>/x</link>")).Title);

    [Theory]
    [InlineData("<title>Ferry &amp; bus</title>", "Ferry & bus")]
    [InlineData("<title type='text'>1 &lt; 2</title>", "1 < 2")]
    [InlineData("<title type='html'>&lt;b&gt;Ferry&lt;/b&gt; &amp;amp; bus</title>", "Ferry & bus")]
    [InlineData("<title type='html'><![CDATA[<b>Ferry</b> &amp; bus]]></title>", "Ferry & bus")]
    [InlineData("<title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>1 &lt; <b>2</b></div></title>", "1 < 2")]
    [InlineData("<title>&lt;b&gt;Ferry&lt;/b&gt;</title>", "Ferry")]
    [InlineData("<title mode='escaped' type='text/html'>Ferry &amp;amp; bus</title>", "Ferry & bus")]
    [InlineData("<title mode='base64' type='text/html'>RmVycnkgJmFtcDsgYnVz</title>", "Ferry & bus")]
    [InlineData("<title></title><media:title xmlns:media='http://search.yahoo.com/mrss/'>Video</media:title>", "Video")]
    public void An_atom_title_is_read_by_its_type(string title, string expected) =>
        Assert.Equal(expected, ReadOne(Atom(title)).Title);

    [Fact]
    public void A_title_of_another_namespace_does_not_win() =>
        Assert.Equal(
            "Own",
            ReadOne(
                Rss(
                    "<x:title xmlns:x='http://foreign.example/'>Foreign</x:title><media:title>Media</media:title><title>Own</title>"
                )
            ).Title
        );

    [Fact]
    public void The_title_of_an_image_or_channel_is_not_the_one_of_the_item() =>
        Assert.Equal("Mine", ReadOne(Rss("<image><title>Logo</title></image><title>Mine</title>")).Title);

    [Fact]
    public void An_item_without_title_is_named_by_its_first_words() =>
        Assert.Equal(
            "The ferry was late again today, and nobody at the harbour could say why it had…",
            ReadOne(
                Rss(
                    "<title/><description>The ferry was late again today, and nobody at the harbour could say why it had stayed out.</description>"
                )
            ).Title
        );

    [Fact]
    public void A_title_as_long_as_a_novel_is_shortened() =>
        Assert.InRange(ReadOne(Rss($"<title>{new string('x', 100_000)}</title>")).Title.Length, 1, 500);
}
