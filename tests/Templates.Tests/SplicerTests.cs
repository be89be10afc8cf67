using Distributor.Templates.Mail;
using Distributor.Templates.Tests.Samples;
using Distributor.Templates.Tests.Support;
using NodaTime;
using Xunit;

namespace Distributor.Templates.Tests;

/// <summary>Rule 20 of the mail design: a reader's mail differs from another's in the foot only.</summary>
public sealed class SplicerTests
{
    static readonly RenderedMail Shared = DigestMail.Render(Editions.English());

    [Fact]
    public void Two_readers_bodies_differ_only_in_the_foot()
    {
        var splicer = new MailSplicer(Shared);
        var one = splicer.For(Readers.Ines);
        var other = splicer.For(Readers.Karim);

        Assert.NotEqual(one.Html, other.Html);
        Assert.Equal(BeforeFoot(Shared.Html), one.Html[..BeforeFoot(Shared.Html).Length]);
        Assert.Equal(BeforeFoot(Shared.Html), other.Html[..BeforeFoot(Shared.Html).Length]);
        Assert.Equal(BeforeFoot(Shared.Text), other.Text[..BeforeFoot(Shared.Text).Length]);
        // The foot begins after the last story.
        Assert.True(BeforeFoot(Shared.Html).LastIndexOf("<h3", StringComparison.Ordinal) > 0);
        Assert.DoesNotContain("<h3", Shared.Html[BeforeFoot(Shared.Html).Length..]);
    }

    [Fact]
    public void No_placeholder_is_left()
    {
        foreach (var mail in Mails.All.Values)
        {
            Assert.DoesNotContain(Slots.Open, mail.Html + mail.Text);
            Assert.DoesNotContain(Slots.Close, mail.Html + mail.Text);
        }
    }

    [Fact]
    public void The_foot_says_whose_mail_it_is_why_it_came_and_how_to_end_it()
    {
        var mail = MailSplicer.Personalise(Shared, Readers.Ines);

        Assert.Contains("That is all for this morning. Next edition tomorrow at 07:00.", mail.Html);
        Assert.Contains(
            "Sent to ines.faro@example.org because you confirmed Coast, Power, Medicine and Stage, every day at 07:00 (Lisbon).",
            Html.Parse(mail.Html).Body!.TextContent
        );
        Assert.Contains("href=\"https://courier.example/unsubscribe/k3yA?a=1&amp;b=2\"", mail.Html);
        Assert.Contains("Unsubscribe:\nhttps://courier.example/unsubscribe/k3yA?a=1&b=2\n", mail.Text);
    }

    [Fact]
    public void Personal_values_are_escaped_for_the_HTML_and_one_line_in_the_text()
    {
        var mail = MailSplicer.Personalise(
            Shared,
            Readers.Ines with
            {
                Recipient = "\"<script>\"\r\nx@example.org",
                Topics = ["<b>", Slots.Unsubscribe],
            }
        );

        Assert.DoesNotContain("<script>", mail.Html);
        Assert.DoesNotContain("<b>", mail.Html);
        Assert.Contains("\"<script>\" x@example.org", mail.Text);
        Assert.DoesNotContain(Slots.Open, mail.Html);
    }

    [Theory]
    [InlineData(0, "07:00", "today at 07:00")]
    [InlineData(1, "07:30", "tomorrow at 07:30")]
    [InlineData(7, "07:00", "on Monday at 07:00")]
    [InlineData(30, "07:00", "on 23 Dec at 07:00")]
    public void The_next_edition_is_named_as_people_name_it(int days, string time, string expected)
    {
        var at = new LocalTime(int.Parse(time[..2], null), int.Parse(time[3..], null));
        var mail = MailSplicer.Personalise(
            Shared,
            Readers.Ines with
            {
                NextEdition = Editions.Monday.PlusDays(days).At(at),
            }
        );

        Assert.Contains($"Next edition {expected}.", mail.Text);
    }

    [Theory]
    [InlineData(Cadence.Weekly, "every Monday at 07:00 (Lisbon)")]
    [InlineData(Cadence.Instant, "as it happens")]
    public void The_cadence_is_in_words(Cadence cadence, string expected)
    {
        var mail = MailSplicer.Personalise(Shared, Readers.Ines with { Cadence = cadence, Topics = [] });

        Assert.Contains($"all topics, {expected}.", mail.Text.Replace('\n', ' '));
    }

    [Theory]
    [InlineData("mailto:x@example.org")]
    [InlineData("javascript:alert(1)")]
    public void A_way_out_that_is_no_web_address_is_refused(string url) =>
        Assert.Throws<ArgumentException>(() =>
            MailSplicer.Personalise(Shared, Readers.Ines with { UnsubscribeUrl = new Uri(url) })
        );

    [Fact]
    public void Who_asked_for_the_same_shares_the_sentences_and_nothing_of_another_reader()
    {
        var splicer = new MailSplicer(Shared);
        PersonalParts[] readers =
        [
            Readers.Ines,
            Readers.Ines with
            {
                Recipient = "x@y.example",
            },
            Readers.Ines with
            {
                Recipient = "קורא@example.org",
            },
            Readers.Karim,
            Readers.Ines with
            {
                Cadence = Cadence.Weekly,
            },
            Readers.Ines with
            {
                At = new LocalTime(18, 0),
            },
            Readers.Ines with
            {
                Place = null,
            },
            Readers.Ines with
            {
                NextEdition = null,
            },
            Readers.Ines with
            {
                Topics = ["Coast, Power"],
            },
            Readers.Ines with
            {
                Topics = ["Coast", "Power"],
            },
            Readers.Ines with
            {
                Recipient = "a-reader-with-a-long-name-that-moves-every-line@of-the-foot.example.org",
            },
            Readers.Ines,
        ];

        foreach (var reader in readers.Concat(readers))
        {
            Assert.Equal(MailSplicer.Personalise(Shared, reader), splicer.For(reader));
        }
    }

    [Fact]
    public void The_values_between_the_literals_are_the_mail()
    {
        var splicer = new MailSplicer(Shared);
        var values = splicer.ValuesFor(Readers.Karim);

        Assert.Equal(
            splicer.For(Readers.Karim),
            new PersonalMail(Together(splicer.Html.Literals, values.Html), Together(splicer.Text.Literals, values.Text))
        );
    }

    static string Together(IReadOnlyList<string> literals, string[] values) =>
        string.Concat(literals.Zip(values.Append(""), (literal, value) => literal + value));

    static string BeforeFoot(string body) => body[..body.IndexOf(Slots.Open)];
}
