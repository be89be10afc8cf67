using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Distributor.Articles.Reading.Pages;
using Xunit;

namespace Distributor.Tests.Articles.Reading.Pages;

public sealed class BlockRulesTests
{
    private const string Title = "Night ferry returns to Marsala";

    private const string Story = """
        <p>The night ferry to Marsala sailed again on Friday after eleven months in the yard, with a new engine and old seats.</p>
        <p>Passengers who had waited on the quay since the afternoon said that they had hardly believed the timetable any more.</p>
        """;

    [Theory]
    [InlineData("<figure><img src=a.jpg><figcaption>The ferry at night</figcaption></figure>")]
    [InlineData("<div class='wp-caption-text'>The ferry at night</div>")]
    [InlineData("<span class='photo-credit'>A. Quayle</span>")]
    public void Captions_go_and_pictures_stay(string block) => Removes(BlockRules.Captions, block);

    [Fact]
    public void A_figure_keeps_its_picture_without_the_caption()
    {
        var root = Parse(Story + "<figure><img src=a.jpg><figcaption>The ferry</figcaption></figure>");
        BlockRules.Apply(BlockRules.Captions, root, Title);
        Assert.NotNull(root.QuerySelector("figure img"));
        Assert.Null(root.QuerySelector("figcaption"));
    }

    [Theory]
    [InlineData("<p><a href=/x>Lights out at the quay</a></p>")]
    [InlineData("<ul><li><a href=/x>Ferries</a></li><li><a href=/y>Harbour</a></li></ul>")]
    public void Short_blocks_of_links_go(string block) => Removes(BlockRules.LinkBlocks, block);

    [Fact]
    public void A_sentence_with_a_link_stays() =>
        Keeps(BlockRules.LinkBlocks, "<p>The board published <a href=/x>its report</a> on the yard in spring.</p>");

    [Theory]
    [InlineData("<p>By Anna Quayle</p>")]
    [InlineData("<p>By Anna Quayle and Ben Mole | 20 November 2026</p>")]
    [InlineData("<p>Published 20 November 2026, 08:00</p>")]
    [InlineData("<p>Last updated on 20.11.2026</p>")]
    [InlineData("<p>November 20, 2026</p>")]
    [InlineData("<p>3 min read</p>")]
    [InlineData("<p class='article-byline'>Anna Quayle in Marsala</p>")]
    [InlineData("<div>Seen <time>Friday, 20 November at eight</time></div>")]
    public void Bylines_and_dates_go(string block) => Removes(BlockRules.Bylines, block);

    [Theory]
    [InlineData("<p>By Friday the engine was running.</p>")]
    [InlineData("<p>Published reports spoke of a loss.</p>")]
    public void Sentences_that_begin_like_a_byline_stay(string block) => Keeps(BlockRules.Bylines, block);

    [Theory]
    [InlineData("<div class='author-bio'><p>Anna Quayle writes about boats.</p></div>")]
    [InlineData("<div id='newsletter'><p>The harbour in your mailbox.</p></div>")]
    [InlineData("<ul class='social share'><li>Post</li></ul>")]
    [InlineData("<p class='copyright'>Harbour Wire</p>")]
    public void Promotions_go(string block) => Removes(BlockRules.Promotions, block);

    [Fact]
    public void A_promotion_class_around_the_story_is_not_believed() =>
        Keeps(BlockRules.Promotions, $"<div class='share'>{Story}</div>");

    [Theory]
    [InlineData("<p>Read more: Lights out at the quay</p>")]
    [InlineData("<p>Subscribe to the Harbour Wire</p>")]
    [InlineData("<p>© 2026 Harbour Wire</p>")]
    [InlineData("<p>Advertisement</p>")]
    public void Remarks_of_the_site_go(string block) => Removes(BlockRules.Remarks, block);

    [Fact]
    public void A_long_paragraph_that_opens_like_a_remark_stays() =>
        Keeps(
            BlockRules.Remarks,
            $"<p>Follow us, {string.Concat(Enumerable.Repeat("said the captain to the crowd, ", 12))}and they did.</p>"
        );

    [Theory]
    [InlineData("<h1>Night ferry returns to Marsala</h1>")]
    [InlineData("<p>NIGHT FERRY RETURNS TO MARSALA.</p>")]
    public void The_title_once_more_goes(string block) => Removes(BlockRules.TitleRepetitions, block);

    [Fact]
    public void A_rule_that_would_leave_less_than_two_fifths_is_skipped()
    {
        var root = Parse($"<p>Short.</p><div class=caption>{Story}</div>");
        BlockRules.Apply(BlockRules.Captions, root, Title);
        Assert.Contains("night ferry", root.TextContent, StringComparison.Ordinal);
    }

    private static void Removes(BlockRules.Rule rule, string block)
    {
        var expected = Text(Parse(Story));
        var root = Parse(Story + block);
        Assert.NotEqual(expected, Text(root));
        BlockRules.Apply(rule, root, Title);
        Assert.Equal(expected, Text(root));
    }

    private static void Keeps(BlockRules.Rule rule, string block)
    {
        var root = Parse(Story + block);
        var expected = Text(root);
        BlockRules.Apply(rule, root, Title);
        Assert.Equal(expected, Text(root));
    }

    private static string Text(IElement root) => PageBlocks.Line(root);

    private static IElement Parse(string html) => new HtmlParser().ParseDocument(html).Body!;
}
