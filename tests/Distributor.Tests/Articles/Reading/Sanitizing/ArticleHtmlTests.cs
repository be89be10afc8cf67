using System.Diagnostics;
using CsCheck;
using Distributor.Articles.Reading.Sanitizing;
using Xunit;

namespace Distributor.Tests.Articles.Reading.Sanitizing;

public sealed class ArticleHtmlTests
{
    private static readonly Uri Base = new("https://harbour.example/news/story.html");

    private readonly ArticleHtml _html = new();

    [Fact]
    public void Nothing_executable_survives_any_known_attack()
    {
        Assert.True(Attacks.All.Length >= 60);
        foreach (var attack in Attacks.All)
        {
            foreach (var baseUri in (Uri?[])[Base, null])
            {
                var clean = _html.Clean($"<p>before</p>{attack}", baseUri);
                Assert.True(ExecutableHtml.In(clean.Html) is [], $"{attack} became {clean.Html}");
                Assert.Contains("before", clean.Text, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void The_check_itself_sees_code_in_most_attacks_before_cleaning() =>
        Assert.True(Attacks.All.Count(attack => ExecutableHtml.In(attack).Count > 0) > Attacks.All.Length * 3 / 4);

    [Fact]
    public void Cleaning_twice_changes_nothing()
    {
        foreach (var attack in Attacks.All)
        {
            var once = _html.Clean(attack, Base).Html;
            Assert.Equal(once, _html.Clean(once, Base).Html);
        }
    }

    [Fact]
    public void Any_mixture_of_tags_comes_out_safe_and_stable()
    {
        string[] pieces =
        [
            .. "<p> </p> <b> </b> <a/href='/x'> </a> <table> <td> </table> <pre>\n\n <i> </i> words &lt; &amp;".Split(
                ' '
            ),
            .. "<svg> </svg> <math> <mtext> <style> </style> <!-- --> <script> </script> <noscript>".Split(' '),
            .. "</noscript> <select> <template> </template> <li> <ul> </ul> <img/onerror=x/src=y> <title>".Split(' '),
        ];
        Gen.Int[0, pieces.Length - 1]
            .Select(index => pieces[index])
            .Array[0, 24]
            .Sample(
                soup =>
                {
                    var once = _html.Clean(string.Concat(soup), Base);
                    Assert.Empty(ExecutableHtml.In(once.Html));
                    Assert.Equal(once.Html, _html.Clean(once.Html, Base).Html);
                },
                iter: 2_000
            );
    }

    [Fact]
    public void Relative_links_and_pictures_become_absolute()
    {
        var clean = _html.Clean("""<a href="../tide">T</a><img src="/a.jpg" srcset="/a.jpg 1x, b.jpg 2x">""", Base);
        Assert.Equal(
            """<a href="https://harbour.example/tide" rel="nofollow noopener">T</a>"""
                + """<img src="https://harbour.example/a.jpg" """
                + """srcset="https://harbour.example/a.jpg 1x, https://harbour.example/news/b.jpg 2x">""",
            clean.Html
        );
        Assert.Equal([new Uri("https://harbour.example/a.jpg")], clean.Images);
    }

    [Fact]
    public void Without_a_base_a_relative_address_is_dropped_and_its_words_stay() =>
        Assert.Equal(
            "<p><a>Tide</a> <img></p>",
            _html.Clean("<p><a href='/x'>Tide</a> <img src='a.jpg'></p>", null).Html
        );

    [Fact]
    public void Unknown_tags_lose_the_tag_and_keep_the_words() =>
        Assert.Equal(
            "<p>Big red words</p>",
            _html.Clean("<p><font color=red>Big <x-y>red</x-y></font> words</p>", null).Html
        );

    [Fact]
    public void A_page_wrapped_in_a_form_keeps_its_article() =>
        Assert.Equal(
            "<p>Words</p>",
            _html.Clean("<form><p>Words</p><select><option>a</select><input></form>", null).Html
        );

    [Fact]
    public void Script_source_never_becomes_text() =>
        Assert.Equal("Words", _html.Clean("<script>var x = 1;</script>Words<style>p{}</style>", null).Text);

    [Fact]
    public void A_counting_pixel_is_removed_and_a_picture_stays()
    {
        var clean = _html.Clean(
            "<img src='https://c.example/p' width=1 height=1><img src='https://c.example/a.jpg'>",
            null
        );
        Assert.Equal([new Uri("https://c.example/a.jpg")], clean.Images);
        Assert.DoesNotContain("/p\"", clean.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_has_one_line_per_paragraph_item_and_break() =>
        Assert.Equal(
            "Tide tables\nThe ferry left at nine.\nOne\nTwo\nName Age\nAnna 40\nfirst line\nsecond line",
            _html
                .Clean(
                    """
                    <h2>Tide tables</h2><p>The   ferry&nbsp;left
                    at <b>ni</b>ne.</p><p> </p><ul><li>One</li><li>Two</li></ul>
                    <table><tr><th>Name</th><th>Age</th></tr><tr><td>Anna</td><td>40</td></tr></table>
                    <p>first line<br>second line</p>
                    """,
                    null
                )
                .Text
        );

    [Theory]
    [InlineData("<div>", 200_000)]
    [InlineData("<b>", 200_000)]
    [InlineData("<svg><g>", 100_000)]
    [InlineData("<table><tr><td></div>", 50_000)]
    public void Deep_nesting_keeps_the_words_and_costs_little(string tag, int times)
    {
        var clock = Stopwatch.StartNew();
        var clean = _html.Clean(string.Concat(Enumerable.Repeat(tag, times)) + "deep words", null);
        Assert.Equal("deep words", clean.Text);
        // Far above what it takes on a busy machine, far below work that grows with the square.
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"took {clock.Elapsed}");
    }

    [Fact]
    public void Very_many_elements_keep_their_words() =>
        Assert.StartsWith(
            "word word",
            _html.Clean(string.Concat(Enumerable.Repeat("<p>word</p>", 150_000)), null).Text,
            StringComparison.Ordinal
        );

    [Fact]
    public void An_element_with_endless_attributes_keeps_its_words() =>
        Assert.Equal(
            "words",
            _html.Clean($"<p {string.Concat(Enumerable.Range(0, 200_000).Select(n => $"a{n}=1 "))}>words", null).Text
        );
}
