using System.Diagnostics;
using System.Globalization;

namespace Distributor.Benchmarks.Measuring;

/// <summary>What a stretch of work cost this process: time, processor seconds, allocations, the most memory it held.</summary>
/// <param name="Elapsed">On the wall.</param>
/// <param name="Processor">User and system time of all threads.</param>
/// <param name="Allocated">Bytes, whether or not they were collected since.</param>
/// <param name="PeakResident">Bytes of resident memory at the highest point of the stretch.</param>
public sealed record Measurement(TimeSpan Elapsed, TimeSpan Processor, long Allocated, long PeakResident)
{
    /// <summary>Measures until the work is done. One at a time: figures are those of the whole process.</summary>
    public static async Task<Measurement> OfAsync(Func<Task> work)
    {
        ForgetPeak();
        using var self = Process.GetCurrentProcess();
        var processor = self.TotalProcessorTime;
        var allocated = GC.GetTotalAllocatedBytes();
        var began = Stopwatch.GetTimestamp();
        await work();
        var elapsed = Stopwatch.GetElapsedTime(began);
        self.Refresh();
        return new Measurement(
            elapsed,
            self.TotalProcessorTime - processor,
            GC.GetTotalAllocatedBytes() - allocated,
            PeakOf(Environment.ProcessId)
        );
    }

    /// <summary>The high-water mark of a process's resident memory, in bytes; 0 when it is gone.</summary>
    public static long PeakOf(int processId)
    {
        try
        {
            // "VmHWM:     12345 kB" (proc(5)).
            var line = File.ReadLines($"/proc/{processId}/status")
                .FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null
                ? 0
                : long.Parse(
                    line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1],
                    CultureInfo.InvariantCulture
                ) * 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>
    /// Resident memory by what stands behind it, in bytes; zeros when the process is gone. .NET keeps the code it compiles and the
    /// descriptions of types in shared memory without a file.
    /// </summary>
    public static (long Files, long Compiled, long Data) PartsOf(int processId)
    {
        try
        {
            var parts = File.ReadLines($"/proc/{processId}/smaps_rollup")
                .Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
                .Where(fields => fields.Length == 3 && fields[0].StartsWith("Pss_", StringComparison.Ordinal))
                .ToDictionary(
                    fields => fields[0],
                    fields => long.Parse(fields[1], CultureInfo.InvariantCulture) * 1024,
                    StringComparer.Ordinal
                );
            long Part(string name) => parts.GetValueOrDefault(name);
            return (Part("Pss_File:"), Part("Pss_Shmem:"), Part("Pss_Anon:"));
        }
        catch (IOException)
        {
            return default;
        }
    }

    /// <summary>Sets this process's high-water mark to what it holds now (proc(5), clear_refs 5).</summary>
    private static void ForgetPeak()
    {
        GC.Collect();
        try
        {
            File.WriteAllText("/proc/self/clear_refs", "5");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Then the peak is that of the whole life so far, which is no smaller.
        }
    }
}
