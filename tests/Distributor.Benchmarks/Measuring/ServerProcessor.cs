using System.Globalization;
using Npgsql;

namespace Distributor.Benchmarks.Measuring;

/// <summary>
/// Processor time of all processes of a PostgreSQL server on this machine. Unlike the clock on the wall it is nearly the same on a
/// busy machine.
/// </summary>
internal static class ServerProcessor
{
    /// <summary>clock ticks a second of proc(5), the same on every Linux.</summary>
    private const double TicksPerSecond = 100;

    /// <returns>Since the server's start; zero when it is not on this machine.</returns>
    public static async Task<TimeSpan> UsedAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        var all = Directory
            .EnumerateDirectories("/proc")
            .Select(directory => Path.GetFileName(directory))
            .Where(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Select(name => Read(int.Parse(name, CultureInfo.InvariantCulture)))
            .OfType<Usage>()
            .ToList();
        var mine = all.Find(process => process.Id == connection.ProcessID);
        return mine is null
            ? TimeSpan.Zero
            : TimeSpan.FromSeconds(
                all.Where(process => process.Id == mine.Parent || process.Parent == mine.Parent)
                    // Of the first process with those of the children that have ended.
                    .Sum(process => process.Own + (process.Id == mine.Parent ? process.Ended : 0)) / TicksPerSecond
            );
    }

    private static Usage? Read(int id)
    {
        try
        {
            var text = File.ReadAllText(FormattableString.Invariant($"/proc/{id}/stat"));
            // The name may hold spaces and brackets; what follows its last bracket is state, parent, … (proc(5)).
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            long At(int field) => long.Parse(fields[field - 3], CultureInfo.InvariantCulture);
            return new Usage(id, (int)At(4), At(14) + At(15), At(16) + At(17));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private sealed record Usage(int Id, int Parent, long Own, long Ended);
}
