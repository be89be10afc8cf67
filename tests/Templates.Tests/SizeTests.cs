using System.Text;
using Distributor.Templates.Tests.Samples;
using Distributor.Templates.Tests.Support;
using Xunit;

namespace Distributor.Templates.Tests;

/// <summary>Rules 1 to 3 of the mail design: size, character set, style blocks.</summary>
public sealed class SizeTests
{
    public static TheoryData<string> MailNames => [.. Mails.Names];

    [Theory]
    [InlineData(20)]
    [InlineData(60)]
    [InlineData(400)]
    [InlineData(5000)]
    public void A_flood_is_cut_at_a_story_and_keeps_the_way_out(int stories)
    {
        var rendered = DigestMail.Render(Hostile.Flood(stories));
        var mail = MailSplicer.Personalise(rendered, Readers.Ines);

        Assert.True(Encoding.UTF8.GetByteCount(mail.Html) <= DigestMail.MaxHtmlBytes);
        Assert.Contains("unsubscribe/k3yA", mail.Html);
        Assert.EndsWith("</html>\n", mail.Html);
        // Nothing is lost: what is not shown is counted.
        var topics = (stories + 24) / 25;
        Assert.Contains($"of {1 + stories + topics} stories", mail.Html);
        Assert.Equal(rendered.Stories, Html.Parse(mail.Html).QuerySelectorAll("h3,h2.t1").Length);
    }

    [Fact]
    public void The_cut_gives_up_no_more_than_it_must()
    {
        var cut = DigestMail.Render(Hostile.Flood());

        // The worst story here takes under 4 KB, so less than that is left over.
        Assert.InRange(Encoding.UTF8.GetByteCount(cut.Html), 86_000, 90_000);
    }

    [Fact]
    public void A_usual_morning_needs_no_cut()
    {
        var mail = DigestMail.Render(Editions.English());

        Assert.Equal(12, mail.Stories);
        Assert.Contains("12 of 29 stories", mail.Html);
        Assert.True(Encoding.UTF8.GetByteCount(mail.Html) < 30_000);
    }

    [Fact]
    public void The_worst_personal_parts_stay_within_their_share()
    {
        var shared = DigestMail.Render(Editions.English());
        var longUrl = new Uri("https://courier.example/" + new string('t', 700) + "?a=1&b=2");
        var worst = Readers.Ines with
        {
            Recipient = new string('x', 254),
            Topics = [.. Enumerable.Range(0, 50).Select(i => $"Topic {i} " + new string('y', 80))],
            Place = new string('z', 200),
            PreferencesUrl = longUrl,
            PauseUrl = longUrl,
            WebUrl = longUrl,
            UnsubscribeUrl = longUrl,
        };

        var added =
            Encoding.UTF8.GetByteCount(MailSplicer.Personalise(shared, worst).Html)
            - Encoding.UTF8.GetByteCount(shared.Html);

        Assert.True(added <= DigestMail.PersonalBytes, $"{added} bytes");
    }

    [Theory]
    [MemberData(nameof(MailNames))]
    public void Every_mail_says_utf_8(string name)
    {
        Assert.Contains("<meta charset=\"utf-8\">", Mails.All[name].Html);
        Assert.Contains("text/html; charset=utf-8", Mails.All[name].Html);
    }

    [Theory]
    [MemberData(nameof(MailNames))]
    public void Style_blocks_are_small_and_have_nothing_Gmail_drops_them_for(string name)
    {
        var styles = Html.Parse(Mails.All[name].Html)
            .QuerySelectorAll("head style")
            .Select(s => s.TextContent)
            .ToList();

        Assert.Equal(3, styles.Count);
        Assert.InRange(styles.Sum(Encoding.UTF8.GetByteCount), 1, 8_000);
        foreach (var style in styles)
        {
            Assert.DoesNotContain("/*", style);
            // An @ inside an @ makes Gmail delete the block.
            Assert.True(style.Count(c => c == '@') <= 1);
            Assert.Equal(style.Count(c => c == '{'), style.Count(c => c == '}'));
        }
    }
}
