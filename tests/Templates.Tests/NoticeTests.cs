using System.Text;
using Distributor.Templates.Mail;
using Distributor.Templates.Tests.Samples;
using Distributor.Templates.Tests.Support;
using Distributor.Templates.Words;
using NodaTime;
using Xunit;

namespace Distributor.Templates.Tests;

/// <summary>The mails that answer what a reader did. What all mails keep to, they keep to in the other tests.</summary>
public sealed class NoticeTests
{
    public static TheoryData<NoticeKind, string> EveryKindAndLanguage
    {
        get
        {
            var data = new TheoryData<NoticeKind, string>();
            foreach (var kind in Enum.GetValues<NoticeKind>())
            {
                foreach (var language in Languages.Supported)
                {
                    data.Add(kind, language);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(EveryKindAndLanguage))]
    public void Nothing_is_left_to_be_filled_in(NoticeKind kind, string language)
    {
        var mail = NoticeMail.Render(Notices.English(kind, language));

        Assert.DoesNotContain(mail.Html + mail.Text + mail.Subject, c => c is Slots.Open or Slots.Close);
        Assert.DoesNotContain('{', mail.Text + mail.Subject + mail.Preheader);
        Assert.Contains("ines.faro@example.org", mail.Text);
        Assert.Equal(language, mail.Language);
        Assert.InRange(mail.Preheader.Length, Preheader.Least, Preheader.Most);
        Assert.NotEqual(mail.Subject, mail.Preheader);
    }

    [Theory]
    [InlineData(NoticeKind.Confirm)]
    [InlineData(NoticeKind.Data)]
    [InlineData(NoticeKind.MoveFrom)]
    [InlineData(NoticeKind.MoveTo)]
    public void A_question_leads_to_one_place_only(NoticeKind kind)
    {
        var view = Notices.English(kind);
        var mail = NoticeMail.Render(view);

        Assert.Equal(
            [view.ActionUrl!.AbsoluteUri],
            Html.Parse(mail.Html).QuerySelectorAll("a").Select(link => link.GetAttribute("href")).Distinct()
        );
        Assert.Equal(
            [view.ActionUrl.AbsoluteUri],
            mail.Text.Split('\n').Where(line => line.StartsWith("https://", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void A_question_says_what_comes_when_until_when_it_holds_and_who_asked()
    {
        var text = NoticeMail.Render(Notices.English(NoticeKind.Confirm)).Text;

        Assert.Contains("\nCoast, Power, Medicine and Stage\nevery day at 07:00 (Lisbon), in English\n", text);
        Assert.Contains("until Wednesday 25 November 2026 at 18:40.", text);
        Assert.Contains("Asked on Monday 23 November 2026 at 18:40 from 203.0.113.9.", text);
        Assert.Contains("Not you? Do nothing", text);
    }

    [Fact]
    public void A_weekly_digest_comes_on_its_day()
    {
        var view = Notices.English(NoticeKind.Confirm) with { Cadence = Cadence.Weekly, Weekday = IsoDayOfWeek.Friday };

        Assert.Contains("\nevery Friday at 07:00 (Lisbon), in English\n", NoticeMail.Render(view).Text);
    }

    [Fact]
    public void A_welcome_shows_the_latest_edition_and_the_ways_to_change_and_to_leave()
    {
        var view = Notices.English(NoticeKind.Welcome);
        var mail = NoticeMail.Render(view);

        var html = Html.Parse(mail.Html);
        Assert.Equal(12, mail.Stories);
        Assert.Contains(view.Latest!.Lead.Title, mail.Text.Replace('\n', ' '));
        Assert.Equal("Topics and times", html.QuerySelector($"a[href='{view.ActionUrl!.AbsoluteUri}']")!.TextContent);
        Assert.Equal("Unsubscribe", html.QuerySelector($"a[href='{view.SecondUrl!.AbsoluteUri}']")!.TextContent);
    }

    [Fact]
    public void A_welcome_before_the_first_edition_is_whole_without_one()
    {
        var mail = NoticeMail.Render(Notices.English(NoticeKind.Welcome) with { Latest = null });

        Assert.Equal(0, mail.Stories);
        Assert.DoesNotContain("latest edition", mail.Html + mail.Text, StringComparison.Ordinal);
        Assert.Empty(Html.Parse(mail.Html).QuerySelectorAll("h3"));
    }

    [Fact]
    public void A_flood_below_a_welcome_is_cut_at_a_story()
    {
        var mail = NoticeMail.Render(Notices.English(NoticeKind.Welcome) with { Latest = Hostile.Flood(400) });

        Assert.InRange(Encoding.UTF8.GetByteCount(mail.Html), 80_000, DigestMail.MaxHtmlBytes);
        Assert.EndsWith("</html>\n", mail.Html);
    }

    [Theory]
    [InlineData(NoticeKind.Moved)]
    [InlineData(NoticeKind.Goodbye)]
    public void A_last_mail_leads_to_nothing_but_the_front_page(NoticeKind kind)
    {
        var links = Html.Parse(NoticeMail.Render(Notices.English(kind)).Html).QuerySelectorAll("a");

        Assert.Equal(["https://courier.example/"], links.Select(link => link.GetAttribute("href")));
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("/confirm/relative")]
    public void A_link_that_is_none_stops_the_mail_and_is_not_told(string address)
    {
        var view = Notices.English(NoticeKind.Confirm) with
        {
            ActionUrl = new Uri(address, UriKind.RelativeOrAbsolute),
        };

        var fault = Assert.Throws<ArgumentException>(() => NoticeMail.Render(view));
        Assert.DoesNotContain(address, fault.Message);
    }

    [Fact]
    public void No_name_or_address_breaks_out_or_adds_a_header()
    {
        foreach (var kind in Enum.GetValues<NoticeKind>())
        {
            var mail = NoticeMail.Render(Notices.HostileView(kind));
            var html = Html.Parse(mail.Html);
            Assert.Empty(html.QuerySelectorAll("script,i"));
            Assert.DoesNotContain(mail.Subject, char.IsControl);
            Assert.Contains("Quayside \"><i>Courier {address}", mail.Subject, StringComparison.Ordinal);
        }
    }
}
