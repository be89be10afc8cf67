using Distributor.Articles;
using Distributor.Articles.Intake;
using Distributor.Delivery;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Articles.Intake;

public sealed class ArticleIntakeTests(MigratedDatabases databases) : IClassFixture<MigratedDatabases>
{
    public static TheoryData<DatabaseProvider> Providers => [DatabaseProvider.Sqlite, DatabaseProvider.Postgres];

    [Theory, MemberData(nameof(Providers))]
    public async Task A_new_article_gets_a_story_a_revision_a_number_and_an_alert_run(DatabaseProvider provider)
    {
        await using var world = await databases.CreateAsync(provider);
        var source = await world.SourceAsync();

        var added = await world.AddAsync(source, IntakeWorld.Read("Ferry returns", "f-1", "https://paper.example/1"));

        Assert.Equal(IntakeStatus.Created, added.Status);
        var article = await world.ArticleAsync(added.ArticleId);
        Assert.Equal((ArticleState.Complete, 1L, 1), (article.State, article.Sequence, article.Revision));
        Assert.Equal("Ferry returns", article.CurrentRevision!.Title);
        var run = await world.AskAsync(db => db.Runs.SingleAsync(IntakeWorld.Token));
        Assert.Equal((RunKind.Alert, article.Id, RunState.Planning), (run.Kind, run.ArticleId, run.State));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task The_same_content_again_changes_nothing(DatabaseProvider provider)
    {
        await using var world = await databases.CreateAsync(provider);
        var source = await world.SourceAsync();
        var first = await world.AddAsync(source, IntakeWorld.Read("Ferry returns", "f-1"));

        var again = await world.AddAsync(source, IntakeWorld.Read("Ferry returns", "f-1"));

        Assert.Equal(first with { Status = IntakeStatus.Unchanged }, again);
        Assert.Equal(1, await world.AskAsync(db => db.ArticleRevisions.CountAsync(IntakeWorld.Token)));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_correction_is_a_new_revision_under_the_same_number(DatabaseProvider provider)
    {
        await using var world = await databases.CreateAsync(provider);
        var source = await world.SourceAsync();
        var first = await world.AddAsync(source, IntakeWorld.Read("Ferry retruns", "f-1"));

        var corrected = await world.AddAsync(source, IntakeWorld.Read("Ferry returns", "f-1"));

        Assert.Equal(new IntakeResult(first.ArticleId, IntakeStatus.Updated, "Ferry returns"), corrected);
        var article = await world.ArticleAsync(first.ArticleId);
        Assert.Equal((2, 1L), (article.Revision, article.Sequence));
        Assert.Equal((2, "Ferry returns"), (article.CurrentRevision!.Number, article.CurrentRevision.Title));
        var runs = await world.AskAsync(db =>
            db.Runs.OrderBy(run => run.Id).Select(run => run.Key).ToListAsync(IntakeWorld.Token)
        );
        Assert.Equal([$"story:{article.StoryId}", $"edit:{article.StoryId}:2"], runs);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Without_a_guid_the_address_identifies_and_without_that_title_and_date(DatabaseProvider provider)
    {
        await using var world = await databases.CreateAsync(provider);
        var source = await world.SourceAsync();
        var byUrl = await world.AddAsync(source, IntakeWorld.Read("One", url: "https://paper.example/1"));
        var byTitle = await world.AddAsync(source, IntakeWorld.Read("Two"));

        var urlAgain = await world.AddAsync(source, IntakeWorld.Read("One, mended", url: "https://paper.example/1"));
        var otherDay = await world.AddAsync(
            source,
            IntakeWorld.Read("Two") with
            {
                PublishedAt = IntakeWorld.Now - Duration.FromDays(7),
            }
        );

        Assert.Equal((byUrl.ArticleId, IntakeStatus.Updated), (urlAgain.ArticleId, urlAgain.Status));
        Assert.NotEqual(byTitle.ArticleId, otherDay.ArticleId);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_guid_counts_within_its_source_only(DatabaseProvider provider)
    {
        await using var world = await databases.CreateAsync(provider);
        var one = await world.AddAsync(await world.SourceAsync(), IntakeWorld.Read("Ferry returns", "1"));
        var other = await world.AddAsync(
            await world.SourceAsync("https://other.example/feed"),
            IntakeWorld.Read("Ferry returns", "1")
        );

        Assert.NotEqual(one.ArticleId, other.ArticleId);
        Assert.Equal(IntakeStatus.Created, other.Status);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_guid_used_for_two_addresses_is_two_articles_in_whatever_batch_they_come(
        DatabaseProvider provider
    )
    {
        await using var world = await databases.CreateAsync(provider);
        var source = await world.SourceAsync();
        var a = IntakeWorld.Read("A", "same", "https://paper.example/a");
        var b = IntakeWorld.Read("B", "same", "https://paper.example/b");
        var c = IntakeWorld.Read("C", "same", "https://paper.example/c");

        var first = await world.AddAsync(source, a);
        var second = new List<IntakeResult>();
        foreach (var item in ArticleBatch.Of([b, a]).Items)
        {
            second.Add(await world.AddAsync(source, item.Article, new IntakeOptions { SharedGuid = item.SharedGuid }));
        }
        var third = await world.AddAsync(source, c);

        Assert.Equal(IntakeStatus.Created, second.Single(result => result.Title == "B").Status);
        Assert.Equal(
            (first.ArticleId, IntakeStatus.Unchanged),
            second.Where(result => result.Title == "A").Select(result => (result.ArticleId, result.Status)).Single()
        );
        Assert.Equal(IntakeStatus.Created, third.Status);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_new_guid_for_a_known_address_is_a_correction_where_programs_push(DatabaseProvider provider)
    {
        await using var world = await databases.CreateAsync(provider);
        var source = await world.SourceAsync("api");
        var push = new IntakeOptions { AlsoByUrl = true };
        var first = await world.AddAsync(source, IntakeWorld.Read("A", null, "https://paper.example/a"), push);

        var again = await world.AddAsync(source, IntakeWorld.Read("A2", "g-1", "https://paper.example/a"), push);

        Assert.Equal((first.ArticleId, IntakeStatus.Updated), (again.ArticleId, again.Status));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Numbers_have_no_gap_and_appear_in_order_under_eight_writers(DatabaseProvider provider)
    {
        const int Writers = 8;
        const int Each = 6;
        await using var world = await databases.CreateAsync(provider);
        var source = await world.SourceAsync();
        using var done = new CancellationTokenSource();
        var watching = Task.Run(() => WatchAsync(world, done.Token), IntakeWorld.Token);

        await Task.WhenAll(
            Enumerable
                .Range(0, Writers)
                .Select(writer =>
                    Task.Run(
                        async () =>
                        {
                            for (var n = 0; n < Each; n++)
                            {
                                await world.AddAsync(source, IntakeWorld.Read($"{writer}-{n}", $"{writer}-{n}"));
                            }
                        },
                        IntakeWorld.Token
                    )
                )
        );
        await done.CancelAsync();

        Assert.Empty(await watching);
        var numbers = await world.AskAsync(db =>
            db.Articles.OrderBy(article => article.Sequence).Select(article => article.Sequence!.Value).ToListAsync()
        );
        Assert.Equal(Enumerable.Range(1, Writers * Each).Select(number => (long)number), numbers);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Eight_writers_of_one_article_make_one_article(DatabaseProvider provider)
    {
        await using var world = await databases.CreateAsync(provider);
        var source = await world.SourceAsync();
        var article = IntakeWorld.Read("Ferry returns", "f-1") with { Categories = ["Sport"] };

        var results = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => world.AddAsync(source, article), IntakeWorld.Token))
        );

        Assert.Single(results, result => result.Status == IntakeStatus.Created);
        Assert.Single(results.Select(result => result.ArticleId).Distinct());
        Assert.Equal(1, await world.AskAsync(db => db.Topics.CountAsync(topic => topic.Name == "Sport")));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task An_intake_that_dies_leaves_nothing_and_no_gap(DatabaseProvider provider)
    {
        await using var world = await databases.CreateAsync(provider);
        await using (var db = world.Database.CreateDbContext())
        {
            await using var transaction = await db.Database.BeginTransactionAsync(IntakeWorld.Token);
            var story = db.Stories.Add(new Story { CreatedAt = IntakeWorld.Now }).Entity;
            await db.SaveChangesAsync(IntakeWorld.Token);
            var article = new Article
            {
                SourceId = await world.SourceInAsync(db),
                StoryId = story.Id,
                GuidKey = "k",
                ReceivedAt = IntakeWorld.Now,
            };
            db.Articles.Add(article);
            await db.SaveChangesAsync(IntakeWorld.Token);
            await ArticleCompletion.CompleteAsync(db, article, "Half", IntakeWorld.Now, IntakeWorld.Token);
            await db.SaveChangesAsync(IntakeWorld.Token);
            Assert.Equal(1, article.Sequence);
        } // disposed without a commit, as a kill would

        var added = await world.AddAsync(await world.SourceAsync(), IntakeWorld.Read("Whole", "w"));

        Assert.Equal(1, (await world.ArticleAsync(added.ArticleId)).Sequence);
        Assert.Equal(1, await world.AskAsync(db => db.Articles.CountAsync()));
        Assert.Equal(1, await world.AskAsync(db => db.Runs.CountAsync()));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task The_planner_is_woken_after_the_commit(DatabaseProvider provider)
    {
        await using var world = await databases.CreateAsync(provider);
        var source = await world.SourceAsync();
        var waiting = world.NewWork.WaitAsync(Timeout.InfiniteTimeSpan, IntakeWorld.Token);

        await world.AddAsync(source, IntakeWorld.Read("Ferry returns", "f-1"));

        await waiting.WaitAsync(TimeSpan.FromMinutes(5), IntakeWorld.Token);
    }

    /// <summary>Reports every moment at which a number was visible and a smaller one was not.</summary>
    private static async Task<List<string>> WatchAsync(IntakeWorld world, CancellationToken done)
    {
        var faults = new List<string>();
        while (!done.IsCancellationRequested)
        {
            await using var db = world.Database.CreateDbContext();
            var seen = await db
                .Articles.Where(article => article.Sequence != null)
                .Select(article => article.Sequence!.Value)
                .ToListAsync(CancellationToken.None);
            if (seen.Count > 0 && seen.Max() != seen.Count)
            {
                faults.Add($"{seen.Count} numbers up to {seen.Max()}");
            }
        }
        return faults;
    }
}
