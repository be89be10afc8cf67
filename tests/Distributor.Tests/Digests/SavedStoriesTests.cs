using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Delivery.Editions;
using Distributor.Digests;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Subscribers.Saving;
using Distributor.Tests.Articles.Intake;
using Distributor.Tests.Delivery;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Digests;

/// <summary>Stories put aside in an alert lie in the next digest, once, whatever its window and the reader's topics.</summary>
public sealed class SavedStoriesTests(MigratedDatabases databases) : IClassFixture<MigratedDatabases>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(DatabaseProvider.Sqlite), InlineData(DatabaseProvider.Postgres)]
    public async Task A_saved_story_is_in_the_next_digest_and_in_no_other(DatabaseProvider provider)
    {
        await using var world = await SendingWorld.CreateAsync(databases, provider);
        var land = await world.TopicAsync("Land");
        var reader = await world.ReaderAsync(ChannelKind.Email, Cadence.Daily, land);
        var other = await world.ReaderAsync(ChannelKind.Email, Cadence.Daily, land);
        var story = await StoryAsync(world, "Sea", "Ferry late again");
        await StoryAsync(world, "Land", "Road opens");
        await NextDayAsync(world);

        Assert.Equal(reader, (await world.Service<SaveService>().SaveAsync(reader, story, Token))!.AddressId);
        Assert.NotNull(await world.Service<SaveService>().SaveAsync(reader, story, Token)); // twice is once
        var first = await DigestAsync(world);

        // Nothing else is new, and still there is a digest for whoever saved.
        Assert.Equal([story], first[reader]);
        Assert.Empty(first[other]);

        // Another run of the same day adds nothing, and the next day's has it no more.
        await world.Service<DigestPlanner>().PlanDueAsync(await LastRunAsync(world), Token);
        var fresh = await StoryAsync(world, "Land", "Road closes");
        var second = await DigestAsync(world);
        Assert.Equal([fresh], second[reader]);
        Assert.Equal([fresh], second[other]);
    }

    [Theory, InlineData(DatabaseProvider.Sqlite), InlineData(DatabaseProvider.Postgres)]
    public async Task A_chat_without_a_digest_saves_for_the_mail_of_the_same_person(DatabaseProvider provider)
    {
        await using var world = await SendingWorld.CreateAsync(databases, provider);
        var land = await world.TopicAsync("Land");
        var mail = await world.ReaderAsync(ChannelKind.Email, Cadence.Daily, land);
        var chat = await world.ReaderAsync(ChannelKind.Telegram, Cadence.Instant, land);
        var stranger = await world.ReaderAsync(ChannelKind.Telegram, Cadence.Instant, land);
        await world.ExecuteAsync(
            $"UPDATE addresses SET subscriber_id = (SELECT subscriber_id FROM addresses WHERE id = {mail}) WHERE id = {chat}"
        );
        var story = await StoryAsync(world, "Land", "Road opens");

        Assert.Equal(mail, (await world.Service<SaveService>().SaveAsync(chat, story, Token))!.AddressId);
        Assert.Null(await world.Service<SaveService>().SaveAsync(stranger, story, Token));
        await world.Service<SaveService>().UndoAsync(chat, story, Token);

        await using var db = world.Database.CreateDbContext();
        Assert.False(await db.SavedStories.AnyAsync(Token));
    }

    [Theory, InlineData(DatabaseProvider.Sqlite), InlineData(DatabaseProvider.Postgres)]
    public async Task A_digest_chosen_again_for_its_window_still_has_what_was_saved(DatabaseProvider provider)
    {
        await using var world = await SendingWorld.CreateAsync(databases, provider);
        var (sea, land) = (await world.TopicAsync("Sea"), await world.TopicAsync("Land"));
        var reader = await world.ReaderAsync(ChannelKind.Email, Cadence.Daily, sea, land);
        var story = await StoryAsync(world, "Sea", "Ferry late again");
        await NextDayAsync(world);
        await world.Service<SaveService>().SaveAsync(reader, story, Token);
        await StoryAsync(world, "Land", "Road opens");
        await StoryAsync(world, "Sea", "Ferry back");
        await world.DigestAsync();
        await world.DropTopicAsync(reader, sea);

        var channel = new TestChannel<EmailMessage>();
        await world.RoundAsync(channel);

        var mail = Assert.Single(channel.Messages);
        Assert.Contains("Ferry late again", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Road opens", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Ferry back", mail.Text, StringComparison.Ordinal);
    }

    private static async Task<long> StoryAsync(SendingWorld world, string topic, string title)
    {
        var article = await world.ArticleAsync(topic, title);
        await using var db = world.Database.CreateDbContext();
        return await db.Articles.Where(a => a.Id == article).Select(a => a.StoryId).SingleAsync(Token);
    }

    /// <summary>The digests of today are over.</summary>
    private static async Task NextDayAsync(SendingWorld world)
    {
        await world.DigestAsync();
        world.Clock.Advance(Duration.FromDays(1));
    }

    /// <summary>The stories of each reader's digest of the next day.</summary>
    private static async Task<ILookup<long, long>> DigestAsync(SendingWorld world)
    {
        world.Clock.Advance(Duration.FromDays(1));
        var run = await world.DigestAsync();
        await using var db = world.Database.CreateDbContext();
        var rows = await (
            from row in db.Deliveries
            where row.RunId == run && row.EditionId != null
            join edition in db.Editions on row.EditionId equals edition.Id
            select new { row.AddressId, edition.Contents }
        ).ToListAsync(Token);
        return rows.SelectMany(row =>
                EditionContents.FromJson(row.Contents).Stories.Select(story => (row.AddressId, story.StoryId))
            )
            .ToLookup(row => row.AddressId, row => row.StoryId);
    }

    private static async Task<long> LastRunAsync(SendingWorld world)
    {
        await using var db = world.Database.CreateDbContext();
        return await db.Runs.Where(run => run.Kind == RunKind.Digest).MaxAsync(run => run.Id, Token);
    }
}
