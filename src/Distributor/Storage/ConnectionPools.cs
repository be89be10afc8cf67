using System.Data.Common;
using Npgsql;

namespace Distributor.Storage;

/// <summary>
/// Who may hold how many connections to PostgreSQL in this process: the pages and all other work of EF Core, the ledger, and
/// Hangfire have a pool each, so that a busy dashboard takes none from sending. Who finds a pool empty waits in it.
/// </summary>
/// <param name="Pages">Connection string of EF Core.</param>
/// <param name="Ledger">Connection string of the ledger.</param>
/// <param name="Jobs">Connection string of Hangfire.</param>
public sealed record ConnectionPools(string Pages, string Ledger, string Jobs)
{
    /// <summary>Longer than any statement of ours holds a connection; the server's own default of 15 s is not.</summary>
    private const int SecondsOfWaiting = 30;

    /// <param name="most">Of all three together: <see cref="StorageOptions.Connections"/>.</param>
    public static ConnectionPools Of(string connectionString, int most)
    {
        var share = most * 3 / 10;
        return new ConnectionPools(
            Pool(connectionString, most - (2 * share), "distributor"),
            Pool(connectionString, share, "distributor ledger"),
            Pool(connectionString, share, "distributor jobs")
        );
    }

    /// <param name="name">As <c>pg_stat_activity</c> shows it, unless the connection string has a name of its own.</param>
    private static string Pool(string connectionString, int most, string name)
    {
        var given = new NpgsqlConnectionStringBuilder(connectionString);
        var pool = new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxPoolSize = most,
            MinPoolSize = Math.Min(given.MinPoolSize, most),
            ApplicationName = given.ApplicationName ?? name,
        };
        // The builder of Npgsql says yes to every keyword it knows.
        if (!new DbConnectionStringBuilder { ConnectionString = connectionString }.ContainsKey("Timeout"))
        {
            pool.Timeout = SecondsOfWaiting;
        }
        return pool.ConnectionString;
    }
}
