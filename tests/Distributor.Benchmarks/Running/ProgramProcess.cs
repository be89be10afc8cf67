using System.Diagnostics;
using Distributor.Benchmarks.Measuring;
using Distributor.Testing;

namespace Distributor.Benchmarks.Running;

/// <summary>The built program as a process of its own, so that its memory is its own.</summary>
public sealed class ProgramProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly Process process;
    private readonly TemporaryDirectory directory = new();

    private ProgramProcess(IReadOnlyDictionary<string, string> settings, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = directory.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "distributor.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        start.Environment["Storage__DataDirectory"] = directory.Path;
        start.Environment["Logging__LogLevel__Default"] = "Error";
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) =>
        {
            if (!string.IsNullOrWhiteSpace(line.Data))
            {
                Console.Error.WriteLine("   " + line.Data);
            }
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public bool HasEnded => process.HasExited;

    /// <summary>The most memory it held so far, in bytes.</summary>
    public long Peak => Measurement.PeakOf(process.Id);

    /// <summary>What it holds now, in bytes, by kind: files of programs and libraries, machine code made at run time, everything else.</summary>
    public (long Files, long Compiled, long Data) Held => Measurement.PartsOf(process.Id);

    public TimeSpan Processor
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    public static ProgramProcess Start(IReadOnlyDictionary<string, string> settings, params string[] arguments) =>
        new(settings, arguments);

    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task RunAsync(
        IReadOnlyDictionary<string, string> settings,
        CancellationToken cancellationToken,
        params string[] arguments
    )
    {
        await using var program = new ProgramProcess(settings, arguments);
        await program.process.WaitForExitAsync(cancellationToken);
        if (program.process.ExitCode != 0)
        {
            throw new InvalidOperationException($"distributor {arguments[0]} ended with {program.process.ExitCode}.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            using var patience = new CancellationTokenSource(Patience);
            await process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
        process.Dispose();
        directory.Dispose();
    }
}
