using Distributor.Articles.Desk;
using Distributor.Delivery;
using Distributor.Planning;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Tests.Articles.Intake;
using Distributor.Tests.Planning;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Distributor.Tests.Dashboard.Articles;

/// <summary>Taking an article back, and putting it back, on both databases.</summary>
public sealed class RetractionTests(MigratedDatabases databases) : IClassFixture<MigratedDatabases>
{
    private const DatabaseProvider Sqlite = DatabaseProvider.Sqlite;
    private const DatabaseProvider Postgres = DatabaseProvider.Postgres;
    private const string Actor = "admin:rosa@paper.example";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task What_waits_of_a_retracted_article_is_suppressed_and_owed_again_when_it_is_put_back(
        DatabaseProvider provider
    )
    {
        await using var world = await EditWorld.CreateAsync(databases, provider);
        await world.ReadersAsync(3);
        await world.AlertAsync();
        var (retraction, id) = (world.Sending.Service<Retraction>(), await ArticleAsync(world));

        for (var twice = 0; twice < 2; twice++)
        {
            Assert.Equal(ArticleOrder.Done, await retraction.RetractAsync(id, Actor, Token));
        }
        await world.SendAllAsync();
        Assert.Empty(world.Channel.Messages);
        Assert.All(
            await world.Sending.RowsAsync(),
            row => Assert.Equal((DeliveryState.Suppressed, "retracted"), (row.State, row.Reason))
        );

        for (var twice = 0; twice < 2; twice++)
        {
            Assert.Equal(ArticleOrder.Done, await retraction.RestoreAsync(id, Actor, Token));
        }
        await world.SendAllAsync();
        Assert.Equal(3, world.Channel.Messages.Count);
        Assert.Equal(["article.retract", "article.restore"], await AuditAsync(world, id));
        Assert.Equal(ArticleOrder.Unknown, await retraction.RetractAsync(id + 1, Actor, Token));
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task A_delivered_alert_says_that_its_story_was_withdrawn_and_gets_its_words_back(
        DatabaseProvider provider
    )
    {
        await using var world = await EditWorld.CreateAsync(databases, provider);
        var readers = await world.ReadersAsync(2);
        await SayInAsync(world, readers[1], "ru");
        await world.AlertAsync();
        await world.SendAllAsync();
        var told = world.Chats();
        var (retraction, id) = (world.Sending.Service<Retraction>(), await ArticleAsync(world));

        await retraction.RetractAsync(id, Actor, Token);
        await world.FiveMinutesLaterAsync();

        Assert.Equal(2, world.Edits.Count);
        Assert.All(world.Edits, edit => Assert.Contains("<s>Harbour closed</s>", edit.Html, StringComparison.Ordinal));
        Assert.All(world.Edits, edit => Assert.DoesNotContain("<a ", edit.Html, StringComparison.Ordinal));
        Assert.Contains(world.Edits, edit => edit.Html.Contains("This story was withdrawn.", StringComparison.Ordinal));
        Assert.Contains(world.Edits, edit => edit.Html.Contains("Эта новость отозвана.", StringComparison.Ordinal));

        await retraction.RestoreAsync(id, Actor, Token);
        await world.FiveMinutesLaterAsync();
        Assert.Equal(told, world.Chats());
        // And once more: the same revision may be taken back as often as somebody errs.
        await retraction.RetractAsync(id, Actor, Token);
        await world.FiveMinutesLaterAsync();
        Assert.All(world.Chats().Values, html => Assert.Contains("<s>", html, StringComparison.Ordinal));
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task Put_back_within_five_minutes_no_chat_is_edited(DatabaseProvider provider)
    {
        await using var world = await EditWorld.CreateAsync(databases, provider);
        await world.ReadersAsync(2);
        await world.AlertAsync();
        await world.SendAllAsync();
        var (retraction, id) = (world.Sending.Service<Retraction>(), await ArticleAsync(world));

        await retraction.RetractAsync(id, Actor, Token);
        await retraction.RestoreAsync(id, Actor, Token);
        await world.FiveMinutesLaterAsync();

        Assert.Empty(world.Edits);
        Assert.Single(await world.RunsAsync());
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task An_article_retracted_before_its_alert_is_planned_reaches_nobody_and_those_after_it_everybody(
        DatabaseProvider provider
    )
    {
        await using var world = await EditWorld.CreateAsync(databases, provider);
        await world.ReadersAsync(2);
        var id = await world.Sending.ArticleAsync("World", EditWorld.Headline);
        var retraction = world.Sending.Service<Retraction>();
        await retraction.RetractAsync(id, Actor, Token);
        await PlanAsync(world);
        await world.SendAllAsync();
        Assert.Empty(world.Channel.Messages);

        await retraction.RestoreAsync(id, Actor, Token);
        await PlanAsync(world);
        await world.SendAllAsync();
        Assert.Equal(2, world.Channel.Messages.Count);
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task A_retracted_article_is_in_no_digest(DatabaseProvider provider)
    {
        await using var world = await EditWorld.CreateAsync(databases, provider);
        var topic = await world.Sending.TopicAsync("World");
        await world.Sending.ReaderAsync(cadence: Cadence.Daily, topics: topic);
        var id = await world.Sending.ArticleAsync("World", EditWorld.Headline);
        await world.Sending.Service<Retraction>().RetractAsync(id, Actor, Token);

        await world.Sending.DigestAsync();

        Assert.Equal("nothing new", Assert.Single(await world.Sending.RowsAsync()).Reason);
    }

    private static async Task<long> ArticleAsync(EditWorld world)
    {
        await using var db = world.Sending.Database.CreateDbContext();
        return await db.Articles.Where(a => a.Guid == EditWorld.Headline).Select(a => a.Id).SingleAsync(Token);
    }

    private static async Task PlanAsync(EditWorld world)
    {
        await using var db = world.Sending.Database.CreateDbContext();
        var run = await db.Runs.Where(one => one.Kind == RunKind.Alert).Select(one => one.Id).SingleAsync(Token);
        await world.Sending.Service<AlertPlanner>().PlanAsync(run, Token);
    }

    private static async Task SayInAsync(EditWorld world, long address, string language)
    {
        await using var db = world.Sending.Database.CreateDbContext();
        await db
            .Addresses.Where(a => a.Id == address)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.Language, language), Token);
    }

    private static async Task<List<string>> AuditAsync(EditWorld world, long id)
    {
        await using var db = world.Sending.Database.CreateDbContext();
        return await db
            .Audit.Where(entry => entry.Subject == $"article:{id}")
            .OrderBy(entry => entry.Id)
            .Select(entry => entry.Action)
            .ToListAsync(Token);
    }
}
