using System.CommandLine;
using System.Diagnostics;
using Distributor.Benchmarks.Measuring;

namespace Distributor.Benchmarks.Report;

/// <summary>
/// Runs scenarios one after the other, each in a process of its own so that none inherits another's memory or warmth, and makes
/// docs/performance.md of what they printed.
/// </summary>
internal static class ReportCommand
{
    /// <summary>What is run when nothing is named, in the order of the page.</summary>
    private static readonly string[][] Scenarios =
    [
        ["plan"],
        ["ledger"],
        ["growth"],
        ["explain"],
        ["churn"],
        ["email"],
        ["telegram"],
        ["latency"],
        ["memory"],
        ["instances"],
        ["pages"],
    ];

    public static Command Create()
    {
        var only = new Option<string[]>("--only")
        {
            Description = "Scenarios to run, e.g. --only plan --only \"email --size 10000\"; all without it.",
            AllowMultipleArgumentsPerToken = false,
        };
        var from = new Option<FileInfo?>("--from")
        {
            Description = "A file of lines printed before; then nothing is run.",
        };
        var page = new Option<FileInfo>("--page")
        {
            Description = "The page to write.",
            DefaultValueFactory = _ => new FileInfo("docs/performance.md"),
        };
        var report = new Command("report", "Runs all scenarios and writes docs/performance.md.") { only, from, page };
        report.SetAction(
            async (parsed, cancellationToken) =>
            {
                var lines = parsed.GetValue(from) is { } file
                    ?
                    [
                        .. (await File.ReadAllLinesAsync(file.FullName, cancellationToken)).Where(line =>
                            line.Length > 0
                        ),
                    ]
                    : await RunAsync(parsed.GetValue(only) ?? [], cancellationToken);
                var results = lines.Select(ResultLine.Parse).OfType<ResultLine>().ToList();
                await File.WriteAllTextAsync(
                    parsed.GetValue(page)!.FullName,
                    PerformancePage.Of(results, await Machine.ReadAsync(cancellationToken)),
                    cancellationToken
                );
                return results.Exists(result => result.GoalMet == false) ? 1 : 0;
            }
        );
        return report;
    }

    private static async Task<List<string>> RunAsync(string[] only, CancellationToken cancellationToken)
    {
        var wanted =
            only.Length > 0
                ? only.Select(one => one.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray()
                : Scenarios;
        var lines = new List<string>();
        foreach (var scenario in wanted)
        {
            var start = new ProcessStartInfo(Environment.ProcessPath!, ScenarioArguments(scenario))
            {
                RedirectStandardOutput = true,
            };
            using var process = Process.Start(start)!;
            while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
            {
                Console.WriteLine(line);
                lines.Add(line);
            }
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode != 0)
            {
                await Console.Error.WriteLineAsync($"{string.Join(' ', scenario)} ended with {process.ExitCode}");
            }
        }
        return lines;
    }

    /// <summary>Started through <c>dotnet</c>, the program is the first argument of that.</summary>
    private static string[] ScenarioArguments(string[] scenario) =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? [Environment.GetCommandLineArgs()[0], .. scenario]
            : scenario;
}
