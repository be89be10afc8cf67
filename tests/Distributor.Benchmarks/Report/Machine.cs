using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Distributor.Benchmarks.Report;

/// <summary>What the figures were measured on.</summary>
public sealed record Machine(
    string Processor,
    int Cores,
    double Gigabytes,
    string System,
    string Runtime,
    string Postgres,
    string Commit
)
{
    public static async Task<Machine> ReadAsync(CancellationToken cancellationToken) =>
        new(
            Field("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString(),
            Environment.ProcessorCount,
            Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9, 1),
            RuntimeInformation.OSDescription,
            RuntimeInformation.FrameworkDescription,
            await SayAsync(Newest("/usr/lib/postgresql", "bin/postgres"), ["--version"], cancellationToken),
            await SayAsync("git", ["describe", "--always", "--dirty", "--exclude", "*"], cancellationToken)
        );

    private static string? Field(string file, string name) =>
        File.Exists(file)
            ? File.ReadLines(file)
                .FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))
                ?.Split(':', 2)[1]
                .Trim()
            : null;

    private static string Newest(string folder, string program) =>
        Directory.Exists(folder)
            ? Directory
                .GetDirectories(folder)
                .OrderBy(version =>
                    int.TryParse(Path.GetFileName(version), CultureInfo.InvariantCulture, out var n) ? n : 0
                )
                .Select(version => Path.Combine(version, program))
                .LastOrDefault("postgres")
            : "postgres";

    private static async Task<string> SayAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true }
            )!;
            var said = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return said.Trim();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "unknown";
        }
    }
}
