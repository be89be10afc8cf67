using System.Diagnostics;
using Npgsql;

namespace Distributor.Benchmarks.Planning;

/// <summary>The reference: the same rows of the ledger in one INSERT … SELECT, with neither slices nor counts nor progress.</summary>
internal static class BarePlan
{
    private const string Statement = """
        INSERT INTO deliveries (day, run_id, address_id, lane_id, priority, consent, edition_id, state, due_at, expires_at, changed_at)
        SELECT r.day, r.id, a.id, a.lane_id, r.priority, a.consent, e.id, 1, now(), now() + r.late_after_minutes * interval '1 min', now()
        FROM runs r
        JOIN article_topics t ON t.article_id = r.article_id
        JOIN subscriptions s ON s.topic_id = t.topic_id AND s.cadence = 1
        JOIN addresses a ON a.id = s.address_id
        JOIN editions e ON e.run_id = r.id AND e.channel = a.channel AND e.language = a.language
        WHERE r.id = $1 AND a.state = 'active'
        ORDER BY a.id
        """;

    /// <param name="run">Its editions must be there.</param>
    public static async Task<(int Rows, TimeSpan Took)> RunAsync(
        string connectionString,
        long run,
        CancellationToken cancellationToken
    )
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        // As fast as it can be: compiling would cost it time, as it costs ours.
        await using (var setting = new NpgsqlCommand("SET jit = off", connection))
        {
            await setting.ExecuteNonQueryAsync(cancellationToken);
        }
        await using var command = new NpgsqlCommand(Statement, connection) { CommandTimeout = 0 };
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = run });
        var began = Stopwatch.GetTimestamp();
        var rows = await command.ExecuteNonQueryAsync(cancellationToken);
        return (rows, Stopwatch.GetElapsedTime(began));
    }
}
