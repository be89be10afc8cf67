using AngleSharp.Html.Parser;
using Distributor.Articles.Reading.Sanitizing;
using Xunit;

namespace Distributor.Tests.Articles.Reading.Sanitizing;

public sealed class HtmlBoundsTests
{
    [Theory]
    [InlineData("<p>words", 1_000)]
    [InlineData("<ul><li>one<li>two</ul>", 500)]
    [InlineData("<table><tr><td>a<td>b<tr><td>c</table>", 300)]
    [InlineData("<p><b>never closed", 1_000)]
    [InlineData("<br><img src=a><hr>", 1_000)]
    [InlineData("<dl><dt>a<dd>b<dt>c</dl>", 400)]
    [InlineData("<script>if (a<b) c = '<div>';</script>", 500)]
    [InlineData("<!-- <div> -->", 1_000)]
    [InlineData("<a title='<div>'>x</a>", 1_000)]
    [InlineData("<svg><path d='M0'/></svg>", 500)]
    public void Long_but_flat_pages_pass(string piece, int times) =>
        Assert.Equal(HtmlFault.None, HtmlBounds.Check(string.Concat(Enumerable.Repeat(piece, times))));

    [Theory]
    [InlineData("<div>")]
    [InlineData("<blockquote><p>")]
    [InlineData("<ul><li>")]
    [InlineData("<table><tr><td>")]
    [InlineData("<svg><g>")]
    [InlineData("<svg><style><g>")]
    [InlineData("<table><tr><td></div>")]
    [InlineData("<x-a>")]
    public void Depth_is_found(string piece) =>
        Assert.Equal(HtmlFault.TooDeep, HtmlBounds.Check(string.Concat(Enumerable.Repeat(piece, 300))));

    [Fact]
    public void Formatting_that_reopens_in_every_paragraph_counts_as_depth()
    {
        // Each <b> is another family, so a browser opens all of them again in every later paragraph.
        var html = string.Concat(Enumerable.Range(0, 300).Select(n => $"<p><b title={n}>x</p>"));
        Assert.Equal(HtmlFault.TooDeep, HtmlBounds.Check(html));
    }

    [Fact]
    public void Two_hundred_levels_pass_and_one_more_does_not()
    {
        Assert.Equal(HtmlFault.None, HtmlBounds.Check(Nested(200)));
        Assert.Equal(HtmlFault.TooDeep, HtmlBounds.Check(Nested(201)));

        static string Nested(int levels) => string.Concat(Enumerable.Repeat("<div>", levels));
    }

    [Theory]
    [InlineData("<p a=1 b='2' c=\"3\" d e/f = 4>", 6)]
    [InlineData("<p>", 0)]
    [InlineData("<p title='a > b' x>", 2)]
    [InlineData("<a b==\"c d>", 2)]
    public void A_tag_is_read_as_the_parser_reads_it(string tag, int attributes)
    {
        var scanned = HtmlTagScanner.Read(tag.AsSpan(1));
        Assert.Equal(attributes, scanned.Attributes);
        Assert.Equal(tag.Length - 1, scanned.Length);
        Assert.Equal(attributes, new HtmlParser().ParseDocument(tag).Body!.FirstElementChild!.Attributes.Length);
    }
}
