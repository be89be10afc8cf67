using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Sources;
using Distributor.Testing.BotApi;
using Distributor.Tests.House;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Channels.Telegram;

/// <summary>The channel as the application wires it, in front of an emulated Bot API, with a clock that stands still.</summary>
sealed class BotBench : IAsyncDisposable
{
    readonly ServiceProvider services;

    BotBench(EmulatedBotApi api, IConfiguration configuration)
    {
        Api = api;
        services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Logs))
            .AddSingleton(configuration)
            .AddSingleton<IClock>(SystemClock.Instance)
            .AddSingleton<TimeProvider>(Time)
            .AddSources(configuration)
            .AddChannels(configuration)
            .BuildServiceProvider();
    }

    public EmulatedBotApi Api { get; }

    public CapturedLogs Logs { get; } = new();

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    public IChannel<TelegramMessage> Channel => services.GetRequiredService<IChannel<TelegramMessage>>();

    public static async Task<BotBench> StartAsync(
        RateRules? rates = null,
        params (string Name, string Value)[] settings
    )
    {
        var api = await EmulatedBotApi.StartAsync(new() { Rates = rates ?? RateRules.None });
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([
                new("Telegram:BotToken", api.Token),
                new("Telegram:ApiBaseUrl", api.Url.ToString()),
                new("Sources:AllowPrivateNetworks", "true"),
            ])
            .AddInMemoryCollection(
                settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))
            )
            .Build();
        return new(api, configuration);
    }

    public Task<Outcome> SendAsync(TelegramMessage message) =>
        Channel.SendAsync(message, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await Api.DisposeAsync();
        Logs.Dispose();
    }
}
