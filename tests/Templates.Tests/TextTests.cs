using CsCheck;
using Distributor.Templates.Mail;
using Distributor.Templates.Tests.Samples;
using Distributor.Templates.Tests.Support;
using Distributor.Templates.Text;
using Xunit;

namespace Distributor.Templates.Tests;

/// <summary>Rules 9, 10, 15 and 21 of the mail design: breaks, preheader, plain text.</summary>
public sealed class TextTests
{
    public static TheoryData<string> MailNames => [.. Mails.Names];

    static readonly Gen<string> AnyLine = Gen.OneOf(
            Gen.String[Gen.Char['a', 'z'], 1, 40],
            Gen.String[Gen.Char['\u0610', '\u06D5'], 1, 12],
            Gen.OneOf(
                "海",
                "上",
                "👩‍👩‍👧‍👦",
                "é",
                " ",
                " ",
                " ",
                ", ",
                "https://a.example/",
                "\u202E",
                "\uFDD0",
                "\r\n",
                "\uD83D"
            )
        )
        .List[0, 60]
        .Select(string.Concat);

    [Fact]
    public void A_long_run_may_break_every_twelve_graphemes_and_nothing_else_may()
    {
        Assert.Equal("abcdefghijkl\u200Bmnopqrstuvwx\u200By", Breaks.Soft("abcdefghijklmnopqrstuvwxy"));
        Assert.Equal("abcdefghijklmnopqrstuvwx and more", Breaks.Soft("abcdefghijklmnopqrstuvwx and more"));
        // Japanese breaks anywhere by itself, and a family is one grapheme.
        Assert.Equal(new string('海', 60), Breaks.Soft(new string('海', 60)));
        var families = Breaks.Soft(string.Concat(Enumerable.Repeat("👩‍👩‍👧‍👦", 30)));
        Assert.DoesNotContain("\u200D\u200B", families, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(MailNames))]
    public void No_link_target_has_a_break_in_it(string name) =>
        Assert.All(
            Html.Parse(Mails.All[name].Html).QuerySelectorAll("a"),
            link => Assert.DoesNotContain('\u200B', link.GetAttribute("href")!)
        );

    [Theory]
    [InlineData("A headline that is long enough now", "A headline that is long enough\u00A0now")]
    [InlineData("Short headline here", "Short headline here")]
    [InlineData("A headline that ends in interdisciplinary", "A headline that ends in interdisciplinary")]
    public void The_last_short_word_of_a_long_title_is_not_left_alone(string title, string expected) =>
        Assert.Equal(expected, Breaks.Title(title));

    [Fact]
    public void The_name_of_a_source_stays_on_one_line_when_short()
    {
        Assert.Equal("The\u00A0Tidal\u00A0Review", Breaks.Name("The Tidal Review"));
        Assert.Equal("The Tidal Review of the North", Breaks.Name("The Tidal Review of the North"));
    }

    [Fact]
    public void The_preheader_is_90_to_130_characters_and_not_the_subject() =>
        Gen.Select(AnyLine, AnyLine, AnyLine, Gen.OneOf("en", "es", "ar", "ru"))
            .Sample(
                (title, next, publication, language) =>
                {
                    var view = Editions.English(language);
                    var mail = DigestMail.Render(
                        view with
                        {
                            Publication = publication,
                            Lead = view.Lead with { Title = title, Summary = "" },
                            Topics =
                            [
                                new TopicView { Name = "T", Stories = [view.Lead with { Title = next, Summary = "" }] },
                            ],
                        }
                    );
                    Assert.InRange(CleanText.Length(mail.Preheader), Preheader.Least, Preheader.Most);
                    Assert.NotEqual(mail.Subject, mail.Preheader);
                    Assert.DoesNotContain(mail.Subject, char.IsControl);
                },
                iter: 100
            );

    [Fact]
    public void A_cut_is_never_longer_than_asked_and_never_divides_a_grapheme() =>
        Gen.Select(AnyLine, Gen.Int[10, 200])
            .Sample(
                (text, max) =>
                {
                    var line = CleanText.Line(text);
                    var cut = CleanText.Cut(line, max);
                    Assert.True(CleanText.Length(cut) <= max);
                    if (cut != line)
                    {
                        var kept = cut[..^1];
                        Assert.StartsWith(kept, line, StringComparison.Ordinal);
                        var starts = System.Globalization.StringInfo.ParseCombiningCharacters(line);
                        Assert.Contains(kept.Length, starts);
                    }
                },
                iter: 1000
            );

    [Fact]
    public void A_cleaned_line_is_one_line_without_placeholders_or_turns() =>
        AnyLine.Sample(
            text =>
            {
                var line = CleanText.Line(text);
                Assert.DoesNotContain(line, c => char.IsControl(c) || c is Slots.Open or Slots.Close or '\u202E');
                Assert.Equal(line, CleanText.Line(line));
                Assert.Equal(line.Trim(' '), line);
            },
            iter: 1000
        );

    const string SimpleLetters = "      abcdefgXYZ0129.,-@<>éüñжЯ·—“”\u00A0";

    [Fact]
    public void Simple_letters_are_wrapped_as_any_are() =>
        Gen.Int[0, SimpleLetters.Length - 1]
            .Select(i => SimpleLetters[i])
            .Array[0, 400]
            .Select(letters => new string(letters))
            .Sample(text => Assert.Equal(Wrap.AnyLines(text), Wrap.Lines(text)), iter: 2000);

    [Fact]
    public void Plain_text_is_at_most_72_columns_wide_and_loses_nothing() =>
        AnyLine.Sample(
            text =>
            {
                var line = CleanText.Line(text);
                var wrapped = Wrap.Lines(line);
                Assert.All(wrapped.Split('\n'), part => Assert.True(Wrap.Width(part) <= Wrap.Columns));
                Assert.Equal(Bare(line), Bare(wrapped));
            },
            iter: 1000
        );

    [Theory]
    [MemberData(nameof(MailNames))]
    public void The_plain_text_has_the_same_stories_in_the_same_order(string name)
    {
        var mail = Mails.All[name];
        var lines = mail.Text.Split('\n');
        var addresses = Html.Parse(mail.Html).QuerySelectorAll("h2 a, h3 a").Select(link => link.GetAttribute("href"));

        Assert.Equal(
            addresses,
            lines.Where(line => line.StartsWith("https://news.example/", StringComparison.Ordinal))
        );
        Assert.All(
            lines.Where(line => !line.StartsWith("https://", StringComparison.Ordinal)),
            line => Assert.True(Wrap.Width(line) <= Wrap.Columns, line)
        );
    }

    [Fact]
    public void Topics_are_headings_in_the_plain_text()
    {
        Assert.Contains("\n\n-- Power ---\n\n", Mails.All["digest-en"].Text);
        Assert.Contains("\n\n-- الطاقة ---\n\n", Mails.All["digest-ar"].Text);
    }

    [Theory]
    [InlineData("海上", 4)]
    [InlineData("é", 1)]
    [InlineData("abc", 3)]
    public void Wide_characters_take_two_columns(string text, int columns) => Assert.Equal(columns, Wrap.Width(text));

    static string Bare(string text) =>
        text.Replace("\n", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
}
