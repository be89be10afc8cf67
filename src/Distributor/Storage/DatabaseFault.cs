using System.Data.Common;

namespace Distributor.Storage;

/// <summary>Tells a database that is away or refuses from every other surprise.</summary>
internal static class DatabaseFault
{
    /// <remarks>
    /// EF Core wraps a fault that may pass by itself, such as a lost connection, into an <see cref="InvalidOperationException"/>,
    /// and one of a save into an exception of its own.
    /// </remarks>
    public static bool Is(Exception exception) =>
        exception is DbException or TimeoutException
        || (
            exception is InvalidOperationException or Microsoft.EntityFrameworkCore.DbUpdateException
            && exception.InnerException is { } inner
            && Is(inner)
        );
}
