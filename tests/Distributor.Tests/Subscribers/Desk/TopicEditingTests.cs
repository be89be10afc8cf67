using Distributor.Articles.Topics;
using Distributor.Articles.Topics.Editing;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Subscribers.Saving;
using Distributor.Subscribers.SigningUp;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Subscribers.Desk;

/// <summary>Names, aliases, joining two topics, deleting one.</summary>
public abstract class TopicEditingTests(DatabaseProvider provider)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_renamed_topic_is_still_found_by_its_old_name()
    {
        await using var desk = await ReaderDesk.OpenAsync(provider);
        var editor = desk.App.Service<TopicEditor>();
        var world = await desk.TopicAsync("World");

        Assert.True((await editor.RenameAsync(world, "Abroad", ReaderDesk.Actor, Token)).IsDone);

        await using var db = desk.App.NewDb();
        Assert.Equal([world], await TopicRegistry.ChosenAsync(db, ["World"], ReaderDesk.Noon, Token));
        Assert.Equal([world], await TopicRegistry.ChosenAsync(db, ["abroad"], ReaderDesk.Noon, Token));
        var refused = await editor.RenameAsync(world, "Energy", ReaderDesk.Actor, Token);
        Assert.Equal("name", refused.Field);
        Assert.Single(await desk.AuditAsync("topic.rename"));
    }

    [Fact]
    public async Task An_alias_means_one_topic()
    {
        await using var desk = await ReaderDesk.OpenAsync(provider);
        var editor = desk.App.Service<TopicEditor>();
        var (world, energy) = (await desk.TopicAsync("World"), await desk.TopicAsync("Energy"));

        Assert.True((await editor.AddAliasAsync(world, "The Planet", ReaderDesk.Actor, Token)).IsDone);
        Assert.Equal("alias", (await editor.AddAliasAsync(energy, "planet", ReaderDesk.Actor, Token)).Field);
        Assert.True((await editor.RemoveAliasAsync(world, "planet", ReaderDesk.Actor, Token)).IsDone);
        Assert.True((await editor.AddAliasAsync(energy, "planet", ReaderDesk.Actor, Token)).IsDone);
    }

    [Fact]
    public async Task Merged_topics_have_everybody_once()
    {
        await using var desk = await ReaderDesk.OpenAsync(provider);
        var (world, energy) = (await desk.TopicAsync("World"), await desk.TopicAsync("Energy"));
        var boris = await desk.AddressAsync("boris@example.org");
        await desk
            .App.Service<MuteService>()
            .MuteAsync(boris.Id, energy, ReaderDesk.Noon + Duration.FromDays(1), Token);
        var asked = await OpenSignUpAsync(desk, energy);

        var result = await desk.App.Service<TopicMerge>().MergeAsync(energy, world, ReaderDesk.Actor, Token);

        Assert.Equal(world, result.Id);
        var anna = await desk.AddressAsync("anna.rossi@example.org");
        Assert.Equal(
            (world, Cadence.Daily),
            (anna.Subscriptions.Single().TopicId, anna.Subscriptions.Single().Cadence)
        );
        await using var db = desk.App.NewDb();
        Assert.False(await db.Topics.AnyAsync(t => t.Id == energy, Token));
        Assert.True(await db.TopicMutes.AnyAsync(m => m.AddressId == boris.Id && m.TopicId == world, Token));
        Assert.Equal(
            [world],
            SignUpChoices.FromJson((await db.SignUps.SingleAsync(s => s.Id == asked, Token)).Choices).Topics
        );
        Assert.Equal([world], await TopicRegistry.ChosenAsync(db, ["Energy"], ReaderDesk.Noon, Token));
        Assert.True(await db.SubscriptionEvents.AnyAsync(e => e.AddressId == anna.Id && e.Action == "merged", Token));
        Assert.Single(await desk.AuditAsync("topic.merge"));
    }

    [Fact]
    public async Task Only_an_empty_topic_is_deleted()
    {
        await using var desk = await ReaderDesk.OpenAsync(provider);
        var editor = desk.App.Service<TopicEditor>();
        var world = await desk.TopicAsync("World");
        Assert.Contains(
            "subscribers",
            (await editor.DeleteAsync(world, ReaderDesk.Actor, Token)).Fault,
            StringComparison.Ordinal
        );

        var made = await editor.CreateAsync("Gardens", ReaderDesk.Actor, Token);
        await OpenSignUpAsync(desk, made.Id!.Value);
        Assert.False((await editor.DeleteAsync(made.Id.Value, ReaderDesk.Actor, Token)).IsDone);
        await using (var db = desk.App.NewDb())
        {
            await db.SignUps.ExecuteDeleteAsync(Token);
        }
        Assert.True((await editor.DeleteAsync(made.Id.Value, ReaderDesk.Actor, Token)).IsDone);
        Assert.True((await editor.DeleteAsync(made.Id.Value, ReaderDesk.Actor, Token)).IsGone);
        Assert.True((await editor.DeleteAsync(Topic.EverythingId, ReaderDesk.Actor, Token)).IsGone);
    }

    [Fact]
    public async Task Numbers_of_the_list_are_those_of_addresses()
    {
        await using var desk = await ReaderDesk.OpenAsync(provider);

        var topics = await desk.App.Service<TopicList>().ReadAsync(null, 10, Token);

        Assert.Equal(["Chess 1", "Energy 2", "World 3"], topics.Select(topic => $"{topic.Name} {topic.Addresses}"));
    }

    private static async Task<long> OpenSignUpAsync(ReaderDesk desk, int topic)
    {
        await using var db = desk.App.NewDb();
        var signUp = new SignUp
        {
            AddressId = (await desk.AddressAsync("anna.rossi@example.org")).Id,
            Choices = new SignUpChoices
            {
                Topics = [topic],
                Language = "en",
                TimeZone = "UTC",
            }.ToJson(),
            TextVersion = "1/en",
            CreatedAt = ReaderDesk.Noon,
            ExpiresAt = ReaderDesk.Noon + Duration.FromDays(7),
        };
        db.SignUps.Add(signUp);
        await db.SaveChangesAsync(Token);
        return signUp.Id;
    }
}

public sealed class SqliteTopicEditingTests() : TopicEditingTests(DatabaseProvider.Sqlite);

public sealed class PostgresTopicEditingTests() : TopicEditingTests(DatabaseProvider.Postgres);
