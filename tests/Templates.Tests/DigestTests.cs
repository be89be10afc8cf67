using Distributor.Templates.Tests.Samples;
using Distributor.Templates.Tests.Support;
using NodaTime;
using Xunit;

namespace Distributor.Templates.Tests;

/// <summary>What a digest says about its stories.</summary>
public sealed class DigestTests
{
    static readonly DigestView Morning = Editions.English();

    [Fact]
    public void An_alerted_story_comes_last_in_its_topic_without_a_summary()
    {
        var topic = Morning.Topics[0];
        var alerted = topic.Stories[0] with { AlertedAt = Editions.Monday.At(new LocalTime(5, 51)) };
        var mail = DigestMail.Render(Morning with { Topics = [topic with { Stories = [alerted, topic.Stories[1]] }] });

        Assert.Equal(
            [topic.Stories[1].Title, alerted.Title],
            Html.Parse(mail.Html).QuerySelectorAll("h3").Select(title => title.TextContent.Replace('\u00A0', ' '))
        );
        Assert.DoesNotContain(alerted.Summary, mail.Text);
        Assert.Contains("✓ Alerted 05:51 · The Tidal Review", mail.Text);
    }

    [Fact]
    public void A_topic_whose_stories_were_all_left_out_still_counts_them()
    {
        var mail = DigestMail.Render(Morning with { Topics = [new TopicView { Name = "Harbours", More = 2 }] });

        Assert.Equal(1, mail.Stories);
        Assert.Contains("-- Harbours ---\n\nand 2 more in Harbours\nhttps://courier.example/\n", mail.Text);
        Assert.Contains("1 of 3 stories", mail.Html);
        Assert.Empty(EditionLint.Check(mail));
    }

    [Fact]
    public void A_topic_with_nothing_is_not_there()
    {
        var mail = DigestMail.Render(Morning with { Topics = [new TopicView { Name = "Harbours" }] });

        Assert.DoesNotContain("Harbours", mail.Html);
        Assert.Contains("· 1 story\n", mail.Text);
    }

    [Fact]
    public void Stories_without_a_topic_stand_under_their_source_and_are_counted_at_the_end()
    {
        var loose = Editions.Story("", "Wire & Watt", "Kites pull a barge upstream", 5, 0);
        var mail = DigestMail.Render(
            Morning with
            {
                Topics = [new TopicView { Name = "", Stories = [loose] }, new TopicView { Name = " ", More = 3 }],
            }
        );

        Assert.Contains("-- Wire & Watt ---\n\nKites pull", mail.Text);
        Assert.Contains("\nand 3 more stories\nhttps://courier.example/\n", mail.Text);
        Assert.Empty(EditionLint.Check(mail));
    }

    [Fact]
    public void Three_other_sources_are_named_the_rest_counted_and_the_own_one_left_out()
    {
        var lead = Morning.Lead with
        {
            AlsoAt = [.. Morning.Lead.AlsoAt, Editions.Other("Fjord Observer"), Editions.Other("Rádio Maré")],
        };

        Assert.Contains(
            "Also at La Gaceta del Faro, The Tidal Review, Rádio Maré and 2 more",
            DigestMail.Render(Morning with { Lead = lead }).Text
        );
    }

    [Fact]
    public void A_story_without_an_address_is_read_without_a_link()
    {
        var mail = DigestMail.Render(Morning with { Lead = Morning.Lead with { Url = null }, Topics = [] });

        Assert.Null(Html.Parse(mail.Html).QuerySelector("h2 a"));
        Assert.Null(Html.Parse(mail.Html).QuerySelector("a[href=''] img"));
        Assert.Empty(EditionLint.Check(mail));
    }

    [Fact]
    public void An_undated_story_has_no_time() =>
        Assert.Contains(
            "\nFjord Observer\nAlso at",
            DigestMail.Render(Morning with { Lead = Morning.Lead with { Published = null } }).Text
        );

    [Fact]
    public void Renderings_at_the_same_time_do_not_disturb_each_other()
    {
        var alone = DigestMail.Render(Morning);
        var together = ParallelEnumerable.Range(0, 64).Select(_ => DigestMail.Render(Editions.English())).ToList();

        Assert.All(together, mail => Assert.Equal(alone, mail));
    }

    [Fact]
    public void The_version_of_the_templates_is_sixteen_digits() =>
        Assert.Matches("^[0-9a-f]{16}$", TemplateVersion.Current);
}
