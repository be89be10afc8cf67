using System.Net.Http.Headers;
using System.Net.Http.Json;
using Distributor.Api;
using Distributor.Delivery.Sending;
using Distributor.Digests;
using Distributor.Storage.Startup;
using Distributor.Subscribers.Importing;
using Distributor.Testing;
using Distributor.Testing.BotApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Distributor.Benchmarks.Running;

/// <summary>The application as <c>serve</c> runs it, with its loops and jobs, in this process.</summary>
public sealed class LiveApp : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly TemporaryDirectory directory;
    private readonly HttpClient client;

    private LiveApp(WebApplication app, TemporaryDirectory directory)
    {
        this.app = app;
        this.directory = directory;
        client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public static async Task<LiveApp> StartAsync(
        string connectionString,
        CancellationToken cancellationToken,
        params string[] settings
    )
    {
        var directory = new TemporaryDirectory();
        var builder = App.CreateBuilder([
            "--urls=http://127.0.0.1:0",
            "--Logging:LogLevel:Default=Error",
            $"--Storage:DataDirectory={directory.Path}",
            $"--ConnectionStrings:Distributor={connectionString}",
            "--Site:PublicUrl=https://news.example.org",
            .. settings,
        ]);
        builder.AddDistributor();
        builder.AddWorkers();
        var app = builder.Build();
        app.MapDistributor();
        await app.StartAsync(cancellationToken);
        await app.Services.GetRequiredService<DatabaseStartup>().WaitUntilReadyAsync(cancellationToken);
        var live = new LiveApp(app, directory);
        var key = await app.Services.GetRequiredService<ApiKeys>().CreateAsync("bench", "cli:bench", cancellationToken);
        live.client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return live;
    }

    /// <summary>Settings that send alerts to the emulator.</summary>
    public static string[] Telegram(EmulatedBotApi api) =>
        [$"--Telegram:BotToken={api.Token}", $"--Telegram:ApiBaseUrl={api.Url}", "--Telegram:Mode=off"];

    /// <summary>Settings that send mails to a server on this machine.</summary>
    public static string[] Mail(int port) =>
        [
            "--Smtp:Host=127.0.0.1",
            $"--Smtp:Port={port}",
            "--Smtp:Security=none",
            "--Mail:FromAddress=digest@news.example.org",
        ];

    /// <param name="lines">As a file of subscribers, its head first.</param>
    public async Task ImportAsync(IEnumerable<string> lines, CancellationToken cancellationToken)
    {
        var bad = 0;
        await app
            .Services.GetRequiredService<SubscriberImporter>()
            .ImportAsync(new StringReader(string.Join('\n', lines)), "bench", _ => bad++, null, cancellationToken);
        if (bad > 0)
        {
            throw new InvalidOperationException($"{bad} readers could not be imported.");
        }
    }

    /// <summary>As a newsroom's program pushes an article.</summary>
    public async Task PushAsync(string title, string topic, CancellationToken cancellationToken)
    {
        using var answer = await client.PostAsJsonAsync(
            "/api/v1/articles",
            new
            {
                guid = title,
                title,
                text = "What happened, told in one sentence.",
                topics = new[] { topic },
            },
            cancellationToken
        );
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>As <c>digest --now</c>, and the senders are told.</summary>
    /// <returns>How many digests were planned.</returns>
    public async Task<int> DigestNowAsync(CancellationToken cancellationToken)
    {
        var run = await app.Services.GetRequiredService<DigestRuns>().OpenNowAsync(cancellationToken);
        var planned = await app.Services.GetRequiredService<DigestPlanner>().PlanNowAsync(run, cancellationToken);
        app.Services.GetRequiredService<SenderWake>().Wake();
        return planned;
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
        directory.Dispose();
    }
}
