using System.CommandLine;
using Distributor.Dashboard.Access.Invites;
using Distributor.Demo;
using Distributor.Demo.Viewer;
using Distributor.Storage.Ownership;
using Distributor.Storage.Startup;
using Microsoft.AspNetCore.Connections;

namespace Distributor.Cli;

/// <summary>
/// <c>demo</c>: the whole way of an article on a throwaway directory, with everything that leaves it kept in the outbox.
/// </summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var data = new Option<string?>("--data")
        {
            Description = "An empty or new directory, or one that `demo` made before; otherwise a temporary one.",
        };
        var once = new Option<bool>("--once") { Description = "Ends after printing instead of serving the pages." };
        var urls = new Option<string?>("--urls")
        {
            Description = $"Where to serve the pages; {DemoAddress.Default} unless said.",
        };
        var json = Output.JsonOption();
        var command = new Command(
            "demo",
            "Shows what the program does, with sample articles and readers; sends nothing."
        )
        {
            data,
            once,
            urls,
            json,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                RunAsync(
                    parsed.GetValue(data),
                    parsed.GetValue(urls),
                    parsed.GetValue(once),
                    parsed.GetValue(json),
                    cancellationToken
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(
        string? data,
        string? urls,
        bool once,
        bool json,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var address = DemoAddress.Of(urls);
            var directory = DemoDirectory.Open(data);
            var builder = App.CreateBuilder();
            DemoSettings.Apply(builder, directory, address, once);
            builder.AddDistributor();
            builder.AddWorkers();
            builder.AddDemo();
            await using var app = builder.Build();
            app.Services.GetRequiredService<DatabaseOwnership>().Take();
            app.MapDistributor();
            app.MapDemoPages();
            await app.StartAsync(cancellationToken);
            await app.Services.GetRequiredService<DatabaseStartup>().WaitUntilReadyAsync(cancellationToken);
            var isDone = await app.Services.GetRequiredService<DemoShow>().RunAsync(cancellationToken);
            var report = await app.Services.GetRequiredService<DemoReportReader>().ReadAsync(cancellationToken);
            Print(report, once, json);
            if (!once && !json)
            {
                Console.WriteLine(await DashboardLineAsync(app.Services, cancellationToken));
            }
            if (!isDone)
            {
                await Console.Error.WriteLineAsync(
                    "Not everything was delivered in time; the counts say what is open."
                );
            }
            if (!once)
            {
                await app.WaitForShutdownAsync(cancellationToken);
            }
            await app.StopAsync(CancellationToken.None);
            return isDone ? 0 : 1;
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync(
                $"{urls ?? DemoAddress.Default} is in use by another program; choose another port: --urls http://localhost:5081"
            );
            return 1;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception exception) when (FriendlyError.Of(exception) is { } line)
        {
            await Console.Error.WriteLineAsync(line);
            return 1;
        }
    }

    /// <summary>The demo is somebody's own: whoever started it may go in.</summary>
    private static async Task<string> DashboardLineAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var link = await scope.ServiceProvider.GetRequiredService<AdminInvites>().FirstAsync(cancellationToken);
        return link is null
            ? "The dashboard is at /admin."
            : $"The dashboard, as its first admin (good once): {link.AbsoluteUri}";
    }

    private static void Print(DemoReport report, bool once, bool json)
    {
        if (json)
        {
            Console.WriteLine(CliJson.Line(report));
            return;
        }
        DemoPrinter.Print(report, Console.Out);
        Console.WriteLine(
            once
                ? $"To look at it in a browser: distributor demo --data \"{report.DataDirectory}\""
                : $"Look at it: {report.Address}    Ctrl-C ends it, the directory is kept."
        );
    }
}
