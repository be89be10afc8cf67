using System.Text;
using CsCheck;
using Distributor.Articles.Reading;
using Distributor.Articles.Reading.Feeds;
using Distributor.Articles.Reading.Feeds.Xml;
using Distributor.Articles.Reading.Sanitizing;
using Xunit;
using static Distributor.Tests.Articles.Reading.Feeds.FeedTesting;

namespace Distributor.Tests.Articles.Reading.Feeds;

/// <summary>
/// Inputs made to hang or to harm. Each is large enough that anything worse than linear would not end within the patience
/// of a test run.
/// </summary>
public sealed class HostileFeedTests
{
    [Fact]
    public void A_billion_laughs_are_not_laughed()
    {
        var entities = new StringBuilder("<!ENTITY l0 'ha'>");
        for (var i = 1; i < 10; i++)
            entities
                .Append("<!ENTITY l")
                .Append(i)
                .Append(" '")
                .Insert(entities.Length, $"&l{i - 1};", 10)
                .Append("'>");
        var title = ReadOne(
            $"<!DOCTYPE rss [{entities}]><rss><channel><item><title>&l9;</title></item></channel></rss>"
        ).Title;
        Assert.True(title.Length <= 500);
    }

    [Fact]
    public void Entities_expand_to_a_bounded_amount_in_all()
    {
        var head = $"<!DOCTYPE rss [<!ENTITY big '{new string('x', 60_000)}'>]>";
        var references = string.Concat(Enumerable.Repeat("&big;", 10_000));
        var article = ReadOne(
            $"{head}<rss><channel><item><title>A</title><description>{references}</description></item></channel></rss>"
        );
        Assert.InRange(article.Text.Length, 60_000, ReadLimits.MaxEntityCharacters);
    }

    [Theory]
    [InlineData("<!ENTITY x SYSTEM 'file:///etc/passwd'>")]
    [InlineData("<!ENTITY x PUBLIC 'p' 'https://evil.example/x'>")]
    [InlineData("<!ENTITY % p SYSTEM 'file:///etc/passwd'> %p; <!ENTITY x ''>")]
    public void An_external_entity_is_not_read(string entity) =>
        Assert.Equal(
            "A.",
            ReadOne($"<!DOCTYPE rss [{entity}]><rss><channel><item><title>A&x;.</title></item></channel></rss>").Title
        );

    [Theory]
    [InlineData("<b>")]
    [InlineData("<item>")]
    [InlineData("<x:y xmlns:x='http://x.example/'>")]
    [InlineData("<description>")]
    public void Two_hundred_thousand_nested_tags_end(string tag)
    {
        var deep = string.Concat(Enumerable.Repeat(tag, 200_000));
        var result = Read(
            $"<rss><channel><item><title>A</title></item>{deep}<item><title>B</title></item></channel></rss>"
        );
        Assert.Equal("A", result.Articles[0].Title);
    }

    [Fact]
    public void The_tree_is_never_deeper_than_the_limit_and_keeps_the_text_below_it()
    {
        var deep =
            string.Concat(Enumerable.Repeat("<b>", 50_000))
            + "below"
            + string.Concat(Enumerable.Repeat("</b>", 50_000));
        var tree = FeedTree.Parse($"<rss>{deep}<item><title>A</title></item></rss>", null);
        var depth = 0;
        for (var e = tree; e is not null; e = e.Elements.FirstOrDefault())
            depth++;
        Assert.InRange(depth, 2, ReadLimits.MaxDepth + 1);
        Assert.Contains("below", tree.Text(), StringComparison.Ordinal);
        Assert.Contains(tree.Elements.Single().Elements, e => e.Name == "item");
    }

    [Fact]
    public void Deeply_nested_html_in_an_item_keeps_its_words()
    {
        var html = string.Concat(Enumerable.Repeat("&lt;div&gt;", 100_000)) + "words";
        var reader = new FeedReader(new ArticleHtml(), new StoppedClock(Now));
        var feed = Encoding.UTF8.GetBytes(Rss($"<description>{html}</description>"));
        Assert.Equal("words", Assert.Single(reader.Read(new RawDocument(feed)).Articles).Text);
    }

    [Fact]
    public void Elements_beyond_the_limit_are_not_kept()
    {
        var many = string.Concat(Enumerable.Repeat("<x/>", FeedTree.MaxElements + 1_000));
        var tree = FeedTree.Parse($"<rss>{many}", null);
        Assert.InRange(tree.Descendants().Count(), FeedTree.MaxElements - 1, FeedTree.MaxElements);
    }

    [Fact]
    public void Two_hundred_thousand_attributes_are_not_kept()
    {
        var attributes = string.Concat(Enumerable.Range(0, 200_000).Select(i => $" a{i}='x'"));
        var tree = FeedTree.Parse(
            $"<rss{attributes}><channel><item{attributes}><title>A</title></item></channel></rss>",
            null
        );
        Assert.Equal(ReadLimits.MaxAttributesPerElement, tree.Elements.Single().Attributes.Count);
    }

    [Fact]
    public void Many_namespace_declarations_on_many_elements_end()
    {
        var declarations = string.Concat(Enumerable.Range(0, 200).Select(i => $" xmlns:n{i}='u{i}'"));
        var elements =
            string.Concat(Enumerable.Repeat($"<n7:x{declarations}>", 1_000))
            + string.Concat(Enumerable.Repeat("<z:q/>", 100_000));
        Assert.Equal("A", Read($"<rss><channel><item><title>A</title></item>{elements}").Articles[0].Title);
    }

    [Theory]
    [InlineData("<![CDATA[")]
    [InlineData("<!--")]
    [InlineData("<a b='")]
    [InlineData("<a b=\"")]
    [InlineData("<a ")]
    [InlineData("</a")]
    [InlineData("<?")]
    [InlineData("<!")]
    [InlineData("<!DOCTYPE x [")]
    [InlineData("<!DOCTYPE x [<!ENTITY ")]
    [InlineData("<!DOCTYPE x [<!ENTITY a '")]
    [InlineData("&")]
    [InlineData("&a")]
    [InlineData("&#x41")]
    [InlineData("<")]
    [InlineData("< a")]
    [InlineData("]]>")]
    [InlineData("&lt;script ")]
    [InlineData("&lt;!--")]
    [InlineData("&lt;img ")]
    [InlineData("&lt;a ")]
    [InlineData("&lt;style&gt;")]
    [InlineData("&lt;script&gt;&lt;/script&gt;")]
    [InlineData("a@(")]
    public void What_is_opened_a_hundred_thousand_times_and_never_closed_ends(string piece)
    {
        var many = string.Concat(Enumerable.Repeat(piece, 100_000));
        var before = "<rss><channel><item><title>A</title></item>";
        Assert.Equal("A", Read($"{before}<item><title>B</title><description>{many}").Articles[0].Title);
        Assert.Equal("A", Read($"{before}<item><title>{many}").Articles[0].Title);
        Assert.Equal("A", Read($"{before}<item><title>B</title><author>{many}</author>").Articles[0].Title);
    }

    [Fact]
    public void Ten_megabytes_of_garbage_end_with_an_error()
    {
        var garbage = new byte[ReadLimits.MaxBytes];
        new Random(4711).NextBytes(garbage);
        garbage[0] = (byte)'x';
        Assert.NotNull(Read(garbage).Error);
    }

    [Fact]
    public void Zero_bytes_between_the_letters_are_dropped()
    {
        var bytes = Encoding.UTF8.GetBytes("<rss><channel><item><title>A\0B</title>\0</item>\0</channel></rss>");
        Assert.Equal("AB", Assert.Single(Read(bytes).Articles).Title);
    }

    [Fact]
    public void Any_bytes_are_read_without_an_exception() =>
        Gen.Byte.Array[0, 500].Sample(bytes => Read(bytes).Kind == InputKind.Feed);

    [Fact]
    public void Any_pieces_of_feeds_in_any_order_are_read_without_an_exception()
    {
        string[] pieces =
        [
            "<rss>",
            "<channel>",
            "<item>",
            "</item>",
            "<title>",
            "</title>",
            "<link>",
            "<guid isPermaLink='x'>",
            "&amp;",
            "&#",
            "&x;",
            ">",
            "<![CDATA[",
            "]]>",
            "<!--",
            "-->",
            "<!DOCTYPE a [",
            "<!ENTITY x 'y'>",
            "]>",
            "<a b='",
            "\"",
            "'",
            "=",
            "/",
            "xmlns:x='u'",
            "xml:base='//'",
            "<description>",
            "</description>",
            "<media:content url='a' width='b'/>",
            "<pubDate>",
            "2026-",
            "<feed xmlns='http://www.w3.org/2005/Atom'>",
            "<entry>",
            "<content type='xhtml'>",
            "<div>",
            "</div>",
            "<content type='a/b'>",
            "AAAA",
            "\0",
            "\uD800",
            "{\"items\":[",
            "{",
            "}",
            "é",
        ];
        Gen.Int[0, pieces.Length - 1]
            .Select(i => pieces[i])
            .Array[0, 60]
            .Sample(parts => Read(string.Concat(parts)).Kind == InputKind.Feed);
    }

    sealed class StoppedClock(NodaTime.Instant now) : NodaTime.IClock
    {
        public NodaTime.Instant GetCurrentInstant() => now;
    }
}
