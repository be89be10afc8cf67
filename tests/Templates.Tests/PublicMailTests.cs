using Distributor.Templates.Mail;
using Distributor.Templates.Tests.Samples;
using Distributor.Templates.Tests.Support;
using Xunit;

namespace Distributor.Templates.Tests;

/// <summary>A mail as a page for everybody.</summary>
public sealed class PublicMailTests
{
    static readonly PublicLink[] Links =
    [
        new("Subscribe", new Uri("https://courier.example/subscribe")),
        new("Archive & <more>", new Uri("https://courier.example/archive?a=1&b=2")),
    ];

    public static TheoryData<string> Shared => ["digest-en", "digest-ar", "digest-hostile", "alert-en", "alert-ar"];

    static RenderedMail Rendered(string name) =>
        name switch
        {
            "digest-en" => DigestMail.Render(Editions.English()),
            "digest-ar" => DigestMail.Render(ArabicEdition.View),
            "digest-hostile" => DigestMail.Render(Hostile.Edition),
            "alert-en" => AlertMail.Render(Alerts.Breaking),
            _ => AlertMail.Render(Alerts.Arabic),
        };

    [Theory]
    [MemberData(nameof(Shared))]
    public void It_has_the_stories_and_no_place_for_a_reader(string name)
    {
        var mail = Rendered(name);

        var html = PublicMail.Html(mail, "As it was sent.", Links)!;

        Assert.DoesNotContain(Slots.Open, html);
        var (page, sent) = (Html.Parse(html), Html.Parse(mail.Html));
        Assert.Equal(
            sent.QuerySelectorAll("h1,h2,h3,h2 a,h3 a,img").Select(element => element.OuterHtml),
            page.QuerySelectorAll("h1,h2,h3,h2 a,h3 a,img").Select(element => element.OuterHtml)
        );
        Assert.Contains("As it was sent.", page.Body!.TextContent);
        Assert.Equal(
            Links.Select(link => (link.Text, link.Url.AbsoluteUri)),
            page.QuerySelectorAll("a").TakeLast(2).Select(link => (link.TextContent, link.GetAttribute("href")!))
        );
        Assert.Empty(page.QuerySelectorAll("script"));
    }

    [Fact]
    public void A_notice_stays_text()
    {
        var html = PublicMail.Html(Rendered("digest-en"), "</td><script>alert(1)</script>", Links)!;

        Assert.Empty(Html.Parse(html).QuerySelectorAll("script"));
    }

    [Theory]
    [InlineData(Slots.Preferences)]
    [InlineData(Slots.Reason)]
    public void A_mail_with_another_foot_is_not_shown(string slot)
    {
        var mail = Rendered("digest-en");

        Assert.Null(
            PublicMail.Html(mail with { Html = mail.Html.Replace(slot, "x", StringComparison.Ordinal) }, "", Links)
        );
    }

    [Fact]
    public void A_place_for_a_reader_outside_the_foot_is_not_shown()
    {
        var mail = Rendered("digest-en");
        var torn = mail.Html.Replace("<title>", "<title>" + Slots.Unsubscribe, StringComparison.Ordinal);

        Assert.Null(PublicMail.Html(mail with { Html = torn }, "", Links));
    }

    [Fact]
    public void A_notice_to_one_reader_is_no_mail_for_everybody() =>
        Assert.Null(PublicMail.Html(NoticeMail.Render(Notices.English(NoticeKind.Welcome)), "", Links));
}
