using System.Globalization;
using Distributor.Channels;
using Distributor.Delivery;
using Npgsql;

namespace Distributor.Chaos.Books;

/// <summary>Names a row as the outside does: <c>run-address-part</c>.</summary>
public readonly record struct RowKey(long Run, long Address, short Part)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Run}-{Address}-{Part}");
}

/// <summary>One row of the ledger with whom and what it is about.</summary>
public sealed record OwedRow(
    RowKey Key,
    DeliveryState State,
    short Attempt,
    bool MaybeDuplicate,
    string? Reason,
    string? ExternalId,
    ChannelKind Channel,
    string Address,
    string Title
);

/// <summary>One message as it came.</summary>
/// <param name="Story">Of a chat's message.</param>
/// <param name="Delivery">The row a mail's envelope names.</param>
/// <param name="MessageId">Of a chat's message.</param>
public sealed record Copy(string Address, int? Story, string? Delivery, string? MessageId, DateTimeOffset At);

/// <summary>The ledger as an auditor reads it: by statements of its own, and not through the program.</summary>
/// <param name="Counted">What <c>run_counts</c> says: run, state and how many.</param>
/// <param name="Stale">Answers that came after their lease had ended.</param>
public sealed record LedgerBooks(
    IReadOnlyList<OwedRow> Rows,
    IReadOnlyDictionary<(long Run, DeliveryState State), long> Counted,
    IReadOnlyList<(long Id, string Address, ChannelKind Channel, bool IsDaily)> Readers,
    int Stale
)
{
    public static async Task<LedgerBooks> ReadAsync(ChaosWorld world, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(world.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        var rows = await ListAsync(
            connection,
            """
            SELECT d.run_id, d.address_id, d.part, d.state, d.attempt, d.maybe_duplicate, d.reason, d.external_id, a.channel,
              a.value, r.title
            FROM deliveries d JOIN addresses a ON a.id = d.address_id JOIN runs r ON r.id = d.run_id
            """,
            row => new OwedRow(
                new RowKey(row.GetInt64(0), row.GetInt64(1), row.GetInt16(2)),
                (DeliveryState)row.GetInt16(3),
                row.GetInt16(4),
                row.GetBoolean(5),
                row.IsDBNull(6) ? null : row.GetString(6),
                row.IsDBNull(7) ? null : row.GetString(7),
                (ChannelKind)row.GetInt16(8),
                row.GetString(9),
                row.GetString(10)
            ),
            cancellationToken
        );
        var counted = await ListAsync(
            connection,
            "SELECT run_id, state, sum(n)::bigint FROM run_counts GROUP BY run_id, state HAVING sum(n) <> 0",
            row => (Run: row.GetInt64(0), State: (DeliveryState)row.GetInt16(1), N: row.GetInt64(2)),
            cancellationToken
        );
        var readers = await ListAsync(
            connection,
            "SELECT a.id, a.value, a.channel, s.cadence = 3 FROM addresses a JOIN subscriptions s ON s.address_id = a.id",
            row => (row.GetInt64(0), row.GetString(1), (ChannelKind)row.GetInt16(2), row.GetBoolean(3)),
            cancellationToken
        );
        var stale = await ListAsync(
            connection,
            "SELECT count(*)::int FROM delivery_events WHERE kind = 'stale'",
            row => row.GetInt32(0),
            cancellationToken
        );
        return new LedgerBooks(rows, counted.ToDictionary(c => (c.Run, c.State), c => c.N), readers, stale[0]);
    }

    /// <summary>The rows that are being sent just now, with their attempts.</summary>
    public static async Task<IReadOnlyDictionary<RowKey, short>> SendingAsync(
        ChaosWorld world,
        CancellationToken cancellationToken
    )
    {
        await using var connection = new NpgsqlConnection(world.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        var rows = await ListAsync(
            connection,
            "SELECT run_id, address_id, part, attempt FROM deliveries WHERE state = 3",
            row => (new RowKey(row.GetInt64(0), row.GetInt64(1), row.GetInt16(2)), row.GetInt16(3)),
            cancellationToken
        );
        return rows.ToDictionary(row => row.Item1, row => row.Item2);
    }

    /// <summary>Rows that have not ended, and those of the channel that has the fewest.</summary>
    public static async Task<(long Open, long Least)> OpenAsync(ChaosWorld world, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(world.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        var found = await ListAsync(
            connection,
            """
            SELECT coalesce(sum(n), 0)::bigint, coalesce(min(n), 0)
            FROM (
              SELECT count(d.run_id) AS n
              FROM unnest(ARRAY[1, 2]::smallint[]) AS c (channel)
              LEFT JOIN addresses a ON a.channel = c.channel
              LEFT JOIN deliveries d ON d.address_id = a.id AND d.state <= 3
              GROUP BY c.channel
            ) channels
            """,
            row => (row.GetInt64(0), row.GetInt64(1)),
            cancellationToken
        );
        return found[0];
    }

    private static async Task<List<T>> ListAsync<T>(
        NpgsqlConnection connection,
        string sql,
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancellationToken
    )
    {
#pragma warning disable CA2100 // our own words
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add(read(reader));
        }
        return found;
    }
}
