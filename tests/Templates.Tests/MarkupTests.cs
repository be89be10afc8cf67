using System.Text.RegularExpressions;
using AngleSharp.Dom;
using Distributor.Templates.Mail;
using Distributor.Templates.Tests.Samples;
using Distributor.Templates.Tests.Support;
using Xunit;

namespace Distributor.Templates.Tests;

/// <summary>Rules 7, 8, 11 to 14, 16 to 18 of the mail design: what the markup may and must have.</summary>
public sealed partial class MarkupTests
{
    public static TheoryData<string> MailNames => [.. Mails.Names];

    /// <summary>Which class carries the twin of a colour in the dark, by the property it is set on.</summary>
    static readonly Dictionary<(string Property, string Colour), string> Tokens = new()
    {
        [("background-color", Palette.Light.Paper)] = "paper",
        [("color", Palette.Light.Paper)] = "ghost",
        [("color", Palette.Light.Ink)] = "ink",
        [("color", Palette.Light.Muted)] = "muted",
        [("color", Palette.Light.Accent)] = "accent",
        [("border", Palette.Light.Rule)] = "rule",
        [("border", Palette.Light.Hair)] = "hair",
        [("background-color", Palette.Light.Tint)] = "tint",
        [("background-color", Palette.Light.Accent)] = "fill",
        [("color", Palette.Light.OnAccent)] = "onfill",
    };

    [Theory]
    [MemberData(nameof(MailNames))]
    public void Every_colour_is_a_token_with_a_twin_in_the_dark_and_in_Outlook(string name)
    {
        var mail = Html.Parse(Mails.All[name].Html);
        var styles = mail.QuerySelectorAll("style").Select(style => style.TextContent).ToList();
        foreach (var element in mail.Body!.QuerySelectorAll("[style*='#']").Append(mail.Body))
        {
            foreach (Match colour in Colour().Matches(element.GetAttribute("style")!))
            {
                var property = colour.Groups[1].Value.StartsWith("border", StringComparison.Ordinal)
                    ? "border"
                    : colour.Groups[1].Value;
                var token = Tokens[(property, colour.Groups[2].Value)];
                Assert.Contains(token, element.ClassList);
                Assert.Contains($".{token}{{", styles[1]);
                Assert.Matches($@"\[data-ogs[cb]\] \.{token}\{{", styles[2]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(MailNames))]
    public void No_visible_text_is_smaller_than_14_pixels(string name)
    {
        foreach (var (text, parent) in Html.Parse(Mails.All[name].Html).VisibleTexts())
        {
            var size = parent.Inherited("font-size");
            Assert.True(size is not null && int.Parse(size[..^2], null) >= 14, $"'{text}' has {size}");
        }
    }

    [Theory]
    [MemberData(nameof(MailNames))]
    public void Links_have_names_and_no_two_the_same(string name)
    {
        var names = Html.Parse(Mails.All[name].Html)
            .QuerySelectorAll("a")
            .Select(link =>
                link.GetAttribute("aria-label")
                ?? link.QuerySelector("img")?.GetAttribute("alt")
                ?? link.TextContent.Replace('\u00A0', ' ').Replace("\u200B", "", StringComparison.Ordinal)
            )
            .ToList();

        Assert.All(names, link => Assert.False(string.IsNullOrWhiteSpace(link)));
        Assert.Equal(names.Distinct(StringComparer.OrdinalIgnoreCase), names);
    }

    [Theory]
    [MemberData(nameof(MailNames))]
    public void Headings_are_the_name_then_lead_and_topics_then_stories(string name)
    {
        var levels = Html.Parse(Mails.All[name].Html).QuerySelectorAll("h1,h2,h3,h4").Select(h => h.LocalName).ToList();

        Assert.Equal("h1", levels[0]);
        Assert.Equal("h2", levels[1]);
        Assert.Single(levels, level => level == "h1");
        // A story always stands under the heading of its topic.
        Assert.True(levels.Count == 2 || levels[2] == "h2");
        Assert.DoesNotContain("h4", levels);
    }

    [Theory]
    [MemberData(nameof(MailNames))]
    public void Nothing_is_used_that_mail_clients_drop(string name)
    {
        var html = Mails.All[name].Html;
        var mail = Html.Parse(html);
        var styles = string.Concat(
            mail.All.Select(element => element.GetAttribute("style") + ";")
                .Concat(mail.QuerySelectorAll("style").Select(style => style.TextContent))
        );

        foreach (
            var dropped in (string[])["text-transform", "flex", "grid", "var(", "letter-spacing", "float:", "position:"]
        )
        {
            Assert.DoesNotContain(dropped, styles);
        }

        Assert.Empty(mail.QuerySelectorAll("svg,picture,script,form,iframe,link,video,bdi,[hidden]"));
        Assert.Empty(mail.QuerySelectorAll("img[src^='data:'],img[src^='cid:'],img[srcset]"));
        Assert.All(mail.QuerySelectorAll("table"), table => Assert.Equal("presentation", table.GetAttribute("role")));
    }

    [Theory]
    [MemberData(nameof(MailNames))]
    public void Padding_and_borders_are_on_cells_only_but_for_the_button(string name)
    {
        foreach (var element in Html.Parse(Mails.All[name].Html).Body!.QuerySelectorAll("[style]"))
        {
            if (element.LocalName is "td" or "body" || element.ClassList.Contains("onfill"))
            {
                continue;
            }

            Assert.Null(element.Style("padding"));
            Assert.Null(element.Style("border-top"));
            Assert.Null(element.Style("border-bottom"));
        }
    }

    [Fact]
    public void A_picture_has_width_height_and_alt_and_without_it_nothing_is_lost()
    {
        var with = Html.Parse(Mails.All["digest-en"].Html);
        var picture = Assert.Single(with.QuerySelectorAll("img"));
        Assert.Equal(("536", "302"), (picture.GetAttribute("width"), picture.GetAttribute("height")));
        Assert.Equal(Editions.Lighthouse.Alt, picture.GetAttribute("alt"));

        var view = Editions.English();
        var without = Html.Parse(
            Mails.Digest(view with { Lead = view.Lead with { Picture = null } }, Readers.Ines).Html
        );
        Assert.Empty(without.QuerySelectorAll("img"));
        Assert.Equal(with.VisibleTexts().Select(t => t.Text), without.VisibleTexts().Select(t => t.Text));
    }

    [Theory]
    [InlineData(299, 200)]
    [InlineData(600, 800)]
    [InlineData(1000, 200)]
    public void A_picture_that_would_not_fit_the_column_is_left_out(int width, int height)
    {
        var view = Editions.English();
        var lead = view.Lead with { Picture = Editions.Lighthouse with { Width = width, Height = height } };

        Assert.DoesNotContain("<img", DigestMail.Render(view with { Lead = lead }).Html);
    }

    [Theory]
    [InlineData("digest-ar", "rtl", "right")]
    [InlineData("alert-ar", "rtl", "right")]
    [InlineData("digest-en", "ltr", "left")]
    public void Each_cell_with_text_has_its_direction_and_its_side(string name, string direction, string side)
    {
        var mail = Html.Parse(Mails.All[name].Html);
        Assert.Equal(direction, mail.DocumentElement.GetAttribute("dir"));
        foreach (var (_, parent) in mail.VisibleTexts())
        {
            var cell = parent.Closest("td")!;
            if (cell.ClassList.Contains("fill"))
            {
                continue;
            }

            Assert.Equal(direction, cell.Style("direction"));
            // The count of stories stands at the end of the dateline.
            var isCount = cell.PreviousElementSibling is not null;
            Assert.Equal(isCount ? Opposite(side) : side, cell.Style("text-align"));
        }
    }

    [Fact]
    public void Latin_in_a_mail_from_right_to_left_is_isolated()
    {
        foreach (var (text, parent) in Html.Parse(Mails.All["digest-ar"].Html).VisibleTexts())
        {
            if (text.Any(char.IsAsciiLetter))
            {
                Assert.Equal("ltr", parent.GetAttribute("dir"));
            }
        }
    }

    [Fact]
    public void A_title_in_another_language_says_so()
    {
        var japanese = Html.Parse(Mails.All["digest-en"].Html).QuerySelector("h3 [lang=ja]");
        Assert.Equal("潮力発電の試験機、冬の嵐に耐える", japanese?.TextContent);
        Assert.Contains("in Japanese", Mails.All["digest-en"].Html);
        Assert.Equal("ltr", Html.Parse(Mails.All["digest-ar"].Html).QuerySelector("h3 [lang=en]")?.GetAttribute("dir"));
    }

    static string Opposite(string side) => side == "left" ? "right" : "left";

    [GeneratedRegex(@"(?:^|;)(background-color|color|border[a-z-]*):[^;#]*(#[0-9a-f]{6})")]
    private static partial Regex Colour();
}
