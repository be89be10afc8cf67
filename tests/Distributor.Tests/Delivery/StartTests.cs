using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Storage;
using Distributor.Testing;
using Distributor.Tests.Cli;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Delivery;

/// <summary>What a channel finds and sets when the process starts.</summary>
public sealed class StartTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData("Smtp:Host", ChannelKind.Email), InlineData("Telegram:BotToken", ChannelKind.Telegram)]
    public async Task A_channel_that_has_sent_for_real_does_not_start_with_an_empty_setting(
        string setting,
        ChannelKind channel
    )
    {
        using var directory = new TemporaryDirectory();
        var settings = new Dictionary<string, string> { ["Storage__DataDirectory"] = directory.Path };
        Assert.Equal(0, (await DistributorProcess.RunAsync(directory.Path, settings, "migrate")).Exit);
        await using (var host = Build(directory.Path))
        {
            await host.Services.GetRequiredService<SentForReal>().NoteAsync(channel, Token);
        }
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();

        var refused = await DistributorProcess.RunAsync(directory.Path, settings, "work", "--drain");

        Assert.Equal(1, refused.Exit);
        Assert.Contains(
            $"{setting} is empty, but this installation has sent",
            refused.Errors,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("   at ", refused.Errors, StringComparison.Ordinal);

        settings["Outbox__Enabled"] = "true";
        var allowed = await DistributorProcess.RunAsync(directory.Path, settings, "work", "--drain");
        Assert.Equal(0, allowed.Exit);
    }

    [Theory, InlineData(DatabaseProvider.Sqlite), InlineData(DatabaseProvider.Postgres)]
    public async Task A_wait_survives_a_restart_and_another_account_begins_without_it(DatabaseProvider provider)
    {
        await using var app = await TestApp.StartAsync(
            provider,
            settings: ["--Telegram:BotToken=1:AA", "--Telegram:MessagesPerSecond=25", "--Telegram:Mode=off"]
        );
        var setup = ActivatorUtilities.CreateInstance<LaneSetup>(app.Service<IServiceProvider>());
        await setup.ApplyAsync(ChannelKind.Telegram, isReal: true, Token);
        var ledger = app.Service<ILedger>();
        await ledger.HoldLaneAsync(Lane.Telegram, Duration.FromMinutes(5), "told to wait", Token);

        await setup.ApplyAsync(ChannelKind.Telegram, isReal: true, Token);
        var lane = Assert.Single(await ledger.ReadyLanesAsync("telegram", Token));
        Assert.True(lane.ReadyIn > Duration.FromMinutes(4));
        Assert.Equal(40.4, lane.Spacing.TotalMilliseconds, 1);

        await setup.ApplyAsync(ChannelKind.Telegram, isReal: false, Token);
        lane = Assert.Single(await ledger.ReadyLanesAsync("telegram", Token));
        Assert.True(lane.ReadyIn <= Duration.Zero);
        Assert.Equal(Duration.Zero, lane.Spacing);
    }

    [Fact]
    public async Task A_lane_out_of_order_is_tried_at_once_after_a_restart()
    {
        await using var app = await TestApp.StartAsync(
            DatabaseProvider.Sqlite,
            settings: ["--Telegram:BotToken=1:AA", "--Telegram:Mode=off"]
        );
        var setup = ActivatorUtilities.CreateInstance<LaneSetup>(app.Service<IServiceProvider>());
        await setup.ApplyAsync(ChannelKind.Telegram, isReal: true, Token);
        var ledger = app.Service<ILedger>();
        await ledger.BreakLaneAsync(Lane.Telegram, "unauthorized", 0, Token);

        await setup.ApplyAsync(ChannelKind.Telegram, isReal: true, Token);

        var lane = Assert.Single(await ledger.ReadyLanesAsync("telegram", Token));
        Assert.True(lane.ReadyIn <= Duration.Zero);
        Assert.Equal((1, 1), (lane.Breakdowns, lane.Most(100)));
        await using var db = app.NewDb();
        Assert.Equal("unauthorized", (await db.Lanes.SingleAsync(l => l.Id == Lane.Telegram, Token)).Reason);
    }

    private static WebApplication Build(string directory)
    {
        var builder = App.CreateBuilder($"--Storage:DataDirectory={directory}");
        builder.AddDistributor();
        return builder.Build();
    }
}
