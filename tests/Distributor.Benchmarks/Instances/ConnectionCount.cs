using Npgsql;

namespace Distributor.Benchmarks.Instances;

/// <summary>Looks at <c>pg_stat_activity</c> all the time: how many connections there are, and whose.</summary>
internal sealed class ConnectionCount(string connectionString)
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(100);

    /// <summary>At the highest point, this one not counted.</summary>
    public long Peak { get; private set; }

    /// <summary>Each pool's own highest point, by its name; they need not be of the same moment.</summary>
    public Dictionary<string, long> PeakOfPools { get; } = [];

    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Application Name=watch");
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT application_name, count(*) FROM pg_stat_activity
            WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() GROUP BY application_name
            """;
        using var timer = new PeriodicTimer(Every);
        try
        {
            do
            {
                var all = 0L;
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                while (await reader.ReadAsync(cancellationToken))
                {
                    var (pool, count) = (reader.GetString(0), reader.GetInt64(1));
                    PeakOfPools[pool] = Math.Max(PeakOfPools.GetValueOrDefault(pool), count);
                    all += count;
                }
                Peak = Math.Max(Peak, all);
            } while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // The scenario is over.
        }
    }
}
