using System.Diagnostics;
using Xunit;

namespace Distributor.Tests.Cli;

/// <param name="Lines">Of stdout.</param>
public sealed record CommandResult(int Exit, IReadOnlyList<string> Lines, string Errors);

/// <summary>Runs the built program as a user does, in a directory of its own.</summary>
internal static class DistributorProcess
{
    public static async Task<CommandResult> RunAsync(
        string directory,
        IReadOnlyDictionary<string, string> settings,
        params string[] arguments
    )
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "distributor.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }
        using var process = Process.Start(start)!;
        var token = TestContext.Current.CancellationToken;
        var output = process.StandardOutput.ReadToEndAsync(token);
        var errors = process.StandardError.ReadToEndAsync(token);
        await process.WaitForExitAsync(token);
        var lines = (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return new CommandResult(process.ExitCode, lines, await errors);
    }
}
