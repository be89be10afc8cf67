using System.Net.Sockets;
using Distributor.Storage;
using Distributor.Storage.Ownership;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Distributor.Cli;

/// <summary>Turns failures an admin can mend into one line that names the thing and the cure.</summary>
public static class FriendlyError
{
    /// <returns>The line, or null when the exception is a surprise that deserves its stack trace.</returns>
    public static string? Of(Exception exception) =>
        exception switch
        {
            AggregateException { InnerExceptions: { Count: > 1 } all } when all.All(one => Of(one) is not null) =>
                string.Join(Environment.NewLine, all.Select(Of)),
            OptionsValidationException options => string.Join(Environment.NewLine, options.Failures),
            DatabaseOwnedException owned => owned.Message,
            NpgsqlException { InnerException: SocketException } =>
                "The database does not answer; check that PostgreSQL runs and that ConnectionStrings:Distributor names it.",
            PostgresException { SqlState: "28P01" or "28000" } =>
                "PostgreSQL refuses the login; check user and password in ConnectionStrings:Distributor.",
            PostgresException { SqlState: "3D000" } =>
                "PostgreSQL has no such database; create it or correct ConnectionStrings:Distributor.",
            NpgsqlException when ConnectionShortage.In(exception) is { } shortage => shortage,
            NpgsqlException npgsql => $"PostgreSQL: {npgsql.Message}",
            SqliteException { SqliteErrorCode: 14 } =>
                "The SQLite file cannot be opened; check Storage:DataDirectory and its permissions.",
            SqliteException { SqliteErrorCode: 26 } =>
                "Storage:DataDirectory holds a distributor.db that is no SQLite database; move it away.",
            InvalidDataException data => data.Message,
            UnauthorizedAccessException denied => denied.Message,
            FileNotFoundException { FileName: { } file } => $"There is no file {file}; check the path.",
            IOException io => io.Message,
            { InnerException: { } inner } => Of(inner),
            _ => null,
        };
}
