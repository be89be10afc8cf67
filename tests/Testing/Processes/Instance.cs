using System.Diagnostics;
using System.Globalization;

namespace Distributor.Testing.Processes;

/// <summary>The built program as a process that lives beside the test until it is killed or told to end.</summary>
public sealed class Instance : IAsyncDisposable
{
    private readonly Process process;
    private readonly Lock gate = new();
    private readonly List<string> lines = [];
    private TaskCompletionSource changed = New();

    private Instance(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, e) => Add(e.Data);
        process.ErrorDataReceived += (_, e) => Add(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Of stdout and stderr, as they came.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (gate)
            {
                return [.. lines];
            }
        }
    }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    public bool HasStarted => Lines.Any(line => line.Contains("Application started", StringComparison.Ordinal));

    /// <summary>Starts the program that lies beside the caller's.</summary>
    /// <param name="directory">Its working directory.</param>
    /// <param name="settings">Variables of its environment.</param>
    public static Instance Start(
        string directory,
        IReadOnlyDictionary<string, string> settings,
        params string[] arguments
    )
    {
        var program = Path.Combine(AppContext.BaseDirectory, "distributor.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }
        return new Instance(Process.Start(start)!);
    }

    /// <summary>SIGKILL: nothing of it runs any more when this returns.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>SIGTERM; it was delivered when this returns.</summary>
    public async Task TerminateAsync(CancellationToken cancellationToken)
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(cancellationToken);
    }

    /// <returns>The exit code.</returns>
    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken)
    {
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode;
    }

    /// <summary>Ends with the first line that contains the words, also one that came before.</summary>
    /// <exception cref="InvalidOperationException">The process ended without saying them.</exception>
    public async Task<string> WaitForLineAsync(string words, CancellationToken cancellationToken)
    {
        while (true)
        {
            // Taken before the look, so that no line falls between the two.
            var change = Volatile.Read(ref changed).Task;
            if (Lines.FirstOrDefault(line => line.Contains(words, StringComparison.Ordinal)) is { } found)
            {
                return found;
            }
            if (process.HasExited)
            {
                throw new InvalidOperationException($"It ended without saying '{words}':\n{string.Join('\n', Lines)}");
            }
            await change.WaitAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await KillAsync();
        }
        process.Dispose();
    }

    /// <param name="line">Null at the end of a stream, which wakes those who wait in vain.</param>
    private void Add(string? line)
    {
        if (line is not null)
        {
            lock (gate)
            {
                lines.Add(line);
            }
        }
        Interlocked.Exchange(ref changed, New()).SetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
