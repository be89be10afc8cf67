using System.Text;
using System.Text.Json;
using CsCheck;
using Distributor.Testing.Telegram;
using Xunit;

namespace Distributor.Tests.Testing;

public sealed class TelegramHtmlTests
{
    static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    static readonly string[] Scraps =
    [
        "<b>",
        "<i>",
        "</>",
        "</>",
        "</>",
        "<code>",
        "<a href=\"e.com\">",
        "<blockquote>",
        " ",
        "x",
        "\r",
        "&#x41",
    ];

    public static TheoryData<string> Vectors => [.. TelegramVectors.ReadLines()];

    [Fact]
    public void All_vectors_are_there() => Assert.Equal(130, Vectors.Count);

    [Theory]
    [MemberData(nameof(Vectors))]
    public void The_parser_answers_as_the_real_one(string line)
    {
        var vector = JsonSerializer.Deserialize<Vector>(line, Json)!;

        var result = TelegramHtml.Parse(vector.Html);

        Assert.Equal(vector.Error, result.Error);
        Assert.Equal(vector.Text ?? "", result.Text);
        Assert.Equal((vector.Entities ?? []).Select(entity => entity.ToEntity()), result.Entities);
    }

    [Fact]
    public void Any_text_with_its_three_characters_escaped_comes_out_as_it_was() =>
        Gen.String[Gen.Char.Where(c => !char.IsSurrogate(c) && c != '\0'), 0, 60]
            .Sample(text =>
            {
                var escaped = text.Replace("&", "&amp;", StringComparison.Ordinal)
                    .Replace("<", "&lt;", StringComparison.Ordinal)
                    .Replace(">", "&gt;", StringComparison.Ordinal);

                return TelegramHtml.Parse(escaped) is { Error: null } result && result.Text == text;
            });

    [Fact]
    public void Any_tangle_of_tags_is_read_and_its_cleaned_entities_nest() =>
        Gen.Int[0, Scraps.Length - 1]
            .Select(i => Scraps[i])
            .Array[0, 24]
            .Select(Balanced)
            .Sample(html =>
            {
                var cleaned = TelegramHtml.Clean(TelegramHtml.Parse(html));

                Assert.Null(cleaned.Error);
                Assert.All(cleaned.Entities, entity => Assert.InRange(entity.End, 1, cleaned.Text.Length));
                foreach (var a in cleaned.Entities)
                {
                    Assert.DoesNotContain(
                        cleaned.Entities,
                        b => a.Offset < b.Offset && b.Offset < a.End && a.End < b.End
                    );
                }
            });

    [Theory]
    [InlineData(" \t x\r\n\u0007y\u202Ez  \n", "x\n yz", "")]
    [InlineData("  <b> a </b>  ", " a", "Bold 0+2")]
    [InlineData("<b>a<b>b</b></b><b>c</b>", "abc", "Bold 0+3")]
    [InlineData("<b>a<code>b</code>c</b>", "abc", "Bold 0+1, Code 1+1, Bold 2+1")]
    [InlineData("<blockquote>a<blockquote>b</blockquote></blockquote>", "ab", "BlockQuote 0+2")]
    [InlineData("<a href=\"a.com\">x<a href=\"b.com\">y</a></a>", "xy", "TextUrl 0+2")]
    [InlineData("<a href=\"a.com\">x<b>y</b></a><b>z</b>", "xyz", "TextUrl 0+2, Bold 1+1, Bold 2+1")]
    [InlineData("<b>a<i>b</i></b><i>c</i>", "abc", "Bold 0+2, Italic 1+1, Italic 2+1")]
    public void Cleaning_trims_and_untangles(string html, string text, string entities)
    {
        var cleaned = TelegramHtml.Clean(TelegramHtml.Parse(html));

        Assert.Equal(text, cleaned.Text);
        Assert.Equal(entities, string.Join(", ", cleaned.Entities.Select(e => $"{e.Type} {e.Offset}+{e.Length}")));
    }

    [Fact]
    public void Entities_beyond_a_hundred_are_dropped_silently()
    {
        var html = string.Concat(Enumerable.Range(0, 130).Select(i => $"<b>{i}</b> "));

        Assert.Equal(100, TelegramHtml.CheckMessage(html).Entities.Count);
    }

    [Theory]
    [InlineData("", "HTML", "message text is empty")]
    [InlineData(null, "HTML", "message text is empty")]
    [InlineData("x", "bbcode", "unsupported parse_mode")]
    [InlineData("<b> \n\u200B\u00A0</b>", "html", "text must be non-empty")]
    [InlineData("<b>", "Html", "can't parse entities: Can't find end tag corresponding to start tag \"b\"")]
    public void A_message_is_refused_in_the_words_of_the_server(string? text, string mode, string error) =>
        Assert.Equal("Bad Request: " + error, TelegramHtml.CheckMessage(text, mode).Error);

    [Fact]
    public void Limits_count_code_points_after_parsing()
    {
        var full = "<b>" + string.Concat(Enumerable.Repeat("😀", 4096)) + "</b>";

        Assert.Null(TelegramHtml.CheckMessage(full).Error);
        Assert.Equal("Bad Request: message is too long", TelegramHtml.CheckMessage(full + "x").Error);
        Assert.Equal("Bad Request: message caption is too long", TelegramHtml.CheckMessage(full, caption: true).Error);
        Assert.Equal("Bad Request: text is too long", TelegramHtml.CheckMessage(new string('é', 16_385)).Error);
    }

    [Fact]
    public void Plain_text_keeps_its_angle_brackets() =>
        Assert.Equal("a <b> c", TelegramHtml.CheckMessage("a <b> c", "").Text);

    /// <summary>Leaves out end tags that close nothing and closes what stays open.</summary>
    static string Balanced(string[] scraps)
    {
        var html = new StringBuilder();
        var open = 0;
        foreach (var scrap in scraps.Where(scrap => scrap != "</>" || open > 0))
        {
            open +=
                scrap == "</>" ? -1
                : scrap.StartsWith('<') ? 1
                : 0;
            html.Append(scrap);
        }

        return html.Insert(html.Length, "</>", open).ToString();
    }

    sealed record Vector(string Html, string? Text, IReadOnlyList<VectorEntity>? Entities, string? Error);

    sealed record VectorEntity(
        int Offset,
        int Length,
        string Type,
        string? Url,
        long? UserId,
        string? CustomEmojiId,
        string? Language
    )
    {
        public TelegramEntity ToEntity() =>
            new(Enum.Parse<TelegramEntityType>(Type), Offset, Length)
            {
                Url = Url,
                UserId = UserId,
                CustomEmojiId = CustomEmojiId is null
                    ? null
                    : long.Parse(CustomEmojiId, System.Globalization.CultureInfo.InvariantCulture),
                Language = Language,
            };
    }
}
