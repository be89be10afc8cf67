using Distributor.Articles.Topics;
using Distributor.Delivery;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Subscribers.Importing;
using Distributor.Subscribers.Links;
using Distributor.Testing.BotApi;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Bot;

/// <summary>A subscriber's life with the bot, from the first press of Start to a group of their own.</summary>
[Collection(BotTests.Name)]
public sealed class SubscriberLifeTests
{
    private const long Group = -40_001;
    private static readonly EmulatedUser Admin = new(81, "Ada") { LanguageCode = "en" };
    private static readonly EmulatedUser Member = new(82, "Max") { LanguageCode = "en" };

    private static CancellationToken Token => BotBench.Token;

    [Theory, InlineData(DatabaseProvider.Sqlite), InlineData(DatabaseProvider.Postgres)]
    public async Task From_start_to_a_group_of_ones_own(DatabaseProvider provider)
    {
        await using var bench = await BotBench.StartAsync(provider);
        await bench.PushToNobodyAsync("Before anybody listens", "Energy", "Politics");

        // Start: every story, with the proof of it.
        var before = bench.Chat.FromBot.Count;
        bench.Chat.Start();
        var welcome = await bench.NextAsync(bench.Chat, before);
        Assert.StartsWith("Welcome to The Harbour Wire", welcome.Text, StringComparison.Ordinal);
        var address = await bench.AddressAsync();
        Assert.Equal((AddressState.Active, "en", "Europe/Lisbon"), (address.State, address.Language, address.TimeZone));
        Assert.Equal(
            (Topic.EverythingId, Cadence.Instant),
            address.Subscriptions.Select(one => (one.TopicId, one.Cadence)).Single()
        );
        await using (var db = bench.App.NewDb())
        {
            var proof = await db
                .SubscriptionEvents.Where(happened => happened.AddressId == address.Id)
                .OrderBy(happened => happened.Id)
                .ToListAsync(Token);
            Assert.Equal(["confirmed", "subscribed"], proof.Select(happened => happened.Action));
            Assert.All(proof, happened => Assert.Equal("bot", happened.By));
        }

        // Topics: a choice of one's own.
        await bench.PressAsync(welcome, "Topics");
        Assert.Equal(["All topics"], BotBench.Ticked(bench.Now(welcome)));
        Assert.StartsWith("Energy", (await bench.PressAsync(welcome, "Energy")).Text, StringComparison.Ordinal);
        await bench.PressAsync(welcome, "Politics");
        Assert.Equal(["Energy", "Politics"], BotBench.Ticked(bench.Now(welcome)));

        // An alert, and its topic muted for a week.
        var alert = await bench.AlertAsync(bench.Chat, "Wind farm opens", "Energy");
        var told = await bench.PressAsync(alert, "Mute Energy");
        Assert.StartsWith("No alerts on Energy until", told.Text, StringComparison.Ordinal);
        Assert.Contains(BotBench.Buttons(bench.Now(alert)), button => button.Text == "Undo: Energy");
        Assert.Equal(
            ["Read", "Undo: Energy", "Save for digest"],
            BotBench.Buttons(bench.Now(alert)).Select(b => b.Text)
        );
        await bench.PushAsync("Wind farm closes", "Energy");
        await bench.AlertAsync(bench.Chat, "Wind farm debated", "Energy", "Politics");
        await bench.RunIsDoneAsync("Wind farm closes");
        Assert.Equal("muted", await ReasonAsync(bench, "Wind farm closes"));

        // Blocked: out of service at once. Unblocked: back with the same topics.
        bench.Chat.Block();
        await bench.UntilAsync("the address is out of service", one => one.State == AddressState.Bounced);
        bench.Chat.Unblock();
        await bench.UntilAsync("the address is back", one => one.State == AddressState.Active);
        Assert.Equal(2, (await bench.AddressAsync()).Subscriptions.Count);

        // Linked to the mail of the same person, once.
        await LinkAsync(bench);

        // A group: set up by an admin, refused to a member.
        await SetUpGroupAsync(bench);
    }

    private static async Task LinkAsync(BotBench bench)
    {
        await bench
            .Service<SubscriberImporter>()
            .ImportAsync(
                new StringReader("email,topics,digest\nzoe@mail.example,Energy,daily\n"),
                "test",
                _ => { },
                null,
                Token
            );
        await using var db = bench.App.NewDb();
        var mail = await db.Addresses.SingleAsync(one => one.Value == "zoe@mail.example", Token);
        var token = await bench
            .Service<LinkTokens>()
            .CreateFreshAsync(
                LinkPurpose.LinkChat,
                new FreshLink(mail.Id, 77, SystemClock.Instance.GetCurrentInstant() + Duration.FromHours(1)),
                Token
            );
        Assert.InRange(token.Length, 1, 64);
        var joined = await bench.SayAsync("/start " + token);
        Assert.Contains("belongs to your e-mail subscription", joined.Text, StringComparison.Ordinal);
        Assert.Equal(mail.SubscriberId, (await bench.AddressAsync()).SubscriberId);

        // Again: said so. By somebody else: refused, and they have a subscription of their own.
        Assert.Contains("already belongs", (await bench.SayAsync("/start " + token)).Text, StringComparison.Ordinal);
        var thief = bench.Api.Chat(666);
        Assert.Contains(
            "used already",
            (await bench.SayAsync(thief, "/start " + token)).Text,
            StringComparison.Ordinal
        );
        Assert.NotEqual(mail.SubscriberId, (await bench.AddressAsync("666")).SubscriberId);
    }

    private static async Task SetUpGroupAsync(BotBench bench)
    {
        var group = bench.Api.AddGroup(Group);
        group.Title = "Newsroom";
        group.SetMember(Admin.Id, ChatRole.Administrator);
        group.AddBot(by: Admin);
        var setUp = await bench.NextAsync(group, 0);
        Assert.StartsWith("The Harbour Wire in Newsroom", setUp.Text, StringComparison.Ordinal);

        var refused = await bench.PressAsync(group, setUp, "All topics", Member);
        Assert.Equal(("Only administrators can change this here.", true), (refused.Text, refused.IsAlert));
        await using (var db = bench.App.NewDb())
        {
            Assert.False(await db.Addresses.AnyAsync(one => one.ChatId == Group, Token));
        }

        await bench.PressAsync(group, setUp, "All topics", Admin);
        Assert.StartsWith("All set", BotBench.Now(group, setUp).Text, StringComparison.Ordinal);
        Assert.Equal(AddressState.Active, (await bench.AddressAsync($"{Group}")).State);
        Assert.Contains(
            "Only administrators",
            (await bench.SayAsync(group, "/pause", Member)).Text,
            StringComparison.Ordinal
        );
        Assert.Equal(AddressState.Active, (await bench.AddressAsync($"{Group}")).State);
        await bench.AlertAsync(group, "Harbour opens", "Harbour");
    }

    private static async Task<string?> ReasonAsync(BotBench bench, string title)
    {
        await using var db = bench.App.NewDb();
        return await (
            from row in db.Deliveries
            join run in db.Runs on row.RunId equals run.Id
            where run.Title.Contains(title) && row.State == DeliveryState.Suppressed
            select row.Reason
        ).SingleAsync(Token);
    }
}
