using Distributor.Templates.Mail;
using Distributor.Templates.Tests.Samples;
using Xunit;

namespace Distributor.Templates.Tests;

public sealed class LintTests
{
    static readonly RenderedMail Good = DigestMail.Render(Editions.English());

    [Fact]
    public void What_we_render_has_no_fault()
    {
        foreach (
            var view in (DigestView[])[Editions.English(), Editions.English("ru"), ArabicEdition.View, Hostile.Edition]
        )
        {
            Assert.Empty(EditionLint.Check(DigestMail.Render(view)));
        }

        Assert.Empty(EditionLint.Check(DigestMail.Render(Hostile.Flood())));
        Assert.Empty(EditionLint.Check(AlertMail.Render(Alerts.Photo)));
        Assert.Empty(EditionLint.Check(AlertMail.Render(Alerts.Arabic)));
    }

    [Fact]
    public void A_mail_Gmail_would_cut_is_held() =>
        AssertFault(LintRule.Size, Good with { Html = Good.Html + new string(' ', 70_000) });

    [Theory]
    [InlineData(" alt=\"A lighthouse on a rock at dusk, its beam over a calm sea\"")]
    [InlineData(" width=\"536\"")]
    [InlineData(" height=\"302\"")]
    public void A_picture_without_its_attributes_is_held(string attribute) =>
        AssertFault(LintRule.Picture, Good with { Html = Good.Html.Replace(attribute, "", StringComparison.Ordinal) });

    [Theory]
    [InlineData("<a href=\"/relative\">x</a>")]
    [InlineData("<a href=\"javascript:alert(1)\">x</a>")]
    [InlineData("<a>x</a>")]
    [InlineData("<a href=\"https://news.example/\"> </a>")]
    public void A_link_that_leads_nowhere_or_has_no_name_is_held(string link) =>
        AssertFault(
            LintRule.Link,
            Good with
            {
                Html = Good.Html.Replace("</h1>", link + "</h1>", StringComparison.Ordinal),
            }
        );

    [Fact]
    public void A_mail_without_a_way_out_is_held()
    {
        AssertFault(
            LintRule.Placeholder,
            Good with
            {
                Html = Without(Good.Html, Slots.Unsubscribe, "https://x.example/"),
            }
        );
        AssertFault(LintRule.Placeholder, Good with { Text = Without(Good.Text, Slots.Unsubscribe, "") });
    }

    [Theory]
    [InlineData("\uFDD0unsubscribe\uFDD1")]
    [InlineData("\uFDD0password\uFDD1")]
    [InlineData("\uFDD1")]
    public void A_placeholder_too_many_is_held(string forged)
    {
        AssertFault(
            LintRule.Placeholder,
            Good with
            {
                Html = Good.Html.Replace("</h1>", forged + "</h1>", StringComparison.Ordinal),
            }
        );
        AssertFault(LintRule.Placeholder, Good with { Text = forged + Good.Text });
    }

    [Fact]
    public void A_text_that_lacks_a_story_is_held()
    {
        const string title = "Oyster farmers win their case over dredged sand\n";
        AssertFault(LintRule.Text, Good with { Text = Without(Good.Text, title, "") });
        // The same stories in another order are not the same text.
        AssertFault(LintRule.Text, Good with { Text = title + Without(Good.Text, title, "") });
    }

    [Theory]
    [InlineData("<script>x()</script>")]
    [InlineData("<form></form>")]
    public void Active_content_is_held(string element) =>
        AssertFault(
            LintRule.Frame,
            Good with
            {
                Html = Good.Html.Replace("</body>", element + "</body>", StringComparison.Ordinal),
            }
        );

    [Fact]
    public void A_subject_of_two_lines_is_held() => AssertFault(LintRule.Frame, Good with { Subject = "a\r\nBcc: b" });

    static string Without(string text, string part, string instead)
    {
        Assert.Contains(part, text, StringComparison.Ordinal);
        return text.Replace(part, instead, StringComparison.Ordinal);
    }

    static void AssertFault(LintRule rule, RenderedMail mail) =>
        Assert.Contains(EditionLint.Check(mail), fault => fault.Rule == rule);
}
