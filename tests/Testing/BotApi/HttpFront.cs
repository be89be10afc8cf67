using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Distributor.Testing.BotApi;

/// <summary>A web server on loopback that can go down and come up again on the same port.</summary>
sealed class HttpFront(Action<WebApplication, CancellationToken> map, int port) : IAsyncDisposable
{
    const int MostBytes = 60 * 1024 * 1024;

    CancellationTokenSource stopping = new();
    WebApplication? app;

    public int Port { get; private set; } = port;

    public async Task StartAsync()
    {
        if (app is not null)
        {
            return;
        }
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = MostBytes;
            kestrel.Listen(IPAddress.Loopback, Port);
        });
        // What hangs when the server goes down is cut, as by a killed process.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.Zero);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        stopping = new();
        var token = stopping.Token;
        app = builder.Build();
        map(app, token);
        await app.StartAsync();
        Port = new Uri(app.Urls.Single()).Port;
    }

    /// <summary>Closes the port and every connection.</summary>
    public async Task StopAsync()
    {
        if (app is not { } running)
        {
            return;
        }
        app = null;
        await stopping.CancelAsync();
        try
        {
            await running.StopAsync(CancellationToken.None);
        }
        catch (OperationCanceledException)
        {
            // Requests were still running; their connections are closed now.
        }
        await running.DisposeAsync();
        stopping.Dispose();
    }

    public async ValueTask DisposeAsync() => await StopAsync();
}
