using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Distributor.Api;
using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Delivery;

/// <summary>The warm-up of a new sender is the rate of its lane by day.</summary>
public sealed class WarmUpTests
{
    /// <summary>Evening of the first day in Madrid, which is the second in Tokyo.</summary>
    private static readonly Instant FirstEvening = Instant.FromUtc(2026, 3, 27, 18, 0);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(DatabaseProvider.Sqlite), InlineData(DatabaseProvider.Postgres)]
    public async Task Each_day_has_its_messages_evenly_over_its_hours_and_then_the_sender_is_known(
        DatabaseProvider provider
    )
    {
        var clock = new FixedClock(FirstEvening);
        await using var app = await StartAsync(provider, clock, "--Smtp:WarmUp=200,500,1000");

        await ApplyAsync(app);
        Assert.Equal(Duration.FromHours(24) / 200, await SpacingAsync(app));
        Assert.Equal("day 1 of 3: 200 messages today", (await app.Service<WarmUp>().TodayAsync(Token))!.ToText());

        // The next local day, whose clocks go forward on the one after: it has 23 hours.
        clock.Now = Instant.FromUtc(2026, 3, 28, 0, 30);
        await app.Service<WarmUp>().ApplyAsync(Token);
        Assert.Equal(Duration.FromHours(24) / 500, await SpacingAsync(app));
        clock.Now = Instant.FromUtc(2026, 3, 29, 12, 0);
        await app.Service<WarmUp>().ApplyAsync(Token);
        Assert.Equal(Duration.FromHours(23) / 1000, await SpacingAsync(app));
        Assert.Equal("day 3 of 3: 1,000 messages today", (await app.Service<WarmUp>().TodayAsync(Token))!.ToText());

        clock.Now = Instant.FromUtc(2026, 3, 30, 12, 0);
        await app.Service<WarmUp>().ApplyAsync(Token);
        Assert.Null(await app.Service<WarmUp>().TodayAsync(Token));
        Assert.Equal(Duration.Zero, await SpacingAsync(app));
    }

    [Theory, InlineData(DatabaseProvider.Sqlite), InlineData(DatabaseProvider.Postgres)]
    public async Task A_restart_goes_on_where_the_warm_up_was_and_the_slower_limit_holds(DatabaseProvider provider)
    {
        var clock = new FixedClock(FirstEvening);
        await using var app = await StartAsync(
            provider,
            clock,
            "--Smtp:WarmUp=100,10000000",
            "--Smtp:MessagesPerSecond=2"
        );
        await ApplyAsync(app);

        clock.Now += Duration.FromDays(1);
        await ApplyAsync(app); // as the next start does

        var today = await app.Service<WarmUp>().TodayAsync(Token);
        Assert.Equal((2, 2), (today!.Day, today.Days));
        Assert.Equal(Duration.FromMilliseconds(500), await SpacingAsync(app));
    }

    [Theory, InlineData(DatabaseProvider.Sqlite), InlineData(DatabaseProvider.Postgres)]
    public async Task Another_sender_begins_with_its_first_day(DatabaseProvider provider)
    {
        var clock = new FixedClock(FirstEvening);
        await using var app = await StartAsync(provider, clock, "--Smtp:WarmUp=200,500,1000");
        await ApplyAsync(app);
        await using (var db = app.NewDb())
        {
            var known = await db.Settings.SingleAsync(setting => setting.Name == "lane-warm-up:email", Token);
            known.Value = known.Value.Split(' ')[0] + " " + new string('0', 32);
            await db.SaveChangesAsync(Token);
        }
        clock.Now += Duration.FromDays(2);

        Assert.Null(await app.Service<WarmUp>().TodayAsync(Token));
        await ApplyAsync(app);

        Assert.Equal(1, (await app.Service<WarmUp>().TodayAsync(Token))!.Day);
    }

    [Fact]
    public async Task The_API_says_which_day_it_is()
    {
        var clock = new FixedClock(FirstEvening);
        await using var app = await StartAsync(DatabaseProvider.Sqlite, clock, "--Smtp:WarmUp=200,500,1000");
        await ApplyAsync(app);
        var key = await app.Service<ApiKeys>().CreateAsync("test", "cli:test", Token);
        app.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);

        var sending = await app.Client.GetFromJsonAsync<JsonElement>("/api/v1/sending", Token);

        var day = sending.GetProperty("warmUp");
        Assert.Equal(
            (1, 3, 200),
            (
                day.GetProperty("day").GetInt32(),
                day.GetProperty("days").GetInt32(),
                day.GetProperty("messagesToday").GetInt32()
            )
        );
    }

    private static Task<TestApp> StartAsync(DatabaseProvider provider, FixedClock clock, params string[] settings) =>
        TestApp.StartAsync(
            provider,
            clock,
            [
                "--Smtp:Host=relay.example",
                "--Mail:FromAddress=news@paper.example",
                "--Site:TimeZone=Europe/Madrid",
                .. settings,
            ]
        );

    private static Task ApplyAsync(TestApp app) =>
        ActivatorUtilities
            .CreateInstance<LaneSetup>(app.Service<IServiceProvider>())
            .ApplyAsync(ChannelKind.Email, isReal: true, Token);

    /// <summary>To the microsecond, as lanes keep it.</summary>
    private static async Task<Duration> SpacingAsync(TestApp app)
    {
        await using var db = app.NewDb();
        var lane = await db.Lanes.SingleAsync(one => one.Id == Lane.Email, Token);
        return Duration.FromMilliseconds(lane.SpacingMicroseconds / 1000.0);
    }
}
