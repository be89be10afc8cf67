using System.Diagnostics;
using System.Text;
using Distributor.Articles.Reading;
using Distributor.Articles.Reading.Pages;
using Distributor.Articles.Reading.Sanitizing;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Articles.Reading.Pages;

public sealed class PageReaderTests
{
    private static readonly Uri Address = new("https://harbour.example/news/night-ferry.html?utm_source=x");

    private const string Story = """
        <p>The night ferry to Marsala sailed again on Friday after eleven months in the yard, with a new engine and old seats.</p>
        <p>Passengers who had waited on the quay since the afternoon said that they had <a href="/timetable">hardly believed the timetable</a> any more.</p>
        <p>The harbour board, which had promised the return four times, called the delay “an exception that will not become a habit”.</p>
        <p>From December the ferry sails every evening at nine, in summer at ten, and not at all when the wind comes from the north.</p>
        """;

    private readonly PageReader _reader = new(new ArticleHtml(), StoppedClock.November);

    [Fact]
    public void A_page_with_everything_becomes_an_article_with_everything()
    {
        var result = _reader.Read(
            Document(
                $$"""
                <!doctype html><html lang="en-GB"><head>
                <title>Night ferry returns | Harbour Wire</title>
                <link rel="canonical" href="/news/night-ferry.html">
                <meta property="og:title" content="Night ferry returns">
                <meta property="og:site_name" content="Harbour Wire">
                <meta property="og:description" content="After eleven months the boat to Marsala sails again.">
                <meta property="og:image" content="/pictures/ferry.jpg"><meta property="og:image:width" content="1200">
                <meta property="article:section" content="Foriegn"><meta property="article:tag" content="Ferries">
                <script type="application/ld+json">
                {"@context":"https://schema.org","@graph":[
                 {"@type":"Person","@id":"#anna","name":"Anna Quayle"},
                 {"@type":["NewsArticle"],"headline":"Night ferry returns","author":[{"@id":"#anna"},{"@type":"Person","name":"Ben Mole"}],
                  "datePublished":"2026-11-20T08:00:00+01:00","dateModified":"2026-11-21T09:30:00Z",}
                ]}
                </script></head><body>
                <header><nav><a href="/">Home</a> <a href="/sport">Sport</a> <a href="/weather">Weather</a></nav></header>
                <main><article><h1>Night ferry returns</h1><p class="byline">By Anna Quayle and Ben Mole</p>
                <figure><img src="/pictures/ferry.jpg" alt="The ferry"><figcaption>The ferry. Photo: A. Quayle</figcaption></figure>
                {{Story}}
                <p>– Reuters</p>
                <div class="related"><h3>Related</h3><ul><li><a href="/a">Lights out</a></li></ul></div>
                <div class="newsletter"><p>Sign up for our letter.</p></div></article></main>
                <footer><p>© 2026 Harbour Wire. All rights reserved.</p></footer></body></html>
                """
            )
        );
        var article = Assert.Single(result.Articles);
        Assert.Equal("Night ferry returns", article.Title);
        Assert.Equal(new Uri("https://harbour.example/news/night-ferry.html"), article.Url);
        Assert.Equal("After eleven months the boat to Marsala sails again.", article.Lead);
        Assert.Equal("Anna Quayle, Ben Mole", article.Author);
        Assert.Equal("Reuters", article.Agency);
        Assert.Equal(new ArticleImage(new Uri("https://harbour.example/pictures/ferry.jpg"), 1200), article.Image);
        Assert.Equal("en-GB", article.Language);
        Assert.Equal(Instant.FromUtc(2026, 11, 20, 7, 0), article.PublishedAt);
        Assert.Equal(Instant.FromUtc(2026, 11, 21, 9, 30), article.UpdatedAt);
        Assert.Equal(["Foreign"], article.Topics);
        Assert.Equal(["Foriegn", "Ferries"], article.Categories);
        Assert.Equal(4, article.Text.Split('\n').Length);
        Assert.StartsWith("The night ferry to Marsala", article.Text, StringComparison.Ordinal);
        Assert.EndsWith("from the north.", article.Text, StringComparison.Ordinal);
        Assert.Contains("https://harbour.example/timetable", article.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("class=", article.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bare_page_gives_what_its_headings_and_time_say()
    {
        var article = Read(
            $"<html><head><title>Night ferry returns - Harbour Wire</title></head><body><article><h1>Night ferry returns</h1>"
                + $"<time datetime='2026-11-20T08:00:00Z'>Friday</time>{Story}</article></body></html>"
        );
        Assert.Equal("Night ferry returns", article.Title);
        Assert.Equal(Instant.FromUtc(2026, 11, 20, 8, 0), article.PublishedAt);
        Assert.StartsWith("The night ferry to Marsala", article.Lead, StringComparison.Ordinal);
        Assert.Null(article.Language);
        Assert.Empty(article.Topics);
    }

    [Fact]
    public void Broken_JSON_LD_costs_only_itself()
    {
        var article = Read(
            $$"""
            <html><head><script type="application/ld+json">{"@type":"NewsArticle","headline": oops</script>
            <script type="application/ld+json">{"@type":"NewsArticle","headline":"Night ferry
             returns","articleSection":["Sports"]}</script></head><body><article><h1>Ferry</h1>{{Story}}</article></body></html>
            """
        );
        Assert.Equal("Night ferry returns", article.Title);
        Assert.Equal(["Sport"], article.Topics);
    }

    [Fact]
    public void Keywords_decide_the_topic_only_without_a_section()
    {
        const string keywords = """<meta name="keywords" content="boats, Travel">""";
        Assert.Equal(["Travel"], Read(Page(keywords)).Topics);
        Assert.Equal(
            ["Weather"],
            Read(Page(keywords + """<meta property="article:section" content="Weather">""")).Topics
        );
    }

    [Fact]
    public void A_date_in_the_future_becomes_now() =>
        Assert.Equal(
            StoppedClock.November.GetCurrentInstant(),
            Read(Page("""<meta property="article:published_time" content="2031-01-01T00:00:00Z">""")).PublishedAt
        );

    [Fact]
    public void A_canonical_link_to_the_front_page_is_not_believed() =>
        Assert.Equal(Address, Read(Page("""<link rel="canonical" href="https://harbour.example/">""")).Url);

    [Fact]
    public void A_file_without_address_loses_its_relative_links_and_nothing_else()
    {
        var article = Assert.Single(_reader.Read(Document(Page(""), address: null)).Articles);
        Assert.Null(article.Url);
        Assert.DoesNotContain("page.invalid", article.Html, StringComparison.Ordinal);
        Assert.Contains("hardly believed the timetable", article.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_saved_page_resolves_links_against_its_canonical_address()
    {
        var page = Page("""<link rel="canonical" href="https://harbour.example/news/night-ferry.html">""");
        var article = Assert.Single(_reader.Read(Document(page, address: null)).Articles);
        Assert.Equal(new Uri("https://harbour.example/news/night-ferry.html"), article.Url);
        Assert.Contains("https://harbour.example/timetable", article.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<p>MARSALA (AFP) – The ferry sailed again after a long time in the yard.</p>", "", "AFP")]
    [InlineData("", "<p>(dpa)</p>", "dpa")]
    [InlineData("", "<p>The ferry sails again. (ANSA)</p>", "ANSA")]
    public void An_agency_is_found_where_it_is_credited(string before, string after, string agency) =>
        Assert.Equal(
            agency,
            Read($"<html><body><article><h1>Ferry</h1>{before}{Story}{after}</article></body></html>").Agency
        );

    [Fact]
    public void A_UTF16_page_is_read()
    {
        var bytes = Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(Page(""))).ToArray();
        Assert.Contains(
            "“an exception",
            Assert.Single(_reader.Read(new RawDocument(bytes, Address)).Articles).Text,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("<html><body></body></html>")]
    [InlineData(
        "<html><head><title>Harbour</title></head><body><nav><a href=/a>One</a><a href=/b>Two</a></nav></body></html>"
    )]
    [InlineData("<html><body><h1>404</h1><p>Not found.</p></body></html>")]
    [InlineData("<html><body><script>document.write('x')</script></body></html>")]
    public void A_page_without_article_says_so_and_what_to_do(string page)
    {
        var result = _reader.Read(Document(page));
        Assert.Empty(result.Articles);
        Assert.Contains("no article was found", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_without_end_is_refused_at_once()
    {
        var clock = Stopwatch.StartNew();
        var result = _reader.Read(Document("<html><body>" + string.Concat(Enumerable.Repeat("<div>", 200_000)) + "x"));
        Assert.Contains("nest deeper than 200", result.Error, StringComparison.Ordinal);
        // Far above what it takes on a busy machine, far below work that grows with the square.
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"took {clock.Elapsed}");
    }

    [Fact]
    public void A_flat_page_of_very_many_elements_is_refused_at_once()
    {
        var result = _reader.Read(Document("<html><body>" + string.Concat(Enumerable.Repeat("<p>x</p>", 90_000))));
        Assert.Contains("more than 25000 elements", result.Error, StringComparison.Ordinal);
    }

    private ReadArticle Read(string page) => Assert.Single(_reader.Read(Document(page)).Articles);

    private static string Page(string head) =>
        $"<html><head>{head}</head><body><article><h1>Night ferry</h1>{Story}</article></body></html>";

    private static RawDocument Document(string page) => Document(page, Address);

    private static RawDocument Document(string page, Uri? address) => new(Encoding.UTF8.GetBytes(page), address);
}
