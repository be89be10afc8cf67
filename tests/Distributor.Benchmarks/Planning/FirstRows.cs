using System.Diagnostics;
using Npgsql;

namespace Distributor.Benchmarks.Planning;

/// <summary>How long after planning began the first rows of a run could be claimed, seen from another connection.</summary>
internal static class FirstRows
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    /// <summary>Begin it before the planning; asks until the run has a row that is due.</summary>
    /// <returns>Milliseconds since <paramref name="began"/>.</returns>
    public static async Task<double> SeenAsync(
        string connectionString,
        long run,
        long began,
        CancellationToken cancellationToken
    )
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(
            "SELECT EXISTS (SELECT FROM deliveries WHERE run_id = $1 AND due_at <= now())",
            connection
        );
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = run });
        await command.PrepareAsync(cancellationToken);
        while (!(bool)(await command.ExecuteScalarAsync(cancellationToken))!)
        {
            await Task.Delay(Pause, cancellationToken);
        }
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }
}
