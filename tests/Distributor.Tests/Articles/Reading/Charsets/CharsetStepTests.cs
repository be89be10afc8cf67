using System.Text;
using CsCheck;
using Distributor.Articles.Reading;
using Distributor.Articles.Reading.Charsets;
using Xunit;

namespace Distributor.Tests.Articles.Reading.Charsets;

public sealed class CharsetStepTests
{
    const string Plain = "<title>Zürich – “naïve” café</title>";

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    [InlineData("utf-32BE")]
    public void A_byte_order_mark_wins_over_every_claim(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes(Plain)];
        Assert.Equal(Plain, Decode(bytes, "koi8-r"));
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    [InlineData("utf-32BE")]
    public void Wide_characters_without_a_mark_are_seen_at_the_first_bracket(string name) =>
        Assert.Equal(Plain, Decode(Encoding.GetEncoding(name).GetBytes(Plain), "utf-8"));

    [Fact]
    public void Ebcdic_is_read_by_its_own_declaration()
    {
        const string text = "<?xml version='1.0' encoding='ibm037'?><title>Hello</title>";
        Assert.Equal(text, Decode(In("ibm037", text)));
    }

    [Theory]
    [InlineData("windows-1251", "<title>Новости дня</title>")]
    [InlineData("koi8-r", "<title>Новости дня</title>")]
    [InlineData("euc-jp", "<title>日本のニュース</title>")]
    [InlineData("shift_jis", "<title>日本のニュース</title>")]
    [InlineData("big5", "<title>今日新聞</title>")]
    [InlineData("euc-kr", "<title>오늘의 뉴스</title>")]
    [InlineData("iso-8859-2", "<title>Żółć</title>")]
    [InlineData("iso-8859-7", "<title>Ειδήσεις</title>")]
    [InlineData("windows-1256", "<title>الأخبار</title>")]
    public void The_charset_of_the_transport_is_believed(string name, string text) =>
        Assert.Equal(text, Decode(In(name, text), name.ToUpperInvariant()));

    [Theory]
    [InlineData("windows-1251", "Новости дня")]
    [InlineData("koi8-r", "Новости дня")]
    [InlineData("iso-8859-2", "Żółć")]
    public void The_xml_declaration_is_believed_when_the_transport_says_nothing(string name, string title)
    {
        var text = $"<?xml version=\"1.0\" encoding=\"{name}\"?><title>{title}</title>";
        Assert.Equal(text, Decode(In(name, text)));
    }

    [Theory]
    [InlineData("<meta charset=windows-1251>")]
    [InlineData("<meta http-equiv=\"Content-Type\" content=\"text/html; charset=windows-1251\">")]
    public void A_page_names_its_charset_in_a_meta_element(string meta)
    {
        var text = $"<!DOCTYPE html><html><head>{meta}<title>Новости</title></head></html>";
        Assert.Equal(text, Decode(In("windows-1251", text)));
    }

    [Fact]
    public void A_meta_element_inside_an_item_of_a_feed_says_nothing()
    {
        const string text = "<rss><item><description><meta charset=koi8-r>é</description></item></rss>";
        Assert.Equal(text, Decode(Encoding.UTF8.GetBytes(text)));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("x-unknown-thing")]
    [InlineData("us-ascii")]
    [InlineData("utf-16")]
    [InlineData("utf-7")]
    [InlineData("")]
    [InlineData("cp99999")]
    public void A_claim_the_bytes_cannot_bear_is_ignored(string claim) =>
        Assert.Equal(
            "<title>Déjà vu, naïve café</title>",
            Decode(In("windows-1252", "<title>Déjà vu, naïve café</title>"), claim)
        );

    [Fact]
    public void Utf_16_claimed_by_a_declaration_in_single_bytes_is_ignored()
    {
        const string text = "<?xml version=\"1.0\" encoding=\"utf-16\"?><title>é</title>";
        Assert.Equal(text, Decode(Encoding.UTF8.GetBytes(text)));
    }

    [Theory]
    [InlineData("iso-8859-1")]
    [InlineData("latin1")]
    [InlineData("\"ISO-8859-1\"")]
    public void Iso_8859_1_means_windows_1252(string name) =>
        Assert.Equal("<p>“it’s” – 5 €</p>", Decode(In("windows-1252", "<p>“it’s” – 5 €</p>"), name));

    [Fact]
    public void Gb2312_means_gb18030() =>
        Assert.Equal("<p>镕基 €</p>", Decode(In("gb18030", "<p>镕基 €</p>"), "gb2312"));

    [Fact]
    public void Nothing_said_and_valid_utf_8_is_utf_8() => Assert.Equal(Plain, Decode(Encoding.UTF8.GetBytes(Plain)));

    [Fact]
    public void A_utf_8_file_cut_in_the_middle_of_a_letter_is_still_utf_8()
    {
        var bytes = Encoding.UTF8.GetBytes("<p>Zürich é");
        Assert.StartsWith("<p>Zürich", Decode(bytes[..^1], "utf-8"));
    }

    [Fact]
    public void One_broken_letter_in_much_utf_8_does_not_spoil_the_rest()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("Züge, ", 30))), 0xFC, (byte)'x'];
        Assert.StartsWith("Züge, ", Decode(bytes, "utf-8"));
    }

    [Fact]
    public void Undeclared_russian_is_recognised_by_its_letters()
    {
        const string text = "<p>Правительство приняло новое решение о развитии городов и дорог страны в этом году.</p>";
        Assert.Equal(text, Decode(In("windows-1251", text)));
    }

    [Fact]
    public void C1_controls_become_the_windows_characters_they_were() =>
        Assert.Equal("it’s – “so”", Decode(Encoding.UTF8.GetBytes("it\u0092s \u0096 \u0093so\u0094")));

    [Fact]
    public void Nothing_decodes_to_nothing() => Assert.Equal("", Decode([]));

    [Fact]
    public void Any_bytes_and_any_charset_name_decode_without_an_exception() =>
        Gen.Select(Gen.Byte.Array[0, 300], Gen.String[0, 12]).Sample((bytes, name) => Decode(bytes, name) is not null);

    static string Decode(byte[] bytes, string? charset = null) =>
        CharsetStep.Decode(new RawDocument(bytes, Charset: charset));

    static byte[] In(string name, string text) =>
        (CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name)).GetBytes(text);
}
