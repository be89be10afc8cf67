using Distributor.Sources;
using Distributor.Storage;
using Distributor.Tests.Articles.Intake;
using Microsoft.AspNetCore.Http;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Sources;

public sealed class PollingTests(MigratedDatabases databases) : IClassFixture<MigratedDatabases>
{
    private static readonly Instant Now = IntakeWorld.Now;

    public static TheoryData<DatabaseProvider> Providers => [DatabaseProvider.Sqlite, DatabaseProvider.Postgres];

    private static CancellationToken Token => IntakeWorld.Token;

    [Theory, MemberData(nameof(Providers))]
    public async Task At_the_first_poll_only_what_is_younger_than_a_day_is_news(DatabaseProvider provider)
    {
        await using var world = await StartAsync(provider);
        world.Server.Serve(
            "/feed",
            PollingWorld.Feed(
                PollingWorld.Item("3", "Fresh", Now - Duration.FromHours(23)),
                PollingWorld.Item("2", "Old", Now - Duration.FromHours(25)),
                PollingWorld.Item("1", "Undated", null)
            )
        );
        await world.AddFeedAsync();

        Assert.Equal(1, await world.Poller().PollDueAsync(Token));

        Assert.Equal(
            [("Undated", "Old", null), ("Old", "Old", null), ("Fresh", "Complete", 1L)],
            await world.ArticlesAsync()
        );
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task After_the_first_poll_new_items_are_news_however_old_and_known_ones_are_not(
        DatabaseProvider provider
    )
    {
        await using var world = await StartAsync(provider);
        var old = PollingWorld.Item("1", "Old", Now - Duration.FromDays(9));
        world.Server.Serve("/feed", PollingWorld.Feed(old));
        var source = await world.AddFeedAsync();
        await world.Poller().PollDueAsync(Token);
        world.Server.Serve("/feed", PollingWorld.Feed(PollingWorld.Item("2", "Undated", null), old));

        Assert.Equal(0, await world.Poller().PollDueAsync(Token));
        await world.Intake.AskAsync(db => ReleaseLeaseAsync(db));
        world.Intake.Clock.Advance(Duration.FromMinutes(6));
        Assert.Equal(1, await world.Poller().PollDueAsync(Token));

        Assert.Equal([("Old", "Old", null), ("Undated", "Complete", 1L)], await world.ArticlesAsync());
        Assert.Null((await world.SourceAsync(source)).LastError);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Too_many_new_items_in_one_poll_wait_until_they_are_released_in_order(DatabaseProvider provider)
    {
        await using var world = await StartAsync(provider);
        world.Server.Serve("/feed", PollingWorld.Feed());
        var source = await world.AddFeedAsync();
        var poller = world.Poller(floodThreshold: 2);
        await poller.PollDueAsync(Token);
        world.Server.Serve(
            "/feed",
            PollingWorld.Feed(
                PollingWorld.Item("3", "Third", Now - Duration.FromHours(1)),
                PollingWorld.Item("2", "Second", Now - Duration.FromHours(2)),
                PollingWorld.Item("1", "First", Now - Duration.FromHours(3))
            )
        );
        world.Intake.Clock.Advance(Duration.FromHours(1));
        await poller.PollDueAsync(Token);
        Assert.All(await world.ArticlesAsync(), article => Assert.Equal("Waiting", article.State));
        Assert.Equal(3, (await world.Catalog.ListAsync(Token)).Single().Waiting);

        Assert.Equal(3, await world.Catalog.ReleaseAsync(source, "cli:test", Token));

        Assert.Equal(
            [("First", "Complete", 1L), ("Second", "Complete", 2L), ("Third", "Complete", 3L)],
            await world.ArticlesAsync()
        );
        Assert.Equal(0, await world.Catalog.ReleaseAsync(source, "cli:test", Token));
        Assert.Null(await world.Catalog.ReleaseAsync(999, "cli:test", Token));
    }

    [Fact]
    public async Task An_excerpt_waits_for_its_page_and_goes_out_with_the_full_text()
    {
        await using var world = await StartAsync(DatabaseProvider.Sqlite);
        ServeExcerpt(world);
        world.Server.Serve("/story", Page, "text/html; charset=utf-8");
        await world.AddFeedAsync();

        await world.Poller().PollDueAsync(Token);

        Assert.Equal([("Ferry returns", "Complete", 1L)], await world.ArticlesAsync());
        var text = (await world.Intake.ArticleAsync(1)).CurrentRevision!.Text;
        Assert.Contains("paragraph number seven", text, StringComparison.Ordinal);
    }

    [Theory, InlineData(404, 1), InlineData(503, 3)]
    public async Task An_excerpt_whose_page_cannot_be_had_goes_out_as_it_came(int status, int tries)
    {
        await using var world = await StartAsync(DatabaseProvider.Sqlite);
        ServeExcerpt(world);
        world.Server.On(
            "/story",
            context =>
            {
                context.Response.StatusCode = status;
                return Task.CompletedTask;
            }
        );
        await world.AddFeedAsync();
        var poller = world.Poller();

        for (var round = 1; round <= tries; round++)
        {
            Assert.DoesNotContain(await world.ArticlesAsync(), article => article.State == "Complete");
            await poller.PollDueAsync(Token);
            world.Intake.Clock.Advance(Duration.FromMinutes(2));
        }

        Assert.Equal([("Ferry returns", "Complete", 1L)], await world.ArticlesAsync());
        Assert.Equal(tries, world.Server.Requests.Count(request => request.Path == "/story"));
    }

    [Fact]
    public async Task A_failing_source_is_asked_less_and_less_often_and_counts_as_broken_after_ten()
    {
        await using var world = await StartAsync(DatabaseProvider.Sqlite);
        var source = await world.AddFeedAsync("/missing");
        var poller = world.Poller();
        var waits = new List<Duration>();
        for (var n = 0; n < 10; n++)
        {
            await poller.PollDueAsync(Token);
            var polled = await world.SourceAsync(source);
            waits.Add(polled.NextPollAt!.Value - world.Intake.Clock.GetCurrentInstant());
            world.Intake.Clock.Advance(waits[^1]);
        }

        var broken = await world.SourceAsync(source);
        Assert.Equal((SourceState.Broken, 10), (broken.State, broken.Failures));
        Assert.Contains("404", broken.LastError, StringComparison.Ordinal);
        Assert.Equal(waits.Order(), waits);
        Assert.InRange(waits[^1], Duration.FromHours(24), Duration.FromHours(27));

        world.Server.Serve("/missing", PollingWorld.Feed());
        await poller.PollDueAsync(Token);
        var healed = await world.SourceAsync(source);
        Assert.Equal((SourceState.Active, 0, null), (healed.State, healed.Failures, healed.LastError));
    }

    [Fact]
    public async Task What_is_no_feed_is_an_error_on_the_source_and_loses_nothing()
    {
        await using var world = await StartAsync(DatabaseProvider.Sqlite);
        world.Server.Serve("/feed", "this is not a feed", "text/plain");
        var source = await world.AddFeedAsync();
        var poller = world.Poller();
        await poller.PollDueAsync(Token);
        Assert.NotNull((await world.SourceAsync(source)).LastError);

        world.Server.Serve("/feed", PollingWorld.Feed(PollingWorld.Item("1", "Fresh", Now)));
        world.Intake.Clock.Advance(Duration.FromHours(1));
        await poller.PollDueAsync(Token);

        Assert.Equal([("Fresh", "Complete", 1L)], await world.ArticlesAsync());
    }

    [Fact]
    public async Task Retry_after_is_respected()
    {
        await using var world = await StartAsync(DatabaseProvider.Sqlite);
        world.Server.On(
            "/feed",
            context =>
            {
                context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                context.Response.Headers.RetryAfter = "7200";
                return Task.CompletedTask;
            }
        );
        var source = await world.AddFeedAsync();

        await world.Poller().PollDueAsync(Token);

        Assert.True((await world.SourceAsync(source)).NextPollAt >= Now + Duration.FromHours(2));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Only_the_instance_with_the_lease_polls(DatabaseProvider provider)
    {
        await using var world = await StartAsync(provider);
        world.Server.Serve("/feed", PollingWorld.Feed());
        await world.AddFeedAsync();
        using var first = world.Poller();
        using var second = world.Poller();

        Assert.Equal(1, await first.PollDueAsync(Token));
        world.Intake.Clock.Advance(Duration.FromHours(1));
        Assert.Equal(0, await second.PollDueAsync(Token));
        await first.StopAsync(Token);
        Assert.Equal(1, await second.PollDueAsync(Token));
    }

    private async Task<PollingWorld> StartAsync(DatabaseProvider provider) =>
        await PollingWorld.StartAsync(await databases.CreateAsync(provider));

    private const string Page = """
        <html><head><title>Ferry returns - The Coast</title></head><body><article><h1>Ferry returns</h1>
        <p>The ferry of the northern coast sails again, its captain said on Monday, after a winter in the yard.</p>
        <p>Twelve towns pay for it together, each according to the number of people who live there, says the contract.</p>
        <p>The boat takes bicycles, prams and small dogs, and it sails every two hours from six in the morning.</p>
        <p>This is paragraph number seven in the captain's own counting, and it says that the tide decides in the end.</p>
        </article></body></html>
        """;

    private static void ServeExcerpt(PollingWorld world) =>
        world.Server.Serve(
            "/feed",
            PollingWorld.Feed(
                $"<item><guid isPermaLink=\"false\">1</guid><title>Ferry returns</title><link>{world.Server.At("/story")}</link>"
                    + $"<pubDate>{Now.ToDateTimeUtc():R}</pubDate><description>The ferry sails again.</description></item>"
            )
        );

    private static async Task<int> ReleaseLeaseAsync(DistributorDb db)
    {
        db.Locks.RemoveRange(db.Locks);
        return await db.SaveChangesAsync(Token);
    }
}
