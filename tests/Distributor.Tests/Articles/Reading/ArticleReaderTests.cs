using System.Text;
using CsCheck;
using Distributor.Articles.Reading;
using Distributor.Articles.Topics;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Articles.Reading;

public sealed class ArticleReaderTests
{
    private const string Rss = """
        <?xml version="1.0"?><rss version="2.0"><channel><title>Harbour Wire</title>
        <item><title>Ferry late</title><guid>1</guid><category>Foriegn</category><category>Boats</category>
        <description>It came at noon.</description></item></channel></rss>
        """;

    private const string Text = "Foriegn\n\nFerry late again\n\nIt came at noon.\n\n– BBC\n\nShow More";

    private static readonly string Page = $"""
        <!doctype html><html lang="en"><head><meta property="og:type" content="article"></head><body><article><h1>Ferry late</h1>
        <p>{string.Concat(
            Enumerable.Repeat("The ferry came at noon, and nobody was surprised. ", 8)
        )}</p></article></body></html>
        """;

    private readonly ArticleReader _reader = new ServiceCollection()
        .AddSingleton<IClock>(StoppedClock.November)
        .AddArticleReading()
        .BuildServiceProvider()
        .GetRequiredService<ArticleReader>();

    [Theory]
    [InlineData("feed.xml", InputKind.Feed)]
    [InlineData("feed.html", InputKind.Feed)]
    [InlineData("feed.txt", InputKind.Feed)]
    [InlineData(null, InputKind.Feed)]
    public void A_feed_is_known_by_its_content_whatever_it_is_called(string? name, InputKind kind)
    {
        var result = _reader.Read(Document(Rss, name));
        Assert.Equal(kind, result.Kind);
        var article = Assert.Single(result.Articles);
        Assert.Equal(["Foreign"], article.Topics);
        Assert.Equal(["Foriegn", "Boats"], article.Categories);
    }

    [Fact]
    public void A_JSON_feed_is_a_feed()
    {
        const string json =
            """{"version":"https://jsonfeed.org/version/1.1","title":"W","items":[{"id":1,"title":"T","content_text":"Words","tags":["Sports"]}]}""";
        Assert.Equal(["Sport"], Assert.Single(_reader.Read(Document(json, "a.txt")).Articles).Topics);
    }

    [Theory]
    [InlineData("page.html")]
    [InlineData("page.txt")]
    [InlineData("page")]
    [InlineData("page.xml")]
    public void A_page_is_known_by_its_content(string name)
    {
        var result = _reader.Read(Document(Page, name));
        Assert.Equal(InputKind.Page, result.Kind);
        Assert.Equal("Ferry late", Assert.Single(result.Articles).Title);
    }

    [Theory]
    [InlineData("story.txt")]
    [InlineData("story.md")]
    [InlineData("story")]
    public void What_is_neither_is_text(string name)
    {
        var result = _reader.Read(Document(Text, name));
        Assert.Equal(InputKind.Text, result.Kind);
        var article = Assert.Single(result.Articles);
        Assert.Equal("Ferry late again", article.Title);
        Assert.Equal("BBC", article.Agency);
        Assert.Equal(["Foreign"], article.Topics);
    }

    [Fact]
    public void The_caller_may_insist_on_a_format() =>
        Assert.Equal(InputKind.Text, _reader.Read(Document(Page, "page.html"), InputFormat.Text).Kind);

    [Fact]
    public void The_topics_of_the_installation_decide()
    {
        var topics = new TopicMatcher([new KnownTopic("Ships", ["Boats"])]);
        Assert.Equal(
            ["Foreign", "Ships"],
            Assert.Single(_reader.Read(Document(Rss, "a.xml"), topics: topics).Articles).Topics
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t ")]
    public void An_empty_file_is_called_empty(string content) =>
        Fails(Encoding.UTF8.GetBytes(content), "a.txt", "\"a.txt\" is empty;");

    [Fact]
    public void Fifty_megabytes_are_refused_unread() =>
        Fails(new byte[50 * 1024 * 1024], "big.html", "is larger than 10 MiB;");

    [Theory]
    [InlineData(new byte[] { 0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10 }, "is a picture")]
    [InlineData(new byte[] { 0x25, 0x50, 0x44, 0x46, 0x2D, 0x31 }, "is a PDF file")]
    [InlineData(new byte[] { 0x50, 0x4B, 3, 4, 20, 0 }, "is a compressed file")]
    [InlineData(new byte[] { 1, 2, 3, 4, 0, 0, 0, 5, 6, 7, 65, 66 }, "is a binary file")]
    public void A_binary_file_is_called_what_it_is(byte[] bytes, string fault)
    {
        Fails(bytes, "a.txt", fault);
        Fails(bytes, "a.html", fault);
        Fails(bytes, "a.xml", fault);
    }

    [Fact]
    public void A_page_without_article_is_named() =>
        Fails(
            Encoding.UTF8.GetBytes("<html><body><p>Hello</p></body></html>"),
            "a.html",
            "\"a.html\": no article was found"
        );

    [Fact]
    public void A_deeply_nested_page_is_named() =>
        Fails(
            Encoding.UTF8.GetBytes("<html>" + string.Concat(Enumerable.Repeat("<div>", 200_000))),
            "a.html",
            "\"a.html\": its elements nest"
        );

    [Fact]
    public void Any_bytes_are_answered_without_an_exception() =>
        Gen.Select(Gen.Byte.Array[0, 200], Gen.Int[0, 3])
            .Sample(
                (bytes, format) => _reader.Read(new RawDocument(bytes), (InputFormat)format) is { Articles: not null },
                iter: 1_000
            );

    [Theory]
    [InlineData("bridge.html", "The swing bridge learns to wait", "Business", null, 6)]
    [InlineData("library.html", "A library lends out silence", "Culture", null, 5)]
    [InlineData("foreign.txt", "Fishing fleets ‘one signature away’ from a common season", "Foreign", "Coast Press", 6)]
    public void The_sample_articles_come_out_clean(
        string file,
        string title,
        string topic,
        string? agency,
        int paragraphs
    )
    {
        var article = Assert.Single(Sample(file).Articles);
        Assert.Equal(title, article.Title);
        Assert.Equal([topic], article.Topics);
        Assert.Equal(agency, article.Agency);
        Assert.Equal(paragraphs, article.Text.Split('\n').Length);
        Assert.DoesNotContain("Show More", article.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Harbour Wire", article.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_sample_feed_has_nine_whole_articles_and_one_breaking()
    {
        var feed = Sample("feed.xml");
        Assert.Equal("Harbour Wire", feed.Title);
        Assert.Equal(9, feed.Articles.Count);
        Assert.Empty(feed.Skipped);
        Assert.All(feed.Articles, article => Assert.NotEmpty(article.Topics));
        Assert.All(feed.Articles, article => Assert.InRange(article.Text.Split('\n').Length, 3, 8));
        Assert.True(feed.Articles.SelectMany(article => article.Topics).Distinct().Count() >= 5);
        Assert.Single(feed.Articles, article => article.Categories.Contains("breaking"));
        var arabic = Assert.Single(feed.Articles, article => article.Language == "ar");
        Assert.Contains("dir=\"rtl\"", arabic.Html, StringComparison.Ordinal);
    }

    private ReadResult Sample(string file) =>
        _reader.Read(
            new RawDocument(
                File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Demo", "Sample", file)),
                FileName: file
            )
        );

    private void Fails(byte[] bytes, string name, string fault)
    {
        var result = _reader.Read(new RawDocument(bytes, FileName: name));
        Assert.Empty(result.Articles);
        Assert.Contains(fault, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", result.Error, StringComparison.Ordinal);
    }

    private static RawDocument Document(string text, string? name) => new(Encoding.UTF8.GetBytes(text), FileName: name);
}
