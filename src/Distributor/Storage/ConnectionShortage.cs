using Npgsql;

namespace Distributor.Storage;

/// <summary>Connections to PostgreSQL ran out, here or at the server: what an admin can do about it, in words.</summary>
internal static class ConnectionShortage
{
    /// <returns>Null when the exception tells of something else.</returns>
    public static string? In(Exception exception) =>
        exception switch
        {
            PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } =>
                "PostgreSQL has no connection left for this instance; lower Storage:Connections of all instances "
                    + "or raise max_connections of the server.",
            // Npgsql's own words name settings that are not ours.
            NpgsqlException { InnerException: TimeoutException } pool
                when pool.Message.Contains("pool has been exhausted", StringComparison.Ordinal) =>
                "All connections of this instance to PostgreSQL were in use for too long; raise Storage:Connections.",
            { InnerException: { } inner } => In(inner),
            _ => null,
        };
}
