using Distributor.Bot;
using Distributor.Bot.Handling;
using Distributor.Bot.Intake;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Testing.BotApi;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Bot;

/// <summary>The application with its clock in the test's hand and without its loops: updates are handled when a test says so.</summary>
internal sealed class RoundWorld(TestApp app, EmulatedBotApi api, FixedClock clock) : IAsyncDisposable
{
    public TestApp App => app;

    public EmulatedBotApi Api => api;

    public FixedClock Clock => clock;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<RoundWorld> OpenAsync(DatabaseProvider provider, Instant now)
    {
        var api = await EmulatedBotApi.StartAsync(new() { Rates = RateRules.None });
        var clock = new FixedClock(now);
        var app = await TestApp.StartAsync(
            provider,
            clock,
            $"--Telegram:BotToken={api.Token}",
            $"--Telegram:ApiBaseUrl={api.Url}"
        );
        return new RoundWorld(app, api, clock);
    }

    public Task<int> StoreAsync(params IncomingUpdate[] updates) =>
        app.Service<UpdateInbox>().StoreAsync(updates, Token);

    public Task<int> RoundAsync() => app.Service<UpdateWorker>().RoundAsync(Token);

    public async Task<List<BotUpdate>> UpdatesAsync()
    {
        await using var db = app.NewDb();
        return await db.BotUpdates.AsNoTracking().OrderBy(update => update.UpdateId).ToListAsync(Token);
    }

    public async Task<Address> AddressAsync(long chat)
    {
        await using var db = app.NewDb();
        return await db.Addresses.AsNoTracking().SingleAsync(address => address.ChatId == chat, Token);
    }

    /// <summary>As if the process had died after handling it.</summary>
    public async Task ForgetThatItWasHandledAsync(long update)
    {
        await using var db = app.NewDb();
        await db
            .BotUpdates.Where(one => one.UpdateId == update)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.HandledAt, (Instant?)null), Token);
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await api.DisposeAsync();
    }
}
