using System.Text;
using Distributor.Articles.Reading;
using Distributor.Articles.Reading.Sanitizing;
using Distributor.Articles.Reading.Texts;
using Distributor.Articles.Topics;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Articles.Reading.Texts;

public sealed class TextArticleReaderTests
{
    private const string Scraped = """
        Foriegn

        Ferry talks ‘close to a result’ in Marsala

        Negotiators for the two island states say they are “one evening away” from an agreement on the night ferry.

        In a letter to the harbour board, the southern side offered to reopen the eastern quay.

        The northern side has previously refused to share the quay – and to pay for its lights ever sinceShow More

        – BBC

        Show More
        Back to top button
        """;

    private readonly TextArticleReader _reader = new(new ArticleHtml(), StoppedClock.November);

    [Fact]
    public void A_scraped_page_becomes_a_clean_article()
    {
        var article = Read(Scraped);
        Assert.Equal("Ferry talks ‘close to a result’ in Marsala", article.Title);
        Assert.Equal(["Foreign"], article.Topics);
        Assert.Equal(["Foriegn"], article.Categories);
        Assert.Equal("BBC", article.Agency);
        Assert.StartsWith("Negotiators for the two", article.Lead, StringComparison.Ordinal);
        Assert.Equal(3, article.Text.Split('\n').Length);
        Assert.EndsWith("for its lights ever since", article.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Show More", article.Html, StringComparison.Ordinal);
        Assert.Equal(3, article.Html.Split("<p>").Length - 1);
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\r")]
    [InlineData("\n")]
    public void Line_ends_of_every_system_do(string lineEnd) =>
        Assert.Equal(Read(Scraped).Text, Read(Scraped.ReplaceLineEndings(lineEnd)).Text);

    [Fact]
    public void A_text_without_section_keeps_its_title()
    {
        var article = Read("World Sport day draws thousands\n\nThe harbour was full.\n\nSo were the boats.");
        Assert.Equal("World Sport day draws thousands", article.Title);
        Assert.Empty(article.Topics);
        Assert.Empty(article.Categories);
    }

    [Fact]
    public void A_short_title_above_a_long_paragraph_is_no_section()
    {
        var article = Read(
            $"Weather\n\n{string.Concat(Enumerable.Repeat("Rain is expected along the coast ", 6))}today.\n\nWind too."
        );
        Assert.Equal("Weather", article.Title);
    }

    [Fact]
    public void An_unknown_section_of_one_word_becomes_a_category_only()
    {
        var article = Read("Diaspora\n\nIslanders abroad plan a reunion\n\nThey will meet in May.");
        Assert.Equal("Islanders abroad plan a reunion", article.Title);
        Assert.Equal(["Diaspora"], article.Categories);
        Assert.Empty(article.Topics);
    }

    [Fact]
    public void A_topic_of_ours_is_recognised_on_the_first_line()
    {
        var raw = Document("Night Boats\n\nFerry late again\n\nIt came at noon.", "a.txt");
        var article = Assert.Single(_reader.Read(raw, new TopicMatcher([new KnownTopic("Night boats", [])])).Articles);
        Assert.Equal(["Night boats"], article.Topics);
        Assert.Equal("Ferry late again", article.Title);
    }

    [Fact]
    public void Byline_and_date_below_the_title_are_not_text()
    {
        var article = Read("Ferry late again\n\nBy Anna Quayle\nNovember 20, 2026\n\nIt came at noon.");
        Assert.Equal("Anna Quayle", article.Author);
        Assert.Equal(Instant.FromUtc(2026, 11, 20, 0, 0), article.PublishedAt);
        Assert.Equal("It came at noon.", article.Text);
    }

    [Fact]
    public void Wrapped_lines_are_joined_and_short_lines_are_not()
    {
        var article = Read(
            """
            Ferry late again

            The night ferry to Marsala came at noon on Friday, which the
            harbour board called an exception and the passengers did not
            believe.

            One line.
            Another line.
            """
        );
        Assert.Equal(
            "The night ferry to Marsala came at noon on Friday, which the harbour board called an exception and the passengers did not believe.\nOne line.\nAnother line.",
            article.Text
        );
    }

    [Fact]
    public void Front_matter_names_everything()
    {
        var article = Read(
            """
            ---
            title: "Ferry late: again"
            lead: It came at noon.
            author: [Anna Quayle, Ben Mole]
            agency: Reuters
            image: https://harbour.example/ferry.jpg
            language: en_GB
            date: 2026-11-20T08:00:00+01:00
            topics: [Foriegn, Ferries]
            tags: boats, night
            url: https://harbour.example/ferry
            guid: ferry-1
            layout: {nested: {deeply: true}}
            ---

            The **night ferry** to [Marsala](https://marsala.example) came at noon.

            ## Why
            - wind
            - fog
            """,
            "ferry.md"
        );
        Assert.Equal("Ferry late: again", article.Title);
        Assert.Equal("It came at noon.", article.Lead);
        Assert.Equal("Anna Quayle, Ben Mole", article.Author);
        Assert.Equal("Reuters", article.Agency);
        Assert.Equal(new Uri("https://harbour.example/ferry.jpg"), article.Image?.Url);
        Assert.Equal("en-GB", article.Language);
        Assert.Equal(Instant.FromUtc(2026, 11, 20, 7, 0), article.PublishedAt);
        Assert.Equal(["Foreign"], article.Topics);
        Assert.Equal(["Foriegn", "Ferries", "boats", "night"], article.Categories);
        Assert.Equal(new Uri("https://harbour.example/ferry"), article.Url);
        Assert.Equal("ferry-1", article.Guid);
        Assert.Equal("The night ferry to Marsala came at noon.\nWhy\nwind\nfog", article.Text);
        Assert.Contains("<strong>night ferry</strong>", article.Html, StringComparison.Ordinal);
        Assert.Contains("<h2>Why</h2>", article.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_markdown_heading_is_the_title()
    {
        var article = Read("# Ferry late\n\nIt came at *noon*.\n\n<script>alert(1)</script>", "a.md");
        Assert.Equal("Ferry late", article.Title);
        Assert.Equal("<p>It came at <em>noon</em>.</p>", article.Html);
    }

    [Fact]
    public void A_section_heading_above_the_title_heading_is_the_topic()
    {
        var article = Read("# Foriegn\n\n# Ferry late\n\nIt came at noon.", "a.md");
        Assert.Equal("Ferry late", article.Title);
        Assert.Equal(["Foreign"], article.Topics);
    }

    [Fact]
    public void The_title_of_the_front_matter_is_not_repeated_in_the_text() =>
        Assert.Equal(
            "It came at noon.",
            Read("---\ntitle: Ferry late\n---\n# Ferry late\n\nIt came at noon.", "a.md").Text
        );

    [Fact]
    public void Front_matter_that_is_no_YAML_is_an_error_that_says_where()
    {
        var result = _reader.Read(Document("---\ntitle: \"open\nlead: x\n---\nText", "a.md"));
        Assert.Contains("front matter is not valid YAML (line", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("- ")]
    [InlineData("{a: ")]
    public void Hostile_front_matter_is_an_answer_not_a_crash(string piece)
    {
        var result = _reader.Read(
            Document($"---\ntitle: Ferry\nx: {string.Concat(Enumerable.Repeat(piece, 10_000))}\n---\nText", "a.md")
        );
        Assert.True(result.Error is not null || result.Articles.Count == 1);
    }

    [Fact]
    public void Markdown_nested_without_end_falls_back_to_paragraphs()
    {
        var article = Read($"# Ferry\n\n{string.Concat(Enumerable.Repeat("> ", 20_000))}late again", "a.md");
        Assert.EndsWith("late again", article.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n \n")]
    [InlineData("Show More\nBack to top button")]
    public void A_text_of_nothing_but_furniture_is_an_error(string text) =>
        Assert.Contains("page furniture", _reader.Read(Document(text, "a.txt")).Error, StringComparison.Ordinal);

    private ReadArticle Read(string text, string fileName = "a.txt") =>
        Assert.Single(_reader.Read(Document(text, fileName)).Articles);

    private static RawDocument Document(string text, string fileName) =>
        new(Encoding.UTF8.GetBytes(text), FileName: fileName);
}
