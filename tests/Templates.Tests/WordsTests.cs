using Distributor.Templates.Tests.Samples;
using Distributor.Templates.Words;
using NodaTime;
using Xunit;

namespace Distributor.Templates.Tests;

/// <summary>Rule 19 of the mail design, and our languages.</summary>
public sealed class WordsTests
{
    public static TheoryData<string> Supported => [.. Languages.Supported];

    [Theory]
    [MemberData(nameof(Supported))]
    public void No_language_lacks_a_word(string language)
    {
        var words = WordList.For(language);
        var counted = WordList.For("en").Keys.Where(key => key.EndsWith(".other", StringComparison.Ordinal)).ToList();
        var expected = WordList
            .For("en")
            .Keys.Where(key =>
                !counted.Exists(word => key.StartsWith(word[..^"other".Length], StringComparison.Ordinal))
            )
            .Concat(
                counted.SelectMany(word =>
                    Plural.Categories(language).Select(category => word[..^"other".Length] + category)
                )
            );

        Assert.Equal(expected.Order(StringComparer.Ordinal), words.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Supported))]
    public void No_translation_forgets_a_slot_or_invents_one(string language)
    {
        var english = WordList.For("en");
        var words = WordList.For(language);
        foreach (var key in words.Keys.Where(key => english.Keys.Contains(key)))
        {
            // "one" and "two" may be words instead of numbers.
            var optional =
                key.EndsWith(".one", StringComparison.Ordinal) || key.EndsWith(".two", StringComparison.Ordinal);
            Assert.Equal(Slots(english[key], optional), Slots(words[key], optional));
        }
    }

    [Theory]
    [InlineData("en", 0, "other")]
    [InlineData("en", 1, "one")]
    [InlineData("en", 2, "other")]
    [InlineData("es", 1, "one")]
    [InlineData("es", 0, "other")]
    [InlineData("es", 1_000_000, "many")]
    [InlineData("ru", 1, "one")]
    [InlineData("ru", 21, "one")]
    [InlineData("ru", 11, "many")]
    [InlineData("ru", 3, "few")]
    [InlineData("ru", 13, "many")]
    [InlineData("ru", 112, "many")]
    [InlineData("ru", 124, "few")]
    [InlineData("ar", 0, "zero")]
    [InlineData("ar", 1, "one")]
    [InlineData("ar", 2, "two")]
    [InlineData("ar", 3, "few")]
    [InlineData("ar", 110, "few")]
    [InlineData("ar", 11, "many")]
    [InlineData("ar", 199, "many")]
    [InlineData("ar", 100, "other")]
    [InlineData("ar", 202, "other")]
    public void Numbers_fall_in_the_categories_of_CLDR(string language, int n, string category) =>
        Assert.Equal(category, Plural.Category(language, n));

    [Theory]
    [InlineData(1, "وخبر آخر في الساحل")]
    [InlineData(2, "وخبران آخران في الساحل")]
    [InlineData(3, "و3 أخبار أخرى في الساحل")]
    [InlineData(14, "و14 خبرًا آخر في الساحل")]
    [InlineData(100, "و100 خبر آخر في الساحل")]
    public void Arabic_counts_in_its_own_forms(int more, string line)
    {
        var view = ArabicEdition.View;
        var mail = DigestMail.Render(view with { Topics = [view.Topics[0] with { More = more }] });

        Assert.Contains(line, mail.Text);
    }

    [Theory]
    [InlineData("en", "Monday 23 November 2026")]
    [InlineData("es", "Lunes 23 de noviembre de 2026")]
    [InlineData("ru", "Понедельник, 23 ноября 2026")]
    [InlineData("ar", "الاثنين 23 نوفمبر 2026")]
    public void Dates_are_written_as_the_language_writes_them(string language, string date) =>
        Assert.Equal(date, WordList.For(language).Dates.Full(Editions.Monday));

    [Fact]
    public void A_time_of_another_day_says_the_day()
    {
        var dates = WordList.For("en").Dates;
        Assert.Equal("06:40", dates.When(Editions.Monday.At(new LocalTime(6, 40)), Editions.Monday));
        Assert.Equal("Sun 22:10", dates.When(Editions.Monday.PlusDays(-1).At(new LocalTime(22, 10)), Editions.Monday));
        Assert.Equal("3 Nov 09:05", dates.When(new LocalDate(2026, 11, 3).At(new LocalTime(9, 5)), Editions.Monday));
    }

    [Theory]
    [InlineData("es-MX", "es")]
    [InlineData("AR", "ar")]
    [InlineData("de", "en")]
    [InlineData("", "en")]
    [InlineData(null, "en")]
    [InlineData("../../x", "en")]
    public void An_unknown_language_reads_as_English(string? tag, string language) =>
        Assert.Equal(language, Languages.Resolve(tag));

    [Theory]
    [InlineData("ja", "in Japanese")]
    [InlineData("is", "íslenska")]
    [InlineData("xx", null)]
    public void A_foreign_language_has_a_name_even_when_we_have_no_word_for_it(string tag, string? name) =>
        Assert.Equal(name, WordList.For("en").LanguageName(tag));

    static IEnumerable<string> Slots(string sentence, bool numberIsOptional) =>
        sentence
            .Split('{')
            .Skip(1)
            .Select(part => part.Split('}')[0])
            .Where(slot => !(numberIsOptional && slot == "n"))
            .Order(StringComparer.Ordinal);
}
