using System.CommandLine;
using Distributor.Bot;
using Distributor.Dashboard.Access;
using Distributor.Delivery;
using Distributor.Site.Home;
using Distributor.Sources;
using Distributor.Storage.Ownership;
using Microsoft.Extensions.Options;

namespace Distributor.Cli;

internal static class ServeCommand
{
    public static Command Create()
    {
        var command = new Command("serve", "Runs the web app and the workers until it is told to stop.")
        {
            TreatUnmatchedTokensAsErrors = false, // --urls and settings are ASP.NET Core's to read
        };
        command.SetAction((parsed, cancellationToken) => RunAsync([.. parsed.UnmatchedTokens], cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string[] settings, CancellationToken cancellationToken)
    {
        try
        {
            var builder = App.CreateBuilder(settings);
            builder.AddDistributor();
            builder.AddWorkers();
            builder.Services.AddSourceWorkers();
            builder.Services.AddBotWorkers();
            builder.Services.AddFirstAdmin();
            await using var app = builder.Build();
            var fault = app.Services.GetRequiredService<StartFault>();
            // Before the host starts, which would log a bad setting with its stack.
            app.Services.GetRequiredService<IStartupValidator>().Validate();
            app.Services.GetRequiredService<DatabaseOwnership>().Take();
            app.MapDistributor();
            app.MapHome();
            await app.RunAsync(cancellationToken);
            return await CommandHost.EndAsync(fault);
        }
        catch (OperationCanceledException)
        {
            return 0; // told to stop while still starting
        }
        catch (Exception exception) when (FriendlyError.Of(exception) is { } line)
        {
            await Console.Error.WriteLineAsync(line);
            return 1;
        }
    }
}
