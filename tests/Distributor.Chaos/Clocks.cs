using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Distributor.Chaos;

/// <summary>
/// The wall clock of each instance, which may jump while it runs: a small library is loaded into its process and adds to the
/// date what stands in a file. It covers what the program asks the system for the date; monotonic time, by which .NET waits and
/// measures, goes on, as it does when a real clock is set. PostgreSQL, Bot API and SMTP server keep the true time.
/// </summary>
public sealed class Clocks
{
    private const string Source = "clock.c";

    private readonly string directory;

    public Clocks(string directory)
    {
        this.directory = directory;
        IsThere = Build();
    }

    /// <summary>False where no C compiler is installed (Debian: gcc, libc6-dev).</summary>
    public bool IsThere { get; }

    private string Library => Path.Combine(directory, "clock.so");

    /// <summary>Variables for the process of one instance.</summary>
    public IEnumerable<KeyValuePair<string, string>> Settings(int instance)
    {
        if (!IsThere)
        {
            return [];
        }
        if (!File.Exists(FileOf(instance)))
        {
            Set(instance, TimeSpan.Zero);
        }
        return new Dictionary<string, string> { ["LD_PRELOAD"] = Library, ["CHAOS_CLOCK"] = FileOf(instance) };
    }

    /// <summary>From now on the instance is so far from the true time, also after its next start.</summary>
    public void Set(int instance, TimeSpan offset)
    {
        // The same file, written in one go: the process has it mapped.
        using var file = new FileStream(FileOf(instance), FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        file.Write(BitConverter.GetBytes((long)offset.TotalSeconds));
    }

    private bool Build()
    {
        try
        {
            using var compiler = Process.Start(
                "cc",
                ["-shared", "-fPIC", "-O2", "-o", Library, Path.Combine(AppContext.BaseDirectory, Source)]
            );
            compiler.WaitForExit();
            return compiler.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private string FileOf(int instance) =>
        Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"clock{instance}"));
}
