using System.Globalization;
using System.Text;
using CsCheck;
using Distributor.Channels.Telegram.Texts;
using Distributor.Testing.Telegram;
using Xunit;

namespace Distributor.Tests.Channels.Telegram.Texts;

public sealed class TelegramSplitterTests
{
    /// <summary>Bytes of a text's entities that the real server takes.</summary>
    const int MaxEntityBytes = 9_500;

    [Fact]
    public void Whatever_the_text_Telegram_takes_every_part_and_nothing_is_lost() =>
        LongTexts.Html.Sample(
            html =>
            {
                var parts = TelegramSplitter.Split(html).Select(part => TelegramHtml.CheckMessage(Wire(part))).ToList();

                Assert.All(parts, part => Assert.Null(part.Error));
                Assert.All(parts, part => Assert.InRange(part.Entities.Sum(Bytes), 0, MaxEntityBytes));
                Assert.True(Seen.In(TelegramHtml.Parse(Wire(html))).SequenceEqual(parts.SelectMany(Seen.In)));
            },
            iter: 10_000
        );

    [Fact]
    public void No_character_as_people_see_it_is_cut() =>
        LongTexts.OfClusters.Sample(
            text =>
            {
                var parts = TelegramSplitter.Split(text);
                Assert.Equal(text, string.Concat(parts));

                var boundaries = StringInfo.ParseCombiningCharacters(text).ToHashSet();
                var cut = 0;
                foreach (var part in parts.SkipLast(1))
                {
                    cut += part.Length;
                    Assert.Contains(cut, boundaries);
                }
            },
            iter: 1_000
        );

    [Fact]
    public void The_limit_counts_code_points()
    {
        var kangaroos = LongTexts.Repeat("🦘", 4096);

        Assert.Equal([kangaroos], TelegramSplitter.Split(kangaroos));
        Assert.Equal([kangaroos, "🦘"], TelegramSplitter.Split(kangaroos + "🦘"));
    }

    [Fact]
    public void A_cut_lies_between_paragraphs_then_lines_then_sentences_then_words()
    {
        var words = LongTexts.Repeat("word ", 600).TrimEnd();

        Assert.Equal([words, words], TelegramSplitter.Split($"{words}\n\n{words}"));
        Assert.Equal([words, words], TelegramSplitter.Split($"{words}\n{words}"));
        Assert.Equal([$"{words}.", words], TelegramSplitter.Split($"{words}. {words}"));
        Assert.Equal([$"“{words}?”", words], TelegramSplitter.Split($"“{words}?” {words}"));
        Assert.All(
            TelegramSplitter.Split($"{words} {words}"),
            part => Assert.EndsWith("word", part, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Chinese_is_cut_after_its_full_stop()
    {
        var sentence = LongTexts.Repeat("漢", 2999) + "。";

        Assert.Equal([sentence, sentence], TelegramSplitter.Split(sentence + sentence));
    }

    [Fact]
    public void Links_and_styles_go_on_in_the_next_part()
    {
        var word = LongTexts.Repeat("a", 3000);

        Assert.Equal(
            [
                $"<blockquote expandable><a href=\"https://e.org/?a=1&amp;b=2\"><b>{word}</b></a></blockquote>",
                $"<blockquote expandable><a href=\"https://e.org/?a=1&amp;b=2\"><b>{word}</b></a></blockquote>",
            ],
            TelegramSplitter.Split(
                $"<blockquote expandable><a href='https://e.org/?a=1&amp;b=2'><b>{word} {word}</b></a></blockquote>"
            )
        );
    }

    [Fact]
    public void Code_keeps_its_language_and_emoji_and_times_what_they_are()
    {
        const string Marks =
            "<pre><code class=\"language-csharp\">var x;</code></pre>"
            + "<tg-emoji emoji-id=\"5368324170671202286\">👍</tg-emoji>"
            + "<tg-time unix=\"1700000000\" format=\"r\">now</tg-time>";

        Assert.Equal([Marks], TelegramSplitter.Split(Marks));
    }

    [Fact]
    public void A_hundred_entities_are_the_most_a_part_has()
    {
        var parts = TelegramSplitter.Split(LongTexts.Repeat("<b>a</b> ", 250));

        Assert.Equal(3, parts.Count);
        Assert.Equal(250, parts.Sum(part => TelegramHtml.CheckMessage(part).Entities.Count));
    }

    [Fact]
    public void Long_links_are_spread_over_parts_and_one_too_long_for_any_is_text()
    {
        var link = $"<a href=\"https://e.org/{LongTexts.Repeat("x", 2000)}\">link</a> ";
        var parts = TelegramSplitter.Split(LongTexts.Repeat(link, 10));

        Assert.Equal(3, parts.Count);
        Assert.Equal(10, parts.Sum(part => TelegramHtml.CheckMessage(part).Entities.Count));
        Assert.Equal(
            ["link"],
            TelegramSplitter.Split($"<a href=\"https://e.org/{LongTexts.Repeat("x", 5000)}\">link</a>")
        );
    }

    [Fact]
    public void A_part_is_never_longer_than_32_KiB_with_its_tags()
    {
        // Each ampersand of an address takes five bytes.
        var link = $"<a href=\"https://e.org/?{LongTexts.Repeat("&amp;", 4000)}\">link</a> ";
        var parts = TelegramSplitter.Split(LongTexts.Repeat(link, 4));

        Assert.All(parts, part => Assert.InRange(Encoding.UTF8.GetByteCount(part), 1, 32_768));
        Assert.Equal(4, parts.Sum(part => TelegramHtml.CheckMessage(part).Entities.Count));
    }

    [Fact]
    public void More_marks_on_one_letter_than_a_message_holds_are_cut_all_the_same()
    {
        var letter = "a" + LongTexts.Repeat("\u0301", 9000);

        Assert.Equal(letter, string.Concat(TelegramSplitter.Split(letter)));
    }

    [Fact]
    public void Nothing_to_see_makes_no_part()
    {
        Assert.Empty(TelegramSplitter.Split(LongTexts.Repeat(" \u200B", 5000)));
        Assert.Equal(
            ["a", "b"],
            TelegramSplitter.Split($"a{LongTexts.Repeat("\n", 20)}{LongTexts.Repeat(" \u200B", 9000)}b").Select(Visible)
        );
    }

    [Theory]
    [InlineData("<b>open", "<b>open</b>")]
    [InlineData("</b>closed", "closed")]
    [InlineData("<b>one<i>two</b>three", "<b>one<i>two</i></b>three")]
    [InlineData("<p>a</p><br>b", "ab")]
    [InlineData("1 < 2 & 3 > 2", "1 &lt; 2 &amp; 3 &gt; 2")]
    [InlineData("<a href=\"javascript:x()\">a</a>", "a")]
    public void Broken_tags_are_read_as_well_as_they_can_be(string html, string mended)
    {
        var text = TelegramTextReader.Read(html);

        Assert.Equal(mended, TelegramTextWriter.Write(text, 0, text.Text.Length).Html);
    }

    /// <summary>Not as data of a theory: the compiler writes it as UTF-8, which has no half characters.</summary>
    [Fact]
    public void Half_a_character_is_replaced_and_two_halves_in_two_tags_are_no_whole() =>
        Broken_tags_are_read_as_well_as_they_can_be("\uD83D<b>\uDE00</b>", "\uFFFD<b>\uFFFD</b>");

    static string Visible(string part) => TelegramHtml.CheckMessage(part).Text.Trim('\u200B', ' ', '\n');

    /// <summary>Half a character is U+FFFD on the wire.</summary>
    static string Wire(string html) => string.Concat(html.EnumerateRunes());

    static int Bytes(TelegramEntity entity) =>
        12 + (entity.Url is { } url ? Encoding.UTF8.GetByteCount(url) + 4 : 0) + (entity.Language?.Length ?? 0);
}
