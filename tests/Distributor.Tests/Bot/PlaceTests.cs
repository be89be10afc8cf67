using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Testing.BotApi;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Distributor.Tests.Bot;

/// <summary>Groups, forum topics and channels: their administrators change, the bot comes and goes.</summary>
[Collection(BotTests.Name)]
public sealed class PlaceTests
{
    private const long Group = -40_001;
    private const long Forum = -1_001_234_500_001;
    private const long Channel = -1_001_234_500_002;
    private static readonly EmulatedUser Admin = new(81, "Ada") { LanguageCode = "en" };
    private static readonly EmulatedUser Member = new(82, "Max") { LanguageCode = "en" };

    private static CancellationToken Token => BotBench.Token;

    [Fact]
    public async Task A_forum_topic_is_an_address_of_its_own()
    {
        await using var bench = await BotBench.StartAsync(DatabaseProvider.Sqlite);
        await bench.PushToNobodyAsync("Before", "Energy", "Politics");
        var forum = bench.Api.AddForum(Forum, 7, 8);
        forum.SetMember(Admin.Id, ChatRole.Creator);

        var topics = await bench.SayAsync(forum, "/topics", Admin, thread: 7);
        Assert.Equal(7, topics.ThreadId);
        await bench.PressAsync(forum, topics, "Energy", Admin);
        var refused = await bench.PressAsync(forum, topics, "Politics", Member);
        Assert.True(refused.IsAlert);
        Assert.Single((await bench.AddressAsync($"{Forum}/7")).Subscriptions);
        Assert.Equal(7, (await bench.AlertAsync(forum, "Wind farm opens", "Energy")).ThreadId);
        await using var db = bench.App.NewDb();
        Assert.Equal(1, await db.Addresses.CountAsync(address => address.ChatId == Forum, Token));
    }

    [Fact]
    public async Task An_anonymous_administrator_is_one_and_a_member_is_told_in_one_line()
    {
        await using var bench = await BotBench.StartAsync(DatabaseProvider.Sqlite);
        var group = bench.Api.AddSupergroup(Forum);

        Assert.StartsWith(
            "Only administrators",
            (await bench.SayAsync(group, "/topics", Member)).Text,
            StringComparison.Ordinal
        );
        var before = group.FromBot.Count;
        group.WriteAnonymously("/language es");
        Assert.StartsWith("Idioma", (await bench.NextAsync(group, before)).Text, StringComparison.Ordinal);
        Assert.Equal("es", (await bench.AddressAsync($"{Forum}")).Language);
        // Chatter, and commands for other bots, are not the bot's.
        group.Write("hello", Admin);
        group.Write("/topics@another_bot", Admin);
        group.Write("/elephant", Admin);
        Assert.StartsWith(
            "Qué puedo hacer",
            (await bench.SayAsync(group, "/help", Member)).Text,
            StringComparison.Ordinal
        );
        Assert.Equal(3, group.FromBot.Count);
    }

    [Theory, InlineData(DatabaseProvider.Sqlite), InlineData(DatabaseProvider.Postgres)]
    public async Task A_channel_is_set_up_in_the_private_chat_of_who_added_the_bot(DatabaseProvider provider)
    {
        await using var bench = await BotBench.StartAsync(provider);
        var channel = bench.Api.AddChannel(Channel);
        channel.Title = "Harbour News";
        channel.SetMember(Admin.Id, ChatRole.Administrator);
        channel.AddBot(by: Admin);
        var chat = bench.Api.Chat(Admin.Id);

        var setUp = await bench.NextAsync(chat, 0);
        Assert.Contains("Harbour News", setUp.Text, StringComparison.Ordinal);
        await bench.PressAsync(chat, setUp, "All topics", Admin);
        Assert.Equal(AddressState.Active, (await bench.AddressAsync($"{Channel}")).State);
        Assert.Empty(channel.FromBot);
        await bench.AlertAsync(channel, "Ferry late", "Harbour");

        // Its posts are its administrators' words.
        channel.Write("/digest 07:00");
        await bench.UntilAsync("the channel has a digest", one => one.Schedules.Count == 1, $"{Channel}");
        channel.DemoteBot(Admin);
        await bench.UntilAsync("the channel is out of service", one => one.State == AddressState.Bounced, $"{Channel}");
    }

    [Fact]
    public async Task Who_is_no_administrator_any_more_sets_up_nothing_from_afar()
    {
        await using var bench = await BotBench.StartAsync(DatabaseProvider.Sqlite);
        var channel = bench.Api.AddChannel(Channel);
        channel.SetMember(Admin.Id, ChatRole.Administrator);
        channel.AddBot(by: Admin);
        var chat = bench.Api.Chat(Admin.Id);
        var setUp = await bench.NextAsync(chat, 0);
        channel.SetMember(Admin.Id, ChatRole.Member);

        var refused = await bench.PressAsync(chat, setUp, "All topics", Admin);

        Assert.True(refused.IsAlert);
        await using var db = bench.App.NewDb();
        Assert.False(await db.Addresses.AnyAsync(address => address.ChatId == Channel, Token));
    }

    [Theory, InlineData(DatabaseProvider.Sqlite), InlineData(DatabaseProvider.Postgres)]
    public async Task Who_unsubscribed_stays_so_when_the_bot_comes_back(DatabaseProvider provider)
    {
        await using var bench = await BotBench.StartAsync(provider);
        var group = bench.Api.AddGroup(Group);
        group.SetMember(Admin.Id, ChatRole.Administrator);
        group.AddBot(by: Admin);
        await bench.PressAsync(group, await bench.NextAsync(group, 0), "All topics", Admin);
        group.RemoveBot(Admin);
        await bench.UntilAsync("the group is out of service", one => one.State == AddressState.Bounced, $"{Group}");
        group.AddBot(by: Admin);
        await bench.UntilAsync("the group is back", one => one.State == AddressState.Active, $"{Group}");

        await bench.SayAsync(group, "/stop", Admin);
        group.RemoveBot(Admin);
        group.AddBot(by: Admin);
        await bench.HandledAsync();
        Assert.Equal(AddressState.Unsubscribed, (await bench.AddressAsync($"{Group}")).State);

        // It becomes a supergroup: the address goes along.
        var successor = group.MigrateTo(Forum);
        successor.SetMember(Admin.Id, ChatRole.Administrator);
        await bench.HandledAsync();
        Assert.StartsWith(
            "Your settings",
            (await bench.SayAsync(successor, "/settings", Admin)).Text,
            StringComparison.Ordinal
        );
    }
}
