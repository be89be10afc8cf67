using Npgsql;

namespace Distributor.Storage;

/// <summary>
/// Two transactions that wanted the same thing: one of them did not happen and may simply be tried again. SQLite knows
/// none, because our transactions take its only write lock at their begin.
/// </summary>
internal static class Collision
{
    /// <summary>True for a doubled unique key, a deadlock and a serialisation failure of PostgreSQL.</summary>
    public static bool Is(Exception exception) =>
        exception switch
        {
            PostgresException
            {
                SqlState: PostgresErrorCodes.UniqueViolation
                    or PostgresErrorCodes.DeadlockDetected
                    or PostgresErrorCodes.SerializationFailure
            } => true,
            { InnerException: { } inner } => Is(inner),
            _ => false,
        };
}
