using Xunit;
using static Distributor.Tests.Articles.Reading.Feeds.FeedTesting;

namespace Distributor.Tests.Articles.Reading.Feeds.Fields;

public sealed class ContentTests
{
    static readonly string LongText = string.Join(' ', Enumerable.Repeat("The ferry was late again.", 60));

    [Theory]
    [InlineData("<description>Short &amp;amp; sweet</description>", "Short &amp; sweet")]
    [InlineData("<description>&lt;p&gt;Short&lt;/p&gt;</description>", "<p>Short</p>")]
    [InlineData("<description><![CDATA[<p>Short</p>]]></description>", "<p>Short</p>")]
    [InlineData("<description><p>Short<br>text</p></description>", "<p>Short<br>text</p>")]
    [InlineData("<description>1 &lt; 2 <b>and</b> 3</description>", "1 &lt; 2 <b>and</b> 3")]
    [InlineData(
        "<description>S</description><content:encoded>&lt;p&gt;Full&lt;/p&gt;</content:encoded>",
        "<p>Full</p>"
    )]
    [InlineData(
        "<content:encoded><![CDATA[<p>Full</p>]]></content:encoded><description>S</description>",
        "<p>Full</p>"
    )]
    [InlineData("<content:encoded></content:encoded><description>S</description>", "S")]
    [InlineData(
        "<description>S</description><xhtml:body xmlns:xhtml='http://www.w3.org/1999/xhtml'><xhtml:p>Full</xhtml:p></xhtml:body>",
        "<p>Full</p>"
    )]
    [InlineData("<description>S</description><fullitem>&lt;p&gt;Full&lt;/p&gt;</fullitem>", "<p>Full</p>")]
    [InlineData(
        "<description>S</description><atom:content type='html'>&lt;p&gt;Full&lt;/p&gt;</atom:content>",
        "<p>Full</p>"
    )]
    [InlineData("<media:group><media:description>M</media:description></media:group>", "M")]
    [InlineData("<itunes:summary>I</itunes:summary>", "I")]
    [InlineData("<itunes:summary>I</itunes:summary><description>S</description>", "S")]
    [InlineData(
        "<x:description xmlns:x='http://foreign.example/'>Foreign</x:description><description>S</description>",
        "S"
    )]
    [InlineData("<description>&amp;lt;p&amp;gt;Twice&amp;lt;/p&amp;gt;</description>", "<p>Twice</p>")]
    [InlineData(
        "<description>&lt;p&gt;Write &amp;lt;b&amp;gt;x&amp;lt;/b&amp;gt;&lt;/p&gt;</description>",
        "<p>Write &lt;b&gt;x&lt;/b&gt;</p>"
    )]
    public void The_body_of_an_rss_item_is_found(string snippet, string expected) =>
        Assert.Equal(expected, ReadOne(Rss(snippet)).Html);

    [Theory]
    [InlineData("<content type='html'>&lt;p&gt;Full&lt;/p&gt;</content>", "<p>Full</p>")]
    [InlineData("<content type='text/html'>&lt;p&gt;Full&lt;/p&gt;</content>", "<p>Full</p>")]
    [InlineData("<content type='text'>1 &lt; 2 &amp; 3</content>", "1 &lt; 2 &amp; 3")]
    [InlineData("<content>&lt;p&gt;Full&lt;/p&gt;</content>", "<p>Full</p>")]
    [InlineData(
        "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>Full &amp;<br/></p></div></content>",
        "<p>Full &amp;<br></p>"
    )]
    [InlineData(
        "<content type='xhtml'><h:div xmlns:h='http://www.w3.org/1999/xhtml'><h:p class='a&quot;b'>Full</h:p></h:div></content>",
        "<p class=\"a&quot;b\">Full</p>"
    )]
    [InlineData("<content mode='base64' type='text/html'>PHA+RnVsbDwvcD4=</content>", "<p>Full</p>")]
    [InlineData("<content mode='xml' type='application/xhtml+xml'><p>Full</p></content>", "<p>Full</p>")]
    [InlineData("<content mode='escaped' type='text/html'>&lt;p&gt;Full&lt;/p&gt;</content>", "<p>Full</p>")]
    [InlineData("<content type='image/png'>iVBORw0KGgoAAAA=</content><summary>S</summary>", "S")]
    [InlineData("<content type='video/mp4' src='/v.mp4'/><summary>S</summary>", "S")]
    [InlineData(
        "<content type='html'>&lt;p&gt;A&lt;/p&gt;</content><content type='html'>&lt;p&gt;Longer&lt;/p&gt;</content>",
        "<p>Longer</p>"
    )]
    public void The_body_of_an_atom_entry_is_read_by_its_type(string snippet, string expected) =>
        Assert.Equal(expected, ReadOne(Atom(snippet)).Html);

    [Fact]
    public void The_lead_is_the_summary_in_one_line() =>
        Assert.Equal(
            "Late again, says Ada.",
            ReadOne(
                Rss(
                    $"<description>&lt;p&gt;Late &lt;b&gt;again&lt;/b&gt;,&lt;/p&gt; says Ada.</description><content:encoded>{LongText}</content:encoded>"
                )
            ).Lead
        );

    [Fact]
    public void The_lead_ends_before_the_footer_of_wordpress() =>
        Assert.Equal(
            "Late again.",
            ReadOne(
                Rss(
                    "<description>Late again. The post Ferry late appeared first on Harbour Gazette.</description><content:encoded>x</content:encoded>"
                )
            ).Lead
        );

    [Fact]
    public void One_long_field_is_the_body_and_the_lead_is_its_start()
    {
        var article = ReadOne(
            Rss($"<description>&lt;p&gt;First words.&lt;/p&gt;&lt;p&gt;{LongText}&lt;/p&gt;</description>")
        );
        Assert.Equal("First words.", article.Lead);
        Assert.EndsWith("late again.", article.Text);
        Assert.False(article.IsExcerpt);
    }

    [Fact]
    public void A_long_first_paragraph_makes_a_lead_cut_at_a_word()
    {
        var lead = ReadOne(Rss($"<description>{LongText}</description>")).Lead;
        Assert.InRange(lead.Length, 200, 300);
        Assert.EndsWith("…", lead);
    }

    [Fact]
    public void A_short_summary_alone_is_an_excerpt() =>
        Assert.True(ReadOne(Rss("<description>Short.</description>")).IsExcerpt);

    [Fact]
    public void No_text_at_all_is_an_excerpt() => Assert.True(ReadOne(Rss("")).IsExcerpt);

    [Fact]
    public void A_long_text_that_promises_more_is_an_excerpt() =>
        Assert.True(ReadOne(Rss($"<description>{LongText} [...]</description>")).IsExcerpt);

    [Fact]
    public void A_short_full_text_is_no_excerpt() =>
        Assert.False(ReadOne(Rss("<content:encoded>Short news.</content:encoded>")).IsExcerpt);

    [Fact]
    public void The_html_as_written_is_kept() =>
        Assert.Equal(
            "<p onclick=\"x()\">Full</p>",
            ReadOne(Rss("<content:encoded><![CDATA[<p onclick=\"x()\">Full</p>]]></content:encoded>")).OriginalHtml
        );
}
