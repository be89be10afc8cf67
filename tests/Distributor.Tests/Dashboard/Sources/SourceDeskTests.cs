using Distributor.Articles;
using Distributor.Sources;
using Distributor.Sources.Desk;
using Distributor.Sources.Polling;
using Distributor.Storage;
using Distributor.Tests.Sources;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Dashboard.Sources;

/// <summary>What admins see of sources and do with them, on both databases. Longer than most files because it is one list of promises.</summary>
public sealed class SourceDeskTests
{
    private const DatabaseProvider Sqlite = DatabaseProvider.Sqlite;
    private const DatabaseProvider Postgres = DatabaseProvider.Postgres;

    private static CancellationToken Token => SourceWorld.Token;

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task A_preview_says_what_each_item_becomes_and_stores_nothing(DatabaseProvider provider)
    {
        await using var world = await SourceWorld.OpenAsync(provider);
        var now = SourceWorld.Now;
        world.Site.Serve(
            "/feed.xml",
            PollingWorld.Feed(
                PollingWorld.Item("1", "Ferry sails", now - Duration.FromHours(1)),
                PollingWorld.Item("2", "Ferry built", now - Duration.FromDays(9)),
                PollingWorld.Item("3", "Undated", null),
                "<item><guid>4</guid><title>Short</title><link>https://coast.example/4</link><category>Foriegn</category>"
                    + $"<pubDate>{now.ToDateTimeUtc():R}</pubDate><description>Only this.</description></item>",
                "<item><guid>5</guid></item>"
            )
        );
        world.Site.Serve(
            "/",
            "<html><head><title>Coast</title></head><body>No feed named here</body></html>",
            "text/html"
        );

        var preview = await world.Newsroom.App.Service<SourcePreviewer>().LookAsync(world.Site.Root.AbsoluteUri, Token);

        // Found where feeds usually are, because the page names none.
        Assert.Null(preview.Error);
        Assert.Equal(world.Site.At("/feed.xml"), preview.Address);
        Assert.Equal("The Coast", preview.Title);
        var items = preview.Items.ToDictionary(item => item.Title);
        Assert.True(items["Ferry sails"] is { IsNews: true, FetchesPage: false });
        Assert.False(items["Ferry built"].IsNews);
        Assert.False(items["Undated"].IsNews);
        Assert.True(items["Short"] is { IsNews: true, FetchesPage: true });
        Assert.Equal(["Foreign"], items["Short"].Topics);
        Assert.Contains("Foreign", preview.Topics);
        Assert.NotEmpty(preview.Skipped);
        await using var db = world.Newsroom.App.NewDb();
        Assert.False(await db.Sources.AnyAsync(Token));
        Assert.False(await db.Articles.AnyAsync(Token));
    }

    [Fact]
    public async Task A_page_with_several_feeds_leaves_the_choice_and_what_is_no_feed_is_said_in_one_line()
    {
        await using var world = await SourceWorld.OpenAsync(Sqlite);
        var previewer = world.Newsroom.App.Service<SourcePreviewer>();
        world.Site.Serve(
            "/",
            """
            <html><head><link rel="alternate" type="application/rss+xml" title="All" href="/all">
            <link rel="alternate" type="application/atom+xml" href="/sport"></head></html>
            """,
            "text/html"
        );
        world.Site.Serve("/empty", "<html><body>nothing</body></html>", "text/html");

        var several = await previewer.LookAsync(world.Site.Root.AbsoluteUri, Token);
        Assert.Null(several.Address);
        Assert.Equal(["All", "/sport"], several.Choices.Select(choice => choice.Title));

        foreach (
            var (typed, fault) in new[]
            {
                ("", "no address of the web"),
                ("mailto:x@y.example", "no address of the web"),
                (world.Site.At("/missing").AbsoluteUri, "404"),
                (world.Site.At("/empty").AbsoluteUri, "names no feed"),
            }
        )
        {
            var failed = await previewer.LookAsync(typed, Token);
            Assert.Contains(fault, failed.Error, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', failed.Error!);
        }
    }

    [Fact]
    public async Task A_private_network_is_refused()
    {
        await using var world = await SourceWorld.OpenAsync(Sqlite, "--Sources:AllowPrivateNetworks=false");
        world.Serve("Ferry sails");

        var preview = await world
            .Newsroom.App.Service<SourcePreviewer>()
            .LookAsync(world.Site.At("/feed").AbsoluteUri, Token);

        Assert.Contains("private network", preview.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(world.Site.Requests, request => request.Path == "/feed");
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task Every_poll_leaves_a_line_and_the_newest_stay(DatabaseProvider provider)
    {
        await using var world = await SourceWorld.OpenAsync(provider);
        world.Serve("Ferry sails", "Ferry waits");
        var id = await world.AddAsync("Coast");
        await world.PollAsync();
        await world.PollAsync();
        world.Site.On(
            "/feed",
            context =>
            {
                context.Response.StatusCode = StatusCodes.Status410Gone;
                return Task.CompletedTask;
            }
        );
        await world.PollAsync();

        var polls = await world.List.PollsAsync(id, long.MaxValue, 10, Token);
        Assert.Equal(3, polls.Count);
        Assert.True(polls[0] is { Status: 410, Created: 0 });
        Assert.Contains("gone for good", polls[0].Error, StringComparison.Ordinal);
        Assert.True(polls[1] is { Status: 200, Created: 0, Updated: 0, Error: null });
        Assert.True(polls[2] is { Status: 200, Error: null });
        var source = await world.SourceAsync(id);
        Assert.Equal((1, polls[0].At), (source.Failures, source.BrokenSince!.Value));
        Assert.Contains("gone for good", source.LastError, StringComparison.Ordinal);

        await using var db = world.Newsroom.App.NewDb();
        for (var i = 0; i < PollMemory.Kept; i++)
        {
            db.Polls.Add(
                new PollRecord
                {
                    SourceId = id,
                    At = world.Newsroom.Clock.Now,
                    Milliseconds = i,
                    Created = 0,
                    Updated = 0,
                    Held = 0,
                }
            );
        }
        await db.SaveChangesAsync(Token);
        await world.PollAsync();
        Assert.Equal(PollMemory.Kept, await db.Polls.CountAsync(poll => poll.SourceId == id, Token));
        Assert.Equal(410, (await world.List.PollsAsync(id, long.MaxValue, 1, Token))[0].Status);
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task A_source_is_paused_resumed_retitled_and_filed_and_each_change_is_in_the_audit_once(
        DatabaseProvider provider
    )
    {
        await using var world = await SourceWorld.OpenAsync(provider);
        var id = await world.AddAsync("Coast");
        for (var twice = 0; twice < 2; twice++)
        {
            Assert.True(await world.Desk.PauseAsync(id, SourceWorld.Actor, Token));
        }
        Assert.False(await world.Desk.PollNowAsync(id, SourceWorld.Actor, Token));
        world.Serve("Ferry sails");
        await world.PollAsync();
        Assert.Null((await world.SourceAsync(id)).LastPolledAt);

        Assert.True(await world.Desk.ResumeAsync(id, SourceWorld.Actor, Token));
        Assert.True(await world.Desk.PollNowAsync(id, SourceWorld.Actor, Token));
        for (var twice = 0; twice < 2; twice++)
        {
            Assert.True(await world.Desk.EditAsync(id, "The Shore", ["World", "Coast"], SourceWorld.Actor, Token));
        }
        Assert.True(await world.Desk.EditAsync(id, null, ["World"], SourceWorld.Actor, Token));

        var source = await world.SourceAsync(id);
        Assert.Equal(("The Shore", SourceState.Active), (source.Title, source.State));
        Assert.Equal(["World"], source.Topics);
        Assert.Equal(
            ["source.pause", "source.resume", "source.poll", "source.title", "source.topics", "source.topics"],
            (await world.AuditAsync($"source:{id}")).Select(entry => entry.Action)
        );
        Assert.False(await world.Desk.PauseAsync(id + 1, SourceWorld.Actor, Token));
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task Only_a_source_without_articles_is_deleted(DatabaseProvider provider)
    {
        await using var world = await SourceWorld.OpenAsync(provider);
        world.Serve("Ferry sails");
        var id = await world.AddAsync("Coast");
        await world.PollAsync();
        Assert.Equal(SourceRemoval.Paused, await world.Desk.RemoveAsync(id, SourceWorld.Actor, Token));
        Assert.Equal(SourceState.Paused, (await world.SourceAsync(id)).State);

        world.Site.Serve("/empty", PollingWorld.Feed());
        var (empty, _) = await world
            .Newsroom.App.Service<SourceCatalog>()
            .AddAsync(world.Site.At("/empty"), "Empty", ["Coast"], SourceWorld.Actor, Token);
        await world.PollAsync();
        Assert.Equal(SourceRemoval.Deleted, await world.Desk.RemoveAsync(empty, SourceWorld.Actor, Token));
        Assert.Null(await world.List.OneAsync(empty, Token));
        Assert.Null(await world.Desk.RemoveAsync(empty, SourceWorld.Actor, Token));
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task What_waits_is_released_or_discarded_one_by_one_or_all_at_once(DatabaseProvider provider)
    {
        await using var world = await SourceWorld.OpenAsync(provider, "--Sending:FloodThreshold=2");
        world.Serve("Before");
        var id = await world.AddAsync();
        await world.PollAsync();
        world.Serve("Flood a", "Flood bb", "Flood ccc", "Flood dddd");
        await world.PollAsync();

        var waiting = (await world.Newsroom.App.Service<WaitingArticles>().ReadAsync(id, 0, 50, Token)).Items;
        Assert.Equal(4, waiting.Count);
        Assert.Equal(4, (await world.SourceAsync(id)).Waiting);
        Assert.Single((await world.List.ReadAsync(new SourceFilter(Waiting: true), long.MaxValue, 5, Token)).Items);
        Assert.Equal(4, (await world.List.PollsAsync(id, long.MaxValue, 1, Token))[0].Held);

        Assert.Equal(1, await world.Desk.ReleaseAsync(id, waiting[0].Id, SourceWorld.Actor, Token));
        Assert.Equal(0, await world.Desk.ReleaseAsync(id, waiting[0].Id, SourceWorld.Actor, Token));
        Assert.Equal(1, await world.Desk.DiscardAsync(id, waiting[1].Id, SourceWorld.Actor, Token));
        Assert.Equal(2, await world.Desk.ReleaseAsync(id, null, SourceWorld.Actor, Token));
        Assert.Null(await world.Desk.ReleaseAsync(id, 99_999, SourceWorld.Actor, Token));

        await using var db = world.Newsroom.App.NewDb();
        var states = await db.Articles.ToDictionaryAsync(article => article.Id, article => article.State, Token);
        Assert.Equal(ArticleState.Old, states[waiting[1].Id]);
        Assert.Equal(3, waiting.Count(article => states[article.Id] == ArticleState.Complete));
        Assert.Equal(
            3,
            await db.Runs.CountAsync(run => run.ArticleId != null && run.ArticleId >= waiting[0].Id, Token)
        );
        // It stays known: the next poll does not bring it again.
        await world.PollAsync();
        Assert.Equal(0, (await world.SourceAsync(id)).Waiting);
        Assert.Equal(["article.discard"], (await world.AuditAsync($"article:{waiting[1].Id}")).Select(e => e.Action));
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task The_list_searches_filters_and_pages_by_key(DatabaseProvider provider)
    {
        await using var world = await SourceWorld.OpenAsync(provider);
        var catalog = world.Newsroom.App.Service<SourceCatalog>();
        foreach (var (name, topic) in new[] { ("Élan 100%", "World"), ("Пресса", "World"), ("Coast_news", "Local") })
        {
            await catalog.AddAsync(new Uri($"https://{topic}{name.Length}.example/"), name, [topic], "cli:test", Token);
        }
        await world.Desk.PauseAsync((await FindAsync(new SourceFilter("coast")))[0].Id, SourceWorld.Actor, Token);

        Assert.Equal(["Élan 100%"], await TitlesAsync(new SourceFilter("100%")));
        Assert.Equal(["Coast_news"], await TitlesAsync(new SourceFilter("_news COAST")));
        Assert.Equal(["Пресса"], await TitlesAsync(new SourceFilter("пресс")));
        Assert.Empty(await TitlesAsync(new SourceFilter("%%")));
        Assert.Equal(["Пресса", "Élan 100%"], await TitlesAsync(new SourceFilter(Topic: "world")));
        Assert.Equal(["Coast_news"], await TitlesAsync(new SourceFilter(State: SourceState.Paused)));
        Assert.Equal(2, await world.List.CountAsync(new SourceFilter(Topic: "world"), Token));
        var first = await world.List.ReadAsync(new SourceFilter(), long.MaxValue, 2, Token);
        var second = await world.List.ReadAsync(new SourceFilter(), first.Next!.Value, 2, Token);
        Assert.Equal((2, 1, null), (first.Items.Count, second.Items.Count, second.Next));

        async Task<IReadOnlyList<SourceLine>> FindAsync(SourceFilter filter) =>
            (await world.List.ReadAsync(filter, long.MaxValue, 50, Token)).Items;

        async Task<IEnumerable<string>> TitlesAsync(SourceFilter filter) =>
            (await FindAsync(filter)).Select(source => source.Title);
    }
}
