using CsCheck;
using Distributor.Templates.Telegram;
using Distributor.Templates.Tests.Samples;
using Distributor.Templates.Tests.Support;
using Xunit;

namespace Distributor.Templates.Tests;

/// <summary>Rule 23 of the design: what Telegram accepts, and how an alert reads.</summary>
public sealed class TelegramTests
{
    public static TheoryData<string> AlertNames => [.. Alerts.Telegram.Keys];

    [Theory]
    [MemberData(nameof(AlertNames))]
    public void Each_of_the_seven_texts_is_accepted_and_has_one_to_three_buttons_in_rows_of_two(string name)
    {
        var alert = Alerts.Telegram[name];

        Assert.InRange(TelegramGrammar.Length(alert.Html), 1, AlertTelegram.MaxCaption);
        Assert.InRange(alert.Buttons.Count, 1, 3);
        Assert.All(alert.Buttons, button => Assert.True(button.Url is null ^ button.Action is null));
        Assert.InRange(alert.Html.EnumerateRunes().Count(rune => rune.Value >= 0x1F000), 0, 1);
    }

    [Fact]
    public void A_normal_alert_is_title_summary_source()
    {
        var alert = Alerts.Telegram["normal"];

        Assert.Equal(
            "Village stores its summer sun in a disused quarry\n"
                + "Hot water under two metres of clay lost a tenth of its heat by November. "
                + "Ninety houses hope to leave their boilers off until the new year.\n\n"
                + "Wire & Watt · Power",
            TelegramGrammar.Read(alert.Html)
        );
        Assert.Equal(["Read", "Mute Power…", "Save for digest"], alert.Buttons.Select(button => button.Text));
        Assert.Equal(
            [null, ButtonAction.MuteTopic, ButtonAction.SaveStory],
            alert.Buttons.Select(button => button.Action)
        );
    }

    [Fact]
    public void Breaking_news_says_so_first_and_has_one_button()
    {
        var alert = Alerts.Telegram["breaking"];

        Assert.StartsWith("🔴 <b>Breaking · Coast</b>\n<b><a href=", alert.Html, StringComparison.Ordinal);
        Assert.EndsWith("\n\nNorthern Sheet", alert.Html, StringComparison.Ordinal);
        Assert.Equal("Read", Assert.Single(alert.Buttons).Text);
    }

    [Fact]
    public void Other_sources_are_the_last_line_two_of_them_linked() =>
        Assert.EndsWith(
            "\nAlso at The Tidal Review, Fjord Observer and 2 more",
            TelegramGrammar.Read(Alerts.Telegram["also-at"].Html),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_corrected_headline_says_what_it_said_before() =>
        Assert.EndsWith(
            "\n<blockquote>Headline changed 07:20. Before: <s>Town stores its summer sun in a flooded mine</s></blockquote>",
            Alerts.Telegram["corrected"].Html,
            StringComparison.Ordinal
        );

    [Fact]
    public void The_summary_of_the_quiet_hours_is_grouped_and_counts_the_rest()
    {
        var summary = TelegramGrammar.Read(Alerts.Telegram["quiet"].Html).Split('\n');

        Assert.Equal(["While it was quiet", "5 alerts held, 22:00–07:00", "", "Coast"], summary[..4]);
        Assert.StartsWith("23:10 ", summary[4], StringComparison.Ordinal);
        Assert.StartsWith("01:54 ", summary[5], StringComparison.Ordinal);
        Assert.Equal("and 2 more. All are in your digest at\u00A007:30.", summary[^1]);
        Assert.Equal(["Show all 5", "Quiet hours…"], Alerts.Telegram["quiet"].Buttons.Select(button => button.Text));
    }

    [Fact]
    public void Every_line_from_right_to_left_begins_so_and_isolates_Latin_names()
    {
        var lines = Alerts.Telegram["rtl"].Html.Split('\n').Where(line => line.Length > 0).ToList();

        Assert.All(lines, line => Assert.Equal('\u200F', line[0]));
        Assert.Contains("\u2068Wire &amp; Watt\u2069 · الطاقة", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_held_night_of_hundreds_fits_one_message()
    {
        var one = Alerts.Quiet.Shown[0];
        var night = Alerts.Quiet with
        {
            Held = 400,
            Shown =
            [
                .. Enumerable
                    .Range(0, 400)
                    .Select(i => one with { Title = $"{i} {Hostile.Emoji}", Topic = $"T{i % 9}" }),
            ],
        };

        var message = AlertTelegram.RenderQuiet(night).Html;

        Assert.InRange(TelegramGrammar.Length(message), 3_000, DigestTelegram.MaxText);
        Assert.InRange(Visible.Entities(message), 60, Visible.MostEntities);
        var shown = TelegramGrammar
            .Read(message)
            .Split('\n')
            .Count(line => line.StartsWith("06:02", StringComparison.Ordinal));
        Assert.Contains($"and {400 - shown} more.", message);
    }

    [Fact]
    public void A_digest_fits_one_message_and_counts_the_rest()
    {
        var usual = DigestTelegram.Render(Editions.English());
        Assert.EndsWith(">and 17 more stories</a>", usual.Html, StringComparison.Ordinal);
        Assert.InRange(TelegramGrammar.Length(usual.Html), 1, DigestTelegram.MaxText);

        var flood = DigestTelegram.Render(Hostile.Flood());
        Assert.InRange(TelegramGrammar.Length(flood.Html), 3_500, DigestTelegram.MaxText);
        Assert.Contains("of 417 stories", flood.Html);
    }

    [Fact]
    public void Hostile_texts_stay_text()
    {
        var alert = Alerts.Corrected with
        {
            Title = Hostile.Breakout,
            Summary = Hostile.LongWord,
            Source = Hostile.HeaderInjection,
            Topic = Hostile.Braces,
            Correction = Alerts.Corrected.Correction! with { Before = Hostile.Breakout + Hostile.LongWord },
            AlsoAt = [.. Enumerable.Range(0, 9).Select(i => Editions.Other(i + Hostile.LongWord))],
        };

        var html = AlertTelegram.Render(alert).Html;

        Assert.InRange(TelegramGrammar.Length(html), 1, AlertTelegram.MaxCaption);
        Assert.Contains(Hostile.Breakout, TelegramGrammar.Read(html), StringComparison.Ordinal);
        TelegramGrammar.Read(DigestTelegram.Render(Hostile.Edition).Html);
    }

    [Fact]
    public void Any_alert_is_accepted_and_its_summary_is_at_most_200_long() =>
        Gen.Select(Gen.String, Gen.String, Gen.String[Gen.Char['a', 'z'], 0, 900], Gen.Bool)
            .Sample(
                (title, source, summary, breaking) =>
                {
                    var alert = Alerts.AlsoAt with
                    {
                        Title = title,
                        Source = source,
                        Summary = summary,
                        Breaking = breaking,
                    };
                    var text = TelegramGrammar.Read(AlertTelegram.Render(alert).Html);
                    Assert.Equal(Visible.Length(AlertTelegram.Render(alert).Html), text.EnumerateRunes().Count());
                    Assert.All(
                        text.Split('\n')
                            .Where(line => line.Length > 0 && summary.StartsWith(line[..^1], StringComparison.Ordinal)),
                        line => Assert.InRange(line.Length, 1, 200)
                    );
                },
                iter: 300
            );

    [Theory]
    [InlineData("")]
    [InlineData("Wire & Watt")]
    public void Without_a_topic_the_source_stands_alone_and_nothing_can_be_muted(string topic)
    {
        var alert = AlertTelegram.Render(Alerts.Normal with { Topic = topic });

        Assert.EndsWith("\n\nWire &amp; Watt", alert.Html, StringComparison.Ordinal);
        Assert.Equal(["Read", "Save for digest"], alert.Buttons.Select(button => button.Text));
    }

    [Fact]
    public void Without_an_address_there_is_no_link_and_no_Read_button()
    {
        var alert = AlertTelegram.Render(Alerts.Normal with { Url = null });

        Assert.DoesNotContain("<a", alert.Html);
        Assert.Equal(["Mute Power…", "Save for digest"], alert.Buttons.Select(button => button.Text));
    }
}
