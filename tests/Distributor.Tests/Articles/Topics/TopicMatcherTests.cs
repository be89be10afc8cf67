using CsCheck;
using Distributor.Articles.Topics;
using Xunit;

namespace Distributor.Tests.Articles.Topics;

public sealed class TopicMatcherTests
{
    [Theory]
    [InlineData("Foreign", "Foreign")]
    [InlineData("FOREIGN NEWS", "Foreign")]
    [InlineData("world", "World")]
    [InlineData("World News", "World")]
    [InlineData("Sports", "Sport")]
    [InlineData("sport", "Sport")]
    [InlineData("Tech", "Technology")]
    [InlineData("Économie", "Economy")]
    [InlineData("Pólitics", "Politics")]
    [InlineData("Art", "Arts")]
    [InlineData("Arts & Culture", "Culture")]
    [InlineData("Op-Ed", "Opinion")]
    [InlineData("Middle-East", "Middle East")]
    [InlineData("  Business: ", "Business")]
    [InlineData("News / Foreign", "Foreign")]
    [InlineData("Home > News > Politics", "Politics")]
    public void Names_and_synonyms_are_recognised(string category, string topic) =>
        Assert.Equal(topic, TopicMatcher.BuiltIn.Match(category));

    [Theory]
    [InlineData("Foriegn", "Foreign")]
    [InlineData("Forein", "Foreign")]
    [InlineData("Ofreign", "Foreign")]
    [InlineData("Wrold", "World")]
    [InlineData("Polotics", "Politics")]
    [InlineData("Buisness", "Business")]
    [InlineData("Bussiness", "Business")]
    [InlineData("Enviroment", "Environment")]
    [InlineData("Tecnology", "Technology")]
    [InlineData("Spotrs", "Sport")]
    [InlineData("Cutlure", "Culture")]
    [InlineData("Econmy", "Economy")]
    [InlineData("Helath", "Health")]
    [InlineData("Sceince", "Science")]
    [InlineData("Foriegn News", "Foreign")]
    [InlineData("Entertainement", "Entertainment")]
    public void Slips_of_the_finger_are_forgiven(string category, string topic) =>
        Assert.Equal(topic, TopicMatcher.BuiltIn.Match(category));

    [Theory]
    [InlineData("Word")]
    [InlineData("Words")]
    [InlineData("Spots")]
    [InlineData("Heath")]
    [InlineData("Wealth")]
    [InlineData("Leather")]
    [InlineData("Gravel")]
    [InlineData("Silence")]
    [InlineData("Couture")]
    [InlineData("Crimea")]
    [InlineData("Prime")]
    [InlineData("Loyal")]
    [InlineData("Whether")]
    [InlineData("Live")]
    [InlineData("Teach")]
    [InlineData("Arx")]
    [InlineData("Ships")]
    [InlineData("Harbour")]
    [InlineData("News")]
    [InlineData("Uncategorized")]
    [InlineData("Austria")]
    [InlineData("")]
    [InlineData("?!")]
    public void Words_of_their_own_stay_what_they_are(string category) =>
        Assert.Null(TopicMatcher.BuiltIn.Match(category));

    [Fact]
    public void Our_topics_win_and_keep_our_spelling()
    {
        var matcher = new TopicMatcher([
            new KnownTopic("SPORTS", []),
            new KnownTopic("Harbour", ["Docks", "Foreign Trade"]),
            new KnownTopic("International", ["Overseas desk"]),
        ]);
        Assert.Equal("SPORTS", matcher.Match("sport"));
        Assert.Equal("SPORTS", matcher.Match("Spotrs"));
        Assert.Equal("Harbour", matcher.Match("Harbuor"));
        Assert.Equal("Harbour", matcher.Match("dock"));
        Assert.Equal("International", matcher.Match("Overseas"));
        Assert.Equal("World", matcher.Match("World"));
        Assert.Equal("Foreign", matcher.Match("Foriegn"));
    }

    [Fact]
    public void A_name_beats_an_alias_of_another_topic() =>
        Assert.Equal(
            "Docks",
            new TopicMatcher([new KnownTopic("Harbour", ["Docks"]), new KnownTopic("Docks", [])]).Match("docks")
        );

    [Fact]
    public void A_slip_between_two_topics_decides_for_neither() =>
        Assert.Null(new TopicMatcher([new KnownTopic("Marlow", []), new KnownTopic("Marlog", [])]).Match("Marlox"));

    [Fact]
    public void Iran_is_not_a_slip_for_Iraq() =>
        Assert.Null(new TopicMatcher([new KnownTopic("Iraq", [])]).Match("Iran"));

    [Fact]
    public void Other_scripts_are_compared_as_written()
    {
        var matcher = new TopicMatcher([new KnownTopic("رياضة", []), new KnownTopic("Ελλάδα", [])]);
        Assert.Equal("رياضة", matcher.Match("رياضة"));
        Assert.Equal("Ελλάδα", matcher.Match("ΕΛΛΑΔΑ"));
    }

    [Fact]
    public void Every_built_in_name_matches_itself_and_every_synonym_its_section()
    {
        foreach (var section in SectionNames.All)
        {
            Assert.Equal(section.Name, TopicMatcher.BuiltIn.Match(section.Name));
            Assert.All(section.Aliases, alias => Assert.Equal(section.Name, TopicMatcher.BuiltIn.Match(alias)));
        }
    }

    [Fact]
    public void Two_neighbours_swapped_in_a_long_name_always_come_back() =>
        Gen.Select(Gen.Int[0, SectionNames.All.Count - 1], Gen.Int[0, 20])
            .Sample(
                (which, where) =>
                {
                    var name = SectionNames.All[which].Name;
                    if (name.Length < 7)
                    {
                        return;
                    }
                    var letters = name.ToCharArray();
                    where %= letters.Length - 1;
                    (letters[where], letters[where + 1]) = (letters[where + 1], letters[where]);
                    Assert.Equal(name, TopicMatcher.BuiltIn.Match(new string(letters)));
                }
            );

    [Fact]
    public void Any_text_is_answered() =>
        Gen.String.Sample(text => TopicMatcher.BuiltIn.Match(text) is null or { Length: > 0 });
}
