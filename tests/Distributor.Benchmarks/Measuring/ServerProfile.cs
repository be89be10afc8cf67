using System.Globalization;
using Npgsql;

namespace Distributor.Benchmarks.Measuring;

/// <summary>
/// What the sessions of a PostgreSQL database do while something is measured: looked at twenty times a second in pg_stat_activity,
/// as a profiler looks at stacks. It costs the server a thousandth of its time.
/// </summary>
internal sealed class ServerProfile : IDisposable
{
    /// <summary>Shares below this are not told.</summary>
    private const double Least = 0.03;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    /// <summary>Statements by how they begin: those of the ledger, and those of the reference.</summary>
    private static readonly (string Begins, string Name)[] Statements =
    [
        ("-- Takes due rows", "claim"),
        ("-- pgbench", "claim"),
        ("WITH due", "claim"),
        ("-- A group of outcomes", "record"),
        ("UPDATE deliveries", "record"),
    ];

    private readonly CancellationTokenSource ended = new();
    private readonly Dictionary<string, int> seen = [];
    private Task looking = Task.CompletedTask;
    private int looks;

    public static ServerProfile Start(string connectionString)
    {
        var profile = new ServerProfile();
        profile.looking = profile.LookAsync(connectionString);
        return profile;
    }

    /// <returns>For example <c>2.8 sessions at work: claim running 55 %, record waiting for WALSync 8 %</c>.</returns>
    public async Task<string> StopAsync()
    {
        await ended.CancelAsync();
        await looking;
        var all = seen.Values.Sum();
        var shares = seen.Where(one => one.Value >= Least * all)
            .OrderByDescending(one => one.Value)
            .Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Key} {100.0 * one.Value / all:0} %"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(double)all / Math.Max(1, looks):0.0} sessions at work: {string.Join(", ", shares)}"
        );
    }

    public void Dispose() => ended.Dispose();

    private async Task LookAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(ended.Token);
        using var timer = new PeriodicTimer(LookEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(ended.Token))
            {
                await using var command = connection.CreateCommand();
                command.CommandText = """
                    SELECT query, coalesce('waiting for ' || wait_event, 'running') FROM pg_stat_activity
                    WHERE datname = current_database() AND state = 'active' AND backend_type = 'client backend' AND pid <> pg_backend_pid()
                    """;
                await using var reader = await command.ExecuteReaderAsync(ended.Token);
                while (await reader.ReadAsync(ended.Token))
                {
                    var what = $"{NameOf(reader.GetString(0))} {reader.GetString(1)}";
                    seen[what] = seen.GetValueOrDefault(what) + 1;
                }
                looks++;
            }
        }
        catch (OperationCanceledException)
        {
            // What was measured has ended.
        }
    }

    private static string NameOf(string query)
    {
        var found = Array.Find(
            Statements,
            statement => query.TrimStart().StartsWith(statement.Begins, StringComparison.Ordinal)
        );
        return found.Name ?? "other";
    }
}
