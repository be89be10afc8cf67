using System.CommandLine;
using System.Globalization;
using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Storage;
using Distributor.Storage.Ownership;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Options;

namespace Distributor.Cli;

internal static class WorkCommand
{
    public static Command Create()
    {
        var drain = new Option<bool>("--drain") { Description = "End when nothing is due." };
        var wait = new Option<TimeSpan>("--wait")
        {
            Description =
                "With --drain: wait for rows that are leased or come due within this time (60, 60s, 2m, 00:01:00).",
            DefaultValueFactory = _ => TimeSpan.FromSeconds(60),
            CustomParser = result =>
            {
                if (ParseWait(result.Tokens[0].Value) is { } time)
                {
                    return time;
                }
                result.AddError($"--wait is {result.Tokens[0].Value}; it must be a time, e.g. 60, 60s or 2m");
                return default;
            },
        };
        var json = Output.JsonOption();
        var command = new Command("work", "Plans, sweeps and delivers, without web pages, polling and bot.")
        {
            drain,
            wait,
            json,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                RunAsync(
                    parsed.GetValue(drain) ? parsed.GetValue(wait) : null,
                    parsed.GetValue(json),
                    cancellationToken
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(TimeSpan? drainWithin, bool json, CancellationToken cancellationToken)
    {
        try
        {
            var builder = App.CreateBuilder();
            builder.Logging.ClearProviders();
            builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
            builder.AddDistributor();
            builder.AddWorkers();
            builder.Services.AddSingleton<IServer, NoWebServer>();
            await using var app = builder.Build();
            var fault = app.Services.GetRequiredService<StartFault>();
            app.Services.GetRequiredService<IStartupValidator>().Validate();
            app.Services.GetRequiredService<DatabaseOwnership>().Take();
            if (drainWithin is not { } wait)
            {
                await app.RunAsync(cancellationToken);
                return await CommandHost.EndAsync(fault);
            }
            // First, so that a database that is away is one line and no endless wait.
            await app.Services.GetRequiredService<Migrator>().MigrateAsync(cancellationToken);
            var guard = app.Services.GetRequiredService<OutboxGuard>();
            if (
                !await guard.MaySendAsync(ChannelKind.Email, cancellationToken)
                || !await guard.MaySendAsync(ChannelKind.Telegram, cancellationToken)
            )
            {
                return await CommandHost.EndAsync(fault);
            }
            await app.StartAsync(cancellationToken);
            using var stopping = CancellationTokenSource.CreateLinkedTokenSource(
                cancellationToken,
                app.Lifetime.ApplicationStopping
            );
            var drain = ActivatorUtilities.CreateInstance<Drain>(app.Services);
            var drained = await drain.RunAsync(wait, stopping.Token);
            await app.StopAsync(cancellationToken);
            Console.WriteLine(json ? CliJson.Line(drained) : drained.ToText());
            return await CommandHost.EndAsync(fault);
        }
        catch (OperationCanceledException)
        {
            return 0; // told to stop
        }
        catch (Exception exception) when (FriendlyError.Of(exception) is { } line)
        {
            await Console.Error.WriteLineAsync(line);
            return 1;
        }
    }

    private static TimeSpan? ParseWait(string text) =>
        double.TryParse(
            text.TrimEnd('s'),
            NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var seconds
        )
            ? TimeSpan.FromSeconds(seconds)
        : text.EndsWith('m')
        && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var minutes)
            ? TimeSpan.FromMinutes(minutes)
        : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) && time >= TimeSpan.Zero ? time
        : null;

    /// <summary>Takes the place of the web server: <c>work</c> opens no port.</summary>
    private sealed class NoWebServer : IServer
    {
        public Microsoft.AspNetCore.Http.Features.IFeatureCollection Features { get; } =
            new Microsoft.AspNetCore.Http.Features.FeatureCollection();

        public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
            where TContext : notnull => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose() { }
    }
}
