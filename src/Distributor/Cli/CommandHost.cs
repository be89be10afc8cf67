using Distributor.Delivery;
using Distributor.Storage;
using Microsoft.Extensions.Options;

namespace Distributor.Cli;

/// <summary>
/// What a command that is not a server runs on: the same settings and services, no web, no background work. Data goes to
/// stdout and everything else to stderr, an expected failure is one line there and exit code 1.
/// </summary>
internal sealed class CommandHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private CommandHost(WebApplication app) => this.app = app;

    public IServiceProvider Services => app.Services;

    public static CommandHost Create(params string[] settings)
    {
        var builder = App.CreateBuilder(settings);
        builder.Logging.ClearProviders();
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        // Over what the settings say: a command's own words are enough, unless something is wrong.
        builder.Logging.AddFilter((_, _, level) => level >= LogLevel.Warning);
        builder.AddDistributor();
        return new CommandHost(builder.Build());
    }

    /// <summary>Runs a command on a migrated database and turns what may go wrong into one line.</summary>
    public static Task<int> RunAsync(
        Func<IServiceProvider, CancellationToken, Task<int>> command,
        CancellationToken cancellationToken
    ) =>
        RunWithoutDatabaseAsync(
            async (services, token) =>
            {
                await services.GetRequiredService<Migrator>().MigrateAsync(token);
                return await command(services, token);
            },
            cancellationToken
        );

    /// <summary>The same for a command that never opens the database.</summary>
    public static async Task<int> RunWithoutDatabaseAsync(
        Func<IServiceProvider, CancellationToken, Task<int>> command,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await using var host = Create();
            // A server checks its settings when it starts; a command is never started.
            host.Services.GetService<IStartupValidator>()?.Validate();
            return await command(host.Services, cancellationToken);
        }
        catch (Exception exception) when (FriendlyError.Of(exception) is { } line)
        {
            await Console.Error.WriteLineAsync(line);
            return 1;
        }
    }

    /// <summary>How a server ends: with the fault that kept it from working, if there was one.</summary>
    public static async Task<int> EndAsync(StartFault fault)
    {
        if (fault.Line is not { } line)
        {
            return 0;
        }
        await Console.Error.WriteLineAsync(line);
        return 1;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
