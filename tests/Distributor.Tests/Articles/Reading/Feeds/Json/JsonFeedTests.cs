using CsCheck;
using Distributor.Articles.Reading;
using Xunit;
using static Distributor.Tests.Articles.Reading.Feeds.FeedTesting;

namespace Distributor.Tests.Articles.Reading.Feeds.Json;

public sealed class JsonFeedTests
{
    [Fact]
    public void A_json_feed_item_becomes_an_article()
    {
        var result = Read(
            """
            {"version": "https://jsonfeed.org/version/1.1", "title": "The Harbour Gazette", "language": "en_GB",
             "items": [{"id": "hg-1", "url": "/ferry", "title": "Ferry &amp; bus", "summary": "Late <again>",
               "content_html": "<p>Late.</p><p>Again.</p>", "image": "/i.jpg", "authors": [{"name": "Ada Brook"}, {"name": "Tom Reed"}],
               "tags": ["Local", "local", "Sport"], "date_published": "2026-11-22T10:00:00+01:00", "date_modified": "2026-11-22T11:00:00Z",
               "attachments": [{"url": "/a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 12}]}]}
            """
        );
        var article = Assert.Single(result.Articles);
        Assert.Equal("The Harbour Gazette", result.Title);
        Assert.Equal("hg-1", article.Guid);
        Assert.Equal("https://news.example/ferry", article.Url?.AbsoluteUri);
        Assert.Equal("Ferry & bus", article.Title);
        Assert.Equal("Late <again>", article.Lead);
        Assert.Equal("<p>Late.</p><p>Again.</p>", article.Html);
        Assert.Equal("https://news.example/i.jpg", article.Image?.Url.AbsoluteUri);
        Assert.Equal("Ada Brook, Tom Reed", article.Author);
        Assert.Equal(["Local", "Sport"], article.Categories);
        Assert.Equal("en-GB", article.Language);
        Assert.Equal(At("2026-11-22T09:00:00Z"), article.PublishedAt);
        Assert.Equal(At("2026-11-22T11:00:00Z"), article.UpdatedAt);
        Assert.Equal(
            new Enclosure(new Uri("https://news.example/a.mp3"), "audio/mpeg", 12),
            Assert.Single(article.Enclosures)
        );
        Assert.False(article.IsExcerpt);
    }

    [Theory]
    [InlineData("\"id\": 4711", "4711")]
    [InlineData("\"id\": \" x \"", "x")]
    [InlineData("\"id\": null", null)]
    [InlineData("\"id\": [1]", null)]
    [InlineData("\"id\": \"\\ud800\"", null)]
    public void An_id_may_be_a_number_and_must_be_a_value(string member, string? expected) =>
        Assert.Equal(expected, One($"\"title\": \"A\", {member}").Guid);

    [Theory]
    [InlineData("\"author\": {\"name\": \"Ada\"}", "Ada")]
    [InlineData("\"authors\": [{\"name\": \"Ada\"}, {\"url\": \"x\"}]", "Ada")]
    [InlineData("\"authors\": {\"name\": \"Ada\"}", "Ada")]
    [InlineData("\"author\": \"Ada\"", "Ada")]
    [InlineData("\"author\": null", "The Desk")]
    public void Both_versions_name_their_authors(string member, string expected) =>
        Assert.Equal(expected, One($"\"title\": \"A\", {member}").Author);

    [Theory]
    [InlineData("\"url\": \"https://a.example/\", \"external_url\": \"https://b.example/\"", "https://a.example/")]
    [InlineData("\"external_url\": \"https://b.example/\"", "https://b.example/")]
    [InlineData("\"id\": \"https://c.example/\"", "https://c.example/")]
    [InlineData("\"url\": \"javascript:x\"", null)]
    public void The_address_is_url_then_external_url_then_an_id_that_is_one(string member, string? expected) =>
        Assert.Equal(expected, One($"\"title\": \"A\", {member}").Url?.AbsoluteUri);

    [Theory]
    [InlineData("\"content_text\": \"1 < 2\\n\\nTwo\"", "<p>1 &lt; 2</p><p>Two</p>", false)]
    [InlineData("\"content_text\": \"T\", \"content_html\": \"<p>H</p>\"", "<p>H</p>", false)]
    [InlineData("\"summary\": \"S\"", "<p>S</p>", true)]
    [InlineData("\"content_html\": 5, \"summary\": \"S\"", "5", false)]
    public void The_body_is_html_or_escaped_text(string member, string expected, bool isExcerpt)
    {
        var article = One($"\"title\": \"A\", {member}");
        Assert.Equal((expected, isExcerpt), (article.Html, article.IsExcerpt));
    }

    [Fact]
    public void A_note_without_title_is_named_by_its_first_words() =>
        Assert.Equal("Boat is late.", One("\"content_text\": \"Boat is late.\"").Title);

    [Theory]
    [InlineData("\"banner_image\": \"/b.jpg\"", "https://news.example/b.jpg")]
    [InlineData(
        "\"attachments\": [{\"url\": \"/a.jpg\", \"mime_type\": \"image/jpeg\"}]",
        "https://news.example/a.jpg"
    )]
    [InlineData("\"content_html\": \"<img src='/c.jpg'>\"", "https://news.example/c.jpg")]
    public void The_picture_is_looked_for_everywhere(string member, string expected) =>
        Assert.Equal(expected, One($"\"title\": \"A\", {member}").Image?.Url.AbsoluteUri);

    [Theory]
    [InlineData("{\"version\": \"https://jsonfeed.org/version/1\", \"items\": [{\"title\": \"A\"}")]
    [InlineData("{\"version\": \"https://jsonfeed.org/version/1\", \"items\": ")]
    [InlineData("{nonsense}")]
    public void Broken_json_is_an_error_with_its_line(string text) =>
        Assert.Equal("the JSON is broken or cut off at line 1; read it again, or tell the publisher", Read(text).Error);

    [Theory]
    [InlineData("{\"hello\": 1}")]
    [InlineData("{\"items\": {}}")]
    public void Json_without_items_is_no_feed(string text) =>
        Assert.StartsWith("this is JSON but no JSON Feed", Read(text).Error, StringComparison.Ordinal);

    [Fact]
    public void Trailing_commas_comments_and_strange_items_are_forgiven()
    {
        var result = Read("{/* x */ \"items\": [null, 5, \"x\", [], {}, {\"title\": \"A\",},],}");
        Assert.Equal("A", Assert.Single(result.Articles).Title);
        Assert.Equal(5, result.Skipped.Count);
    }

    [Fact]
    public void Json_nested_a_hundred_thousand_levels_is_an_error() =>
        Assert.NotNull(Read("{\"items\":" + new string('[', 100_000)).Error);

    [Fact]
    public void Any_json_like_text_is_read_without_an_exception()
    {
        string[] pieces =
        [
            .. """{ } [ ] , : "items" "id" "title" "A" "\ud800" 1e999 null "authors" "tags" """.Split(' '),
        ];
        Gen.Int[0, pieces.Length - 1]
            .Select(i => pieces[i])
            .Array[0, 30]
            .Sample(parts => Read("{\"items\":[" + string.Concat(parts)).Kind == InputKind.Feed);
    }

    static ReadArticle One(string members) =>
        ReadOne(
            $$"""{"version": "https://jsonfeed.org/version/1.1", "author": {"name": "The Desk"}, "items": [{{{members}}}]}"""
        );
}
