using Xunit;
using static Distributor.Tests.Articles.Reading.Feeds.FeedTesting;

namespace Distributor.Tests.Articles.Reading.Feeds.Fields;

public sealed class ImageTests
{
    [Theory]
    [InlineData(
        "<media:content url='/s.jpg' medium='image' width='100'/><media:content url='/l.jpg' medium='image' width='900'/>",
        "l.jpg"
    )]
    [InlineData("<media:group><media:content url='/s.jpg' type='image/jpeg'/></media:group>", "s.jpg")]
    [InlineData(
        "<media:content url='/v.mp4' medium='video' width='1900'/><media:content url='/i.jpg' type='image/jpeg'/>",
        "i.jpg"
    )]
    [InlineData("<media:content url='/i.png?w=5'/>", "i.png?w=5")]
    [InlineData(
        "<media:content url='/v.mp4' type='video/mp4'><media:thumbnail url='/t.jpg'/></media:content>",
        "t.jpg"
    )]
    [InlineData("<media:thumbnail url='/t.jpg'/><enclosure url='/e.jpg' type='image/jpeg'/>", "e.jpg")]
    [InlineData("<media:thumbnail url='/t.jpg'/><enclosure url='/e.mp3' type='audio/mpeg'/>", "t.jpg")]
    [InlineData("<media:thumbnail url='/t.jpg' width='50'/><media:thumbnail url='/u.jpg' width='500'/>", "u.jpg")]
    [InlineData("<itunes:image href='/i.jpg'/><description>&lt;img src='/d.jpg'&gt;</description>", "i.jpg")]
    [InlineData("<image><url>/i.jpg</url></image>", "i.jpg")]
    [InlineData("<image>/i.jpg</image>", "i.jpg")]
    [InlineData("<enclosure url='/e.JPG'/>", "e.JPG")]
    [InlineData(
        "<description>&lt;p&gt;&lt;img width=1 height=1 src='/pixel.gif'&gt;&lt;img alt='x' src=\"/d.jpg?a=1&amp;amp;b=2\"/&gt;</description>",
        "d.jpg?a=1&b=2"
    )]
    [InlineData(
        "<content:encoded><![CDATA[<img src='data:image/png;base64,AA'><img src='/c.jpg'>]]></content:encoded>",
        "c.jpg"
    )]
    [InlineData("<media:content url='javascript:x' medium='image'/><media:thumbnail url='/t.jpg'/>", "t.jpg")]
    public void The_best_picture_of_an_item_is_found(string snippet, string expected) =>
        Assert.Equal($"https://news.example/{expected}", ReadOne(Rss(snippet)).Image?.Url.AbsoluteUri);

    [Fact]
    public void Size_and_words_of_the_picture_are_kept()
    {
        var image = ReadOne(
            Rss(
                "<media:content url='/i.jpg' medium='image' width='900' height='600'><media:description>The boat</media:description></media:content>"
            )
        ).Image;
        Assert.Equal((900, 600, "The boat"), (image?.Width, image?.Height, image?.Alt));
    }

    [Fact]
    public void An_atom_enclosure_may_be_the_picture() =>
        Assert.Equal(
            "https://news.example/e.png",
            ReadOne(Atom("<link rel='enclosure' type='image/png' href='/e.png'/>")).Image?.Url.AbsoluteUri
        );

    [Fact]
    public void No_picture_is_none() => Assert.Null(ReadOne(Rss("<description>words</description>")).Image);
}
