using Distributor.Templates.Tests.Samples;
using Distributor.Templates.Tests.Support;
using Microsoft.Playwright;
using Xunit;

namespace Distributor.Templates.Tests.Browser;

/// <summary>
/// Rules 4 and 5 of the mail design, in a real browser. Golden pictures compared by pixel break with every version of a font
/// or of Chromium, so what is compared are the facts of the layout: boxes, sizes, colours, nothing over anything else.
/// DISTRIBUTOR_WRITE_PICTURES=1 writes the pictures of docs/mail to be looked at.
/// </summary>
public sealed class LayoutTests(Chromium chromium)
{
    public static TheoryData<string, Look> EveryMailAndLook
    {
        get
        {
            var data = new TheoryData<string, Look>();
            foreach (
                var name in (string[])
                    [
                        "digest-en",
                        "digest-ar",
                        "digest-hostile",
                        "alert-en",
                        "alert-ar",
                        "confirm-ru",
                        "confirm-ar",
                        "confirm-hostile",
                        "welcome-ar",
                        "moved-hostile",
                    ]
            )
            {
                foreach (var look in Enum.GetValues<Look>())
                {
                    data.Add(name, look);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(EveryMailAndLook))]
    public async Task Nothing_scrolls_sideways_or_lies_over_something_else(string name, Look look)
    {
        var page = await chromium.OpenAsync(Mails.All[name].Html, new View(600, look));
        foreach (var width in (int[])[600, 360, 320])
        {
            await page.SetViewportSizeAsync(width, 800);
            Assert.Empty(await FaultsAsync(page));
        }

        await page.CloseAsync();
    }

    [Theory]
    [InlineData(Look.Light)]
    [InlineData(Look.NoStyles)]
    public async Task A_word_wider_than_a_small_phone_is_broken(Look look)
    {
        var view = Editions.English();
        var mail = Mails.Digest(
            view with
            {
                Publication = Hostile.LongestWord,
                Lead = view.Lead with { Title = Hostile.LongestWord, Source = Hostile.LongestWord },
                Topics =
                [
                    new TopicView
                    {
                        Name = Hostile.LongestWord,
                        Stories = [view.Lead with { Title = Hostile.LongestWord }],
                    },
                ],
            },
            Readers.Ines
        );
        var page = await chromium.OpenAsync(mail.Html, new View(320, look));

        Assert.Empty(await FaultsAsync(page));
        await page.CloseAsync();
    }

    [Theory]
    [InlineData(600, Look.Light, "34px/40px 32px/38px 23px/30px 18px/25px")]
    [InlineData(600, Look.NoStyles, "34px/40px 32px/38px 23px/30px 18px/25px")]
    [InlineData(360, Look.Light, "30px/36px 27px/33px 21px/28px 18px/25px")]
    [InlineData(360, Look.NoStyles, "34px/40px 32px/38px 23px/30px 18px/25px")]
    public async Task Three_sizes_of_title_are_three_ranks(int width, Look look, string expected)
    {
        var page = await chromium.OpenAsync(Mails.All["digest-en"].Html, new View(width, look));

        var sizes = await page.EvaluateAsync<string>(
            """
            () => ['h1', 'h2.t1', 'h3.t2', 'h3:not(.t2)']
              .map(s => getComputedStyle(document.querySelector(s))).map(s => `${s.fontSize}/${s.lineHeight}`).join(' ')
            """
        );

        Assert.Equal(expected, sizes);
        await page.CloseAsync();
    }

    [Theory]
    [InlineData(900, 182, 536)]
    [InlineData(600, 32, 536)]
    [InlineData(360, 0, 360)]
    public async Task The_picture_fills_the_column_and_on_a_phone_the_screen(int width, float left, float shown)
    {
        var page = await chromium.OpenAsync(Mails.All["digest-en"].Html, new View(width, Look.Light));

        var box = (await page.Locator("img").BoundingBoxAsync())!;

        Assert.Equal((left, shown), (box.X, box.Width));
        Assert.Equal(604.0 / 1072, box.Height / box.Width, 0.01);
        await page.CloseAsync();
    }

    [Fact]
    public async Task Without_pictures_the_box_and_its_words_are_there()
    {
        var page = await chromium.OpenAsync(Mails.All["digest-en"].Html, new View(600, Look.NoImages));

        Assert.Equal("rgb(232, 227, 216)", await ColourAsync(page, "img", "backgroundColor"));
        Assert.Equal(0, await page.EvaluateAsync<int>("() => document.querySelector('img').naturalWidth"));
        await page.CloseAsync();
    }

    [Theory]
    [InlineData(Look.Light, "rgb(247, 245, 240)", "rgb(28, 27, 25)", "rgb(11, 107, 87)")]
    [InlineData(Look.Dark, "rgb(19, 18, 17)", "rgb(241, 238, 231)", "rgb(95, 208, 178)")]
    [InlineData(Look.NoStyles, "rgb(247, 245, 240)", "rgb(28, 27, 25)", "rgb(11, 107, 87)")]
    public async Task The_paper_has_its_colours(Look look, string paper, string ink, string accent)
    {
        var page = await chromium.OpenAsync(Mails.All["digest-en"].Html, new View(600, look));

        Assert.Equal(paper, await ColourAsync(page, "body", "backgroundColor"));
        Assert.Equal(paper, await ColourAsync(page, "[role=article] > table", "backgroundColor"));
        Assert.Equal(ink, await ColourAsync(page, "h2.t1 a", "color"));
        Assert.Equal(accent, await ColourAsync(page, "h2:not(.t1)", "color"));
        await page.CloseAsync();
    }

    [Fact]
    public async Task From_right_to_left_everything_starts_at_the_right_edge()
    {
        var page = await chromium.OpenAsync(Mails.All["digest-ar"].Html, new View(600, Look.Light));

        var starts = await page.EvaluateAsync<double[]>(
            """
            () => [...document.querySelectorAll('h1,h2,h3,p')].map(e => {
              const range = document.createRange();
              range.selectNodeContents(e);
              return Math.max(...[...range.getClientRects()].map(r => r.right));
            })
            """
        );

        Assert.All(starts, right => Assert.InRange(right, 560, 568.5));
        await page.CloseAsync();
    }

    [Fact]
    public async Task Every_rule_of_the_style_blocks_is_understood()
    {
        var page = await chromium.OpenAsync(Mails.All["digest-en"].Html, new View(600, Look.Light));

        var parsed = await page.EvaluateAsync<int>(
            """
            () => [...document.styleSheets].flatMap(s => [...s.cssRules]).reduce((n, r) => n + 1 + (r.cssRules?.length ?? 0), 0)
            """
        );

        var written = Html.Parse(Mails.All["digest-en"].Html)
            .QuerySelectorAll("style")
            .Sum(style => style.TextContent.Count(c => c == '{'));
        Assert.Equal(written, parsed);
        await page.CloseAsync();
    }

    static Task<string[]> FaultsAsync(IPage page) =>
        page.EvaluateAsync<string[]>(
            """
            () => {
              const faults = [];
              const wide = document.documentElement.scrollWidth;
              if (wide > innerWidth) faults.push(`the mail is ${wide} wide in a window of ${innerWidth}`);
              const boxes = [...document.querySelectorAll('h1,h2,h3,p,img')].map(e => [e, e.getBoundingClientRect()]);
              for (const [e, box] of boxes) {
                if (box.left < -0.5 || box.right > innerWidth + 0.5) faults.push(`outside: ${e.textContent}`);
                if (e.scrollWidth > Math.ceil(box.width) + 1) faults.push(`overflows: ${e.textContent}`);
              }
              for (let i = 1; i < boxes.length; i++)
                if (boxes[i][1].top < boxes[i - 1][1].bottom - 0.5) faults.push(`overlaps: ${boxes[i][0].textContent}`);
              return faults;
            }
            """
        );

    static Task<string> ColourAsync(IPage page, string selector, string property) =>
        page.EvaluateAsync<string>(
            "([s, p]) => getComputedStyle(document.querySelector(s))[p]",
            new[] { selector, property }
        );
}
