using Distributor.Articles;
using Distributor.Articles.Desk;
using Distributor.Articles.Intake;
using Distributor.Delivery;
using Distributor.Planning;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Tests.Articles.Intake;
using Distributor.Tests.Planning;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Distributor.Tests.Dashboard.Articles;

/// <summary>What admins do with an article on its way, on both databases.</summary>
public sealed class ArticleDeskTests(MigratedDatabases databases) : IClassFixture<MigratedDatabases>
{
    private const DatabaseProvider Sqlite = DatabaseProvider.Sqlite;
    private const DatabaseProvider Postgres = DatabaseProvider.Postgres;
    private const string Actor = "admin:rosa@paper.example";
    private const string Headline = EditWorld.Headline;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task A_held_alert_waits_until_it_is_sent(DatabaseProvider provider)
    {
        await using var world = await EditWorld.CreateAsync(databases, provider);
        await world.ReadersAsync(2);
        await world.AlertAsync();
        var (desk, id) = (world.Sending.Service<ArticleDesk>(), await ArticleAsync(world));

        for (var twice = 0; twice < 2; twice++)
        {
            Assert.Equal(ArticleOrder.Done, await desk.HoldAsync(id, Actor, Token));
        }
        await world.SendAllAsync();
        Assert.Empty(world.Channel.Messages);

        for (var twice = 0; twice < 2; twice++)
        {
            Assert.Equal(ArticleOrder.Done, await desk.ReleaseAsync(id, Actor, Token));
        }
        await world.SendAllAsync();
        Assert.Equal(2, world.Channel.Messages.Count);
        await FinishAsync(world);
        Assert.Equal(ArticleOrder.NotNow, await desk.HoldAsync(id, Actor, Token));
        Assert.Equal(ArticleOrder.Unknown, await desk.HoldAsync(id + 1, Actor, Token));
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task An_article_that_waits_or_was_old_becomes_news_when_it_is_sent(DatabaseProvider provider)
    {
        await using var intake = await databases.CreateAsync(provider);
        var source = await intake.SourceAsync();
        var desk = DeskOn(intake);
        foreach (
            var (admission, state) in new[]
            {
                (Admission.Wait, "waiting"),
                (Admission.Old, "old"),
                (Admission.AwaitFullText, "incomplete"),
            }
        )
        {
            var added = await intake.AddAsync(
                source,
                IntakeWorld.Read(state, state),
                new IntakeOptions { Admission = admission }
            );
            for (var twice = 0; twice < 2; twice++)
            {
                Assert.Equal(ArticleOrder.Done, await desk.ReleaseAsync(added.ArticleId, Actor, Token));
            }
            var article = await intake.ArticleAsync(added.ArticleId);
            Assert.Equal((ArticleState.Complete, true), (article.State, article.Sequence is not null));
            var audit = await intake.AskAsync(db =>
                db.Audit.Where(entry => entry.Subject == $"article:{added.ArticleId}").ToListAsync(Token)
            );
            Assert.Equal(
                ("article.release", state, "complete"),
                (Assert.Single(audit).Action, audit[0].Before, audit[0].After)
            );
        }
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task Breaking_before_the_alert_is_planned_reaches_both_cadences(DatabaseProvider provider)
    {
        await using var world = await EditWorld.CreateAsync(databases, provider);
        var topic = await world.Sending.TopicAsync("World");
        await world.Sending.ReaderAsync(topics: topic);
        await world.Sending.ReaderAsync(cadence: Cadence.Breaking, topics: topic);
        var id = await world.Sending.ArticleAsync("World", Headline);

        Assert.Equal(ArticleOrder.Done, await world.Sending.Service<ArticleDesk>().MakeBreakingAsync(id, Actor, Token));
        await PlanAlertAsync(world);
        await world.SendAllAsync();

        Assert.Equal(2, world.Channel.Messages.Count);
        Assert.All(world.Channel.Messages, message => Assert.Contains("🔴", message.Html, StringComparison.Ordinal));
        Assert.Equal(Priorities.Urgent, (await AlertRunAsync(world)).Priority);
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task Breaking_after_the_alert_tells_those_who_want_breaking_news_and_nobody_twice(
        DatabaseProvider provider
    )
    {
        await using var world = await EditWorld.CreateAsync(databases, provider);
        var topic = await world.Sending.TopicAsync("World");
        var breaking = await world.Sending.ReaderAsync(cadence: Cadence.Breaking, topics: topic);
        await world.ReadersAsync(2);
        await world.AlertAsync();
        await world.SendAllAsync();
        await FinishAsync(world);
        Assert.Equal(2, world.Channel.Messages.Count);
        // Came after the alert and wants every article: not told now, the story is no news to this cadence.
        await world.ReadersAsync(1);

        var (desk, id) = (world.Sending.Service<ArticleDesk>(), await ArticleAsync(world));
        for (var twice = 0; twice < 2; twice++)
        {
            Assert.Equal(ArticleOrder.Done, await desk.MakeBreakingAsync(id, Actor, Token));
        }
        await PlanAlertAsync(world);
        await world.SendAllAsync();

        Assert.Equal(3, world.Channel.Messages.Count);
        var rows = (await world.Sending.RowsAsync()).Where(row => row.State == DeliveryState.Accepted).ToList();
        Assert.Equal(3, rows.DistinctBy(row => row.AddressId).Count());
        Assert.Contains(rows, row => row.AddressId == breaking);
        // What was delivered says so in five minutes.
        await world.FiveMinutesLaterAsync();
        Assert.All(world.Edits, edit => Assert.Contains("🔴", edit.Html, StringComparison.Ordinal));
        Assert.Equal(3, world.Edits.Count);
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task A_story_made_breaking_while_it_is_held_is_told_to_both_once_released(DatabaseProvider provider)
    {
        await using var world = await EditWorld.CreateAsync(databases, provider);
        var topic = await world.Sending.TopicAsync("World");
        await world.Sending.ReaderAsync(topics: topic);
        await world.Sending.ReaderAsync(cadence: Cadence.Breaking, topics: topic);
        await world.AlertAsync();
        var (desk, id) = (world.Sending.Service<ArticleDesk>(), await ArticleAsync(world));
        await desk.HoldAsync(id, Actor, Token);
        await desk.MakeBreakingAsync(id, Actor, Token);
        Assert.Equal(RunState.Held, (await AlertRunAsync(world)).State);
        await desk.ReleaseAsync(id, Actor, Token);
        await PlanAlertAsync(world);
        await world.SendAllAsync();

        Assert.Equal(2, world.Channel.Messages.Count);
    }

    private static async Task<long> ArticleAsync(EditWorld world)
    {
        await using var db = world.Sending.Database.CreateDbContext();
        return await db
            .Articles.Where(article => article.Guid == Headline)
            .Select(article => article.Id)
            .SingleAsync(Token);
    }

    private static async Task<Run> AlertRunAsync(EditWorld world)
    {
        await using var db = world.Sending.Database.CreateDbContext();
        return await db.Runs.AsNoTracking().SingleAsync(run => run.Kind == RunKind.Alert, Token);
    }

    private static async Task PlanAlertAsync(EditWorld world) =>
        await world.Sending.Service<AlertPlanner>().PlanAsync((await AlertRunAsync(world)).Id, Token);

    private static async Task FinishAsync(EditWorld world) =>
        Assert.True(await world.Sending.Ledger.FinishAsync((await AlertRunAsync(world)).Id, Token));

    private static ArticleDesk DeskOn(IntakeWorld intake) =>
        new(intake.Database, intake.Held, null!, intake.NewWork, intake.Clock);
}
