using System.Net;
using Distributor.Articles.Topics;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Subscribers.Preferences;
using Distributor.Tests.Spine;
using NodaTime;
using Xunit;
using static Distributor.Tests.Site.Readers.ReaderPages;

namespace Distributor.Tests.Site.Readers;

/// <summary>What the fields of sign-up and settings mean when they are filled in as people fill them in.</summary>
public sealed class WishesOnThePageTests
{
    private readonly DatabaseProvider provider = DatabaseProvider.Sqlite;

    [Fact]
    public async Task A_topic_ticked_beside_all_topics_is_what_was_meant()
    {
        await using var pages = await ReaderPages.OpenAsync(provider);
        var (sport, world) = await TopicsAsync(pages);

        var settings = await pages.SubscribeAsync(Email, ("topics", Number(sport)));
        Assert.Equal([sport], (await pages.AddressAsync()).Subscriptions.Select(s => s.TopicId));

        using var all = await SaveAsync(pages, settings, ("all", "yes"), ("topics", Number(sport)));
        Assert.Equal([Topic.EverythingId], (await pages.AddressAsync()).Subscriptions.Select(s => s.TopicId));

        using var one = await SaveAsync(pages, settings, ("all", "yes"), ("topics", Number(world)));
        Assert.Equal([world], (await pages.AddressAsync()).Subscriptions.Select(s => s.TopicId));
    }

    [Fact]
    public async Task Who_ticks_nothing_is_asked_and_not_given_everything()
    {
        await using var pages = await ReaderPages.OpenAsync(provider);
        var (sport, _) = await TopicsAsync(pages);
        var settings = await pages.SubscribeAsync(Email, ("topics", Number(sport)));

        using var answer = await SaveAsync(pages, settings);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal([sport], (await pages.AddressAsync()).Subscriptions.Select(s => s.TopicId));
    }

    [Fact]
    public async Task Quiet_hours_are_named_changed_and_given_up_and_half_of_them_is_asked_about()
    {
        await using var pages = await ReaderPages.OpenAsync(provider);
        var settings = await pages.SubscribeAsync();

        using var named = await SaveAsync(
            pages,
            settings,
            ("all", "yes"),
            ("quietFrom", "22:00"),
            ("quietUntil", "06:30")
        );
        var reader = await pages.AddressAsync();
        Assert.Equal((new LocalTime(22, 0), new LocalTime(6, 30)), (reader.QuietStart, reader.QuietEnd));

        using var half = await SaveAsync(pages, settings, ("all", "yes"), ("quietFrom", "23:00"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, half.StatusCode);
        Assert.Equal(new LocalTime(22, 0), (await pages.AddressAsync()).QuietStart);

        using var none = await SaveAsync(pages, settings, ("all", "yes"));
        Assert.Null((await pages.AddressAsync()).QuietStart);
    }

    [Fact]
    public async Task A_mixture_the_page_cannot_show_survives_another_hour()
    {
        await using var pages = await ReaderPages.OpenAsync(provider);
        var (sport, world) = await TopicsAsync(pages);
        var settings = await pages.SubscribeAsync();
        WantedTopic[] mixture = [new(sport, Cadence.Daily), new(world, Cadence.Weekly)];
        var address = (await pages.AddressAsync()).Id;
        var preferences = pages.Newsroom.App.Service<PreferenceService>();
        await preferences.ChangeAsync(address, new WishChange { Topics = mixture, MaxStories = 7 }, "bot", Token);

        using var saved = await SaveAsync(
            pages,
            settings,
            ("topics", Number(sport)),
            ("topics", Number(world)),
            ("at", "20:15")
        );

        var wishes = await preferences.ReadAsync(address, Token);
        Assert.Equal(mixture, wishes!.Topics.OrderBy(topic => topic.Cadence));
        Assert.Equal(new NodaTime.LocalTime(20, 15), wishes.DigestTime);
        var page = await pages.Client.GetStringAsync(new Uri(settings, UriKind.Relative), Token);
        await preferences.ChangeAsync(address, new WishChange { MaxStories = 7 }, "bot", Token);
        page = await pages.Client.GetStringAsync(new Uri(settings, UriKind.Relative), Token);
        Assert.Contains("<option value=\"7\" selected>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_digest_beside_another_begins_now_and_one_in_its_place_where_it_ended()
    {
        await using var pages = await ReaderPages.OpenAsync(provider);
        var (sport, world) = await TopicsAsync(pages);
        await pages.SubscribeAsync(Email, ("topics", Number(sport)), ("cadence", "weekly"));
        var began = Assert.Single((await pages.AddressAsync()).Schedules).Cursor;
        await pages.Newsroom.IngestAsync(HarbourWire.Feed(HarbourWire.Items));
        var address = (await pages.AddressAsync()).Id;
        var preferences = pages.Newsroom.App.Service<PreferenceService>();

        WantedTopic[] both = [new(sport, Cadence.Weekly), new(world, Cadence.Daily)];
        await preferences.ChangeAsync(address, new WishChange { Topics = both }, "reader", Token);
        var schedules = (await pages.AddressAsync()).Schedules.ToDictionary(s => s.Cadence, s => s.Cursor);
        Assert.Equal(began, schedules[Cadence.Weekly]);
        Assert.True(schedules[Cadence.Daily] > began);

        WantedTopic[] daily = [new(sport, Cadence.Daily)];
        await preferences.ChangeAsync(
            address,
            new WishChange { Topics = [new(sport, Cadence.Weekly)] },
            "reader",
            Token
        );
        await preferences.ChangeAsync(address, new WishChange { Topics = daily }, "reader", Token);
        Assert.Equal(began, Assert.Single((await pages.AddressAsync()).Schedules).Cursor);
    }

    private static Task<HttpResponseMessage> SaveAsync(
        ReaderPages pages,
        string settings,
        params (string Name, string Value)[] more
    ) =>
        pages.PostAsync(
            settings,
            [("cadence", "daily"), ("at", "07:30"), ("zone", "Europe/Lisbon"), ("language", "en"), .. more]
        );

    private static async Task<(int Sport, int World)> TopicsAsync(ReaderPages pages)
    {
        await pages.Newsroom.ImportAsync("email,topics\nann@example.org,World;Sport\n");
        await using var db = pages.NewDb();
        var ids = db.Topics.ToDictionary(topic => topic.Name, topic => topic.Id);
        return (ids["Sport"], ids["World"]);
    }
}
