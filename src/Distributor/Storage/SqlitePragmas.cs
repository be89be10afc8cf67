using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Distributor.Storage;

/// <summary>
/// Sets what every SQLite connection needs: WAL, so that readers and one writer do not wait for each other (it stays with
/// the file), and FULL sync, because a message already handed over must not be forgotten when the power fails.
/// </summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    public static readonly SqlitePragmas Instance = new();

    public const string Sql = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=30000;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) =>
        Apply(connection);

    public override Task ConnectionOpenedAsync(
        DbConnection connection,
        ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        Apply(connection);
        return Task.CompletedTask;
    }

    private static void Apply(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        // EF looks whether there is a database through a connection that may only read. A file restored from a backup is not in WAL
        // yet; the first connection that writes brings it there.
        var mayWrite = !connection.ConnectionString.Contains("Mode=ReadOnly", StringComparison.OrdinalIgnoreCase);
        command.CommandText = mayWrite ? Sql : "PRAGMA busy_timeout=30000;";
        command.ExecuteNonQuery();
        // SQLite's own lower() knows English letters only.
        ((SqliteConnection)connection).CreateFunction("fold", (string? text) => Lower(text), isDeterministic: true);
    }

#pragma warning disable CA1308 // what is searched is compared in lower case, as the addresses are stored
    private static string? Lower(string? text) => text?.ToLowerInvariant();
#pragma warning restore CA1308
}
