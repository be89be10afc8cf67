using Distributor.Articles.Intake;
using Distributor.Articles.Topics;
using Distributor.Delivery;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Distributor.Tests.Articles.Intake;

public sealed class TopicsOfArticlesTests(MigratedDatabases databases) : IClassFixture<MigratedDatabases>
{
    public static TheoryData<DatabaseProvider> Providers => [DatabaseProvider.Sqlite, DatabaseProvider.Postgres];

    [Theory, MemberData(nameof(Providers))]
    public async Task Recognised_categories_become_topics_and_unknown_ones_stay_categories(DatabaseProvider provider)
    {
        await using var world = await databases.CreateAsync(provider);
        var source = await world.SourceAsync("https://paper.example/feed", "Coast");

        var added = await world.AddAsync(
            source,
            IntakeWorld.Read("Ferry returns", "1") with
            {
                Categories = ["Knitting", "Foriegn", "Sports"],
            },
            new IntakeOptions { Topics = ["Harbour Watch"] }
        );

        Assert.Equal(["Foreign", "Sport", "Harbour Watch", "Coast"], await world.TopicsOfAsync(added.ArticleId));
        Assert.Equal(
            ["Knitting", "Foriegn", "Sports"],
            (await world.ArticleAsync(added.ArticleId)).CurrentRevision!.Categories
        );
        Assert.Equal(
            ["coast", "foreign", "sport", "harbour-watch"],
            await world.AskAsync(db =>
                db.Topics.Where(topic => topic.Id != Topic.EverythingId)
                    .OrderBy(topic => topic.Id)
                    .Select(topic => topic.Slug)
                    .ToListAsync(IntakeWorld.Token)
            )
        );
    }

    [Fact]
    public async Task Chosen_names_that_differ_in_a_figure_are_two_topics_and_a_known_section_mistyped_is_one()
    {
        await using var world = await databases.CreateAsync(DatabaseProvider.Sqlite);
        var source = await world.SourceAsync();

        var added = await world.AddAsync(
            source,
            IntakeWorld.Read("Ferry returns", "1"),
            new IntakeOptions { Topics = ["Region 1", "Region 2", "Foriegn", "foreign", "Health & Safety", " * ", ""] }
        );

        Assert.Equal(
            ["Region 1", "Region 2", "Foreign", "Health & Safety"],
            await world.TopicsOfAsync(added.ArticleId)
        );
    }

    [Fact]
    public async Task An_alias_of_the_installation_wins_over_the_built_in_section()
    {
        await using var world = await databases.CreateAsync(DatabaseProvider.Sqlite);
        var source = await world.SourceAsync("https://paper.example/feed");
        await world.AskAsync(async db =>
        {
            var ids = await TopicRegistry.ChosenAsync(db, ["World"], IntakeWorld.Now, IntakeWorld.Token);
            db.TopicAliases.Add(new TopicAlias { Alias = "foreign", TopicId = ids[0] });
            return await db.SaveChangesAsync(IntakeWorld.Token);
        });

        var added = await world.AddAsync(
            source,
            IntakeWorld.Read("Ferry returns", "1") with
            {
                Categories = ["Foreign"],
            }
        );

        Assert.Equal(["World"], await world.TopicsOfAsync(added.ArticleId));
    }

    [Fact]
    public async Task A_breaking_category_makes_an_article_breaking_and_its_run_urgent()
    {
        await using var world = await databases.CreateAsync(DatabaseProvider.Sqlite);
        var source = await world.SourceAsync();

        var added = await world.AddAsync(
            source,
            IntakeWorld.Read("Ferry sinks", "1") with
            {
                Categories = ["Breaking News"],
            }
        );

        Assert.True((await world.ArticleAsync(added.ArticleId)).Breaking);
        Assert.Equal(
            Priorities.Urgent,
            await world.AskAsync(db => db.Runs.Select(run => run.Priority).SingleAsync(IntakeWorld.Token))
        );
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_correction_brings_its_own_topics(DatabaseProvider provider)
    {
        await using var world = await databases.CreateAsync(provider);
        var source = await world.SourceAsync();
        await world.AddAsync(source, IntakeWorld.Read("One", "1") with { Categories = ["Sport", "World"] });

        var corrected = await world.AddAsync(
            source,
            IntakeWorld.Read("Two", "1") with
            {
                Categories = ["World", "Politics"],
            }
        );

        Assert.Equal(["World", "Politics"], await world.TopicsOfAsync(corrected.ArticleId));
    }
}
