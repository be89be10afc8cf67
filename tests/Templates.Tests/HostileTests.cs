using Distributor.Templates.Tests.Samples;
using Distributor.Templates.Tests.Support;
using Xunit;

namespace Distributor.Templates.Tests;

/// <summary>What a feed writes stays text, wherever it lands.</summary>
public sealed class HostileTests
{
    static readonly PersonalMail Mail = Mails.All["digest-hostile"];

    [Fact]
    public void No_title_breaks_out_of_its_element_or_attribute()
    {
        var html = Html.Parse(Mail.Html);

        Assert.Empty(html.QuerySelectorAll("script"));
        Assert.Equal(Hostile.Breakout, html.Title);
        Assert.All(
            html.All,
            element => Assert.DoesNotContain(element.Attributes, a => a.Name.StartsWith("on", StringComparison.Ordinal))
        );
        Assert.All(
            html.QuerySelectorAll("a"),
            link => Assert.StartsWith("https://", link.GetAttribute("href"), StringComparison.Ordinal)
        );
    }

    [Fact]
    public void No_title_adds_a_line_to_the_subject()
    {
        var view = Editions.English();
        var mail = DigestMail.Render(view with { Lead = view.Lead with { Title = Hostile.HeaderInjection } });

        Assert.Equal("Calm sea Bcc: everybody@example.org <p>body</p>", mail.Subject);
    }

    [Fact]
    public void Braces_are_braces()
    {
        Assert.Contains(Hostile.Braces, Mail.Text, StringComparison.Ordinal);
        Assert.Contains(
            Hostile.Braces,
            Html.Parse(Mail.Html).Body!.TextContent.Replace('\u00A0', ' '),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_forged_placeholder_is_not_filled()
    {
        Assert.Contains("Free unsubscribe offer", Mail.Text);
        Assert.Single(Mail.Text.Split("unsubscribe/k3yA").Skip(1));
    }

    [Fact]
    public void A_placeholder_in_an_address_is_not_filled()
    {
        var view = Editions.English();
        foreach (
            var address in (string[])
                ["https://exa\uFDD0unsubscribe\uFDD1.example/", "https://a.example/?q=\uFDD0unsubscribe\uFDD1"]
        )
        {
            var mail = DigestMail.Render(view with { Lead = view.Lead with { Url = new Uri(address) } });

            Assert.Equal(6, mail.Html.Count(character => character == Distributor.Templates.Mail.Slots.Open));
            Assert.Empty(EditionLint.Check(mail));
        }
    }

    [Fact]
    public void Turned_text_is_turned_back()
    {
        Assert.DoesNotContain('\u202E', Mail.Html + Mail.Text);
        Assert.Contains("gnp.exe stays in its line", Mail.Text);
    }

    [Fact]
    public void Emoji_and_other_scripts_arrive_whole()
    {
        Assert.Contains(Hostile.Emoji, Mail.Text, StringComparison.Ordinal);
        Assert.Contains(Hostile.Emoji, Mail.Html.Replace('\u00A0', ' '), StringComparison.Ordinal);
        Assert.Contains("<span lang=\"ar\" dir=\"rtl\">قناة", Mail.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_language_that_is_no_tag_is_dropped() => Assert.DoesNotContain("lang=\"ja", Mail.Html);
}
