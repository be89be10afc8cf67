using System.Text.Json;
using Distributor.Delivery;
using Microsoft.Data.Sqlite;
using NodaTime;
using NodaTime.Text;

namespace Distributor.Storage.Sqlite;

/// <summary>
/// The ledger's verbs on SQLite: each is one file of <c>Sqlite/Ledger</c>, run in a transaction that takes the write lock
/// first. The clock is this machine's, read after the lock was got; SQLite has no other. Longer than most files because it is
/// one list of short verbs, to be read beside its twin.
/// </summary>
public sealed class SqliteLedger(string connectionString) : ILedger
{
    private readonly LedgerStatements sql = new("Sqlite");
    private readonly string dueLanes = SqlFile.Read("Sqlite/due-lanes.sql");

    public Task<PlannedSlice> PlanAlertSliceAsync(AlertSlice slice, CancellationToken cancellationToken) =>
        WriteAsync(
            slice.Cap is null ? sql.PlanAlert : sql.PlanAlertCapped,
            [
                ("$run", slice.RunId),
                ("$topics", JsonSerializer.Serialize(slice.TopicIds)),
                ("$cadences", JsonSerializer.Serialize(slice.Cadences.Select(cadence => (short)cadence))),
                ("$after", slice.After),
                ("$size", slice.Size),
                .. slice.Cap is { } cap ? Parameters(cap) : [],
            ],
            reader => ReadSliceAsync(reader, cancellationToken),
            cancellationToken
        );

    public async Task<IReadOnlyList<long>> WaitingAlertsAsync(
        IReadOnlyList<long> addressIds,
        int most,
        CancellationToken cancellationToken
    ) =>
        await OpenDaysAsync(cancellationToken) is { } days
            ? await ReadAsync(
                sql.WaitingAlerts,
                [
                    ("$addresses", JsonSerializer.Serialize(addressIds)),
                    ("$most", most),
                    ("$first", days.First),
                    ("$last", days.Last),
                ],
                async reader =>
                {
                    var waiting = new List<long>();
                    while (await reader.ReadAsync(cancellationToken))
                    {
                        waiting.Add(reader.GetInt64(0));
                    }
                    return waiting;
                },
                cancellationToken
            )
            : [];

    public async Task<int> SummariseAsync(
        long summaryRunId,
        IReadOnlyList<SummarisedAddress> addresses,
        int most,
        CancellationToken cancellationToken
    ) =>
        await OpenDaysAsync(cancellationToken) is { } days
            ? await NumberAsync(
                sql.Summarise,
                [
                    ("$run", summaryRunId),
                    (
                        "$addresses",
                        JsonSerializer.Serialize(
                            addresses.Select(a => new[] { a.AddressId, a.DueAt.ToUnixTimeTicks() })
                        )
                    ),
                    ("$most", most),
                    ("$first", days.First),
                    ("$last", days.Last),
                ],
                cancellationToken
            )
            : 0;

    public Task<int> PlanDigestsAsync(
        long runId,
        IReadOnlyList<PlannedDigest> digests,
        CancellationToken cancellationToken
    )
    {
        object?[][] rows =
        [
            .. digests.Select(d =>
                new object?[]
                {
                    d.AddressId,
                    (short)d.Cadence,
                    d.EditionId,
                    d.WindowFrom,
                    d.WindowTo,
                    d.ReadNextAt.ToUnixTimeTicks(),
                    d.NextAt.ToUnixTimeTicks(),
                }
            ),
        ];
        return NumberAsync(
            sql.PlanDigests,
            [("$run", runId), ("$digests", JsonSerializer.Serialize(rows))],
            cancellationToken
        );
    }

    public Task<PlannedSlice> PlanEditSliceAsync(EditSlice slice, CancellationToken cancellationToken)
    {
        long[][] editions = [.. slice.Editions.Select(edition => new[] { edition.AlertId, edition.EditId })];
        return WriteAsync(
            sql.PlanEdits,
            [
                ("$run", slice.RunId),
                ("$alert_day", LocalDatePattern.Iso.Format(slice.AlertDay)),
                ("$alert", slice.AlertRunId),
                ("$editions", JsonSerializer.Serialize(editions)),
                ("$same", JsonSerializer.Serialize(slice.Same)),
                ("$after", slice.After),
                ("$size", slice.Size),
            ],
            reader => ReadSliceAsync(reader, cancellationToken),
            cancellationToken
        );
    }

    public Task<int> PlanOneAsync(long runId, long addressId, long editionId, CancellationToken cancellationToken) =>
        NumberAsync(
            sql.PlanOne,
            [("$run", runId), ("$address", addressId), ("$edition", editionId)],
            cancellationToken
        );

    public Task<int> PlanNoticeAsync(long runId, long addressId, long editionId, CancellationToken cancellationToken) =>
        NumberAsync(
            sql.PlanNotice,
            [("$run", runId), ("$address", addressId), ("$edition", editionId)],
            cancellationToken
        );

    public async Task<int> WakeQuietAsync(long addressId, CancellationToken cancellationToken) =>
        await OpenDaysAsync(cancellationToken) is { } days
            ? await NumberAsync(
                sql.WakeQuiet,
                [("$address", addressId), ("$first", days.First), ("$last", days.Last)],
                cancellationToken
            )
            : 0;

    public async Task<Claim> ClaimAsync(
        IReadOnlyList<ReadyLane> lanes,
        int limit,
        short slot,
        CancellationToken cancellationToken
    )
    {
        if (lanes.Count == 0 || await OpenDaysAsync(cancellationToken) is not { } days)
        {
            return new Claim([], 0);
        }
        var limits = lanes.ToDictionary(lane => lane.Id, lane => lane.Most(limit));
        var left = lanes.Any(lane => lane.ParentBreakdowns > 0) ? 1 : limit;
        var rows = new List<ClaimedDelivery>();
        var looked = 0;
        foreach (var (lane, priority) in await DueLanesAsync(limits.Keys, days, cancellationToken))
        {
            var most = Math.Min(limits[lane], left - looked);
            if (most <= 0)
            {
                continue;
            }
            var claim = await WriteAsync(
                sql.Claim,
                [
                    ("$lane", lane),
                    ("$priority", priority),
                    ("$limit", most),
                    ("$slot", slot),
                    ("$first", days.First),
                    ("$last", days.Last),
                ],
                reader => ClaimReader.ReadAsync(reader, (row, column) => Day(row.GetString(column)), cancellationToken),
                cancellationToken
            );
            rows.AddRange(claim.Rows);
            looked += claim.Looked;
            limits[lane] -= claim.Looked;
        }
        return new Claim(rows, looked);
    }

    public Task<int> RecordAsync(
        IReadOnlyList<RecordedOutcome> outcomes,
        short slot,
        CancellationToken cancellationToken
    )
    {
        object?[][] rows =
        [
            .. outcomes.Select(o =>
                new object?[]
                {
                    LocalDatePattern.Iso.Format(o.Claimed.Key.Day),
                    o.Claimed.Key.RunId,
                    o.Claimed.Key.AddressId,
                    o.Claimed.Key.Part,
                    o.Claimed.Attempt,
                    (short)o.State,
                    o.Reason,
                    o.ExternalId,
                    (long?)o.Delay?.TotalMilliseconds,
                    o.Failed ? 1 : 0,
                    o.Ambiguous ? 1 : 0,
                    (long?)o.ChatWait?.TotalMilliseconds,
                }
            ),
        ];
        return outcomes.Count == 0
            ? Task.FromResult(0)
            : NumberAsync(
                sql.Record,
                [("$outcomes", JsonSerializer.Serialize(rows)), ("$slot", slot)],
                cancellationToken
            );
    }

    public Task<int> ExtendAsync(IReadOnlyList<ClaimedKey> keys, CancellationToken cancellationToken)
    {
        object[][] rows =
        [
            .. keys.Select(k =>
                new object[]
                {
                    LocalDatePattern.Iso.Format(k.Key.Day),
                    k.Key.RunId,
                    k.Key.AddressId,
                    k.Key.Part,
                    k.Attempt,
                }
            ),
        ];
        return NumberAsync(sql.Extend, [("$keys", JsonSerializer.Serialize(rows))], cancellationToken);
    }

    public Task<IReadOnlyDictionary<DeliveryKey, LastLook>> LookAgainAsync(
        IReadOnlyList<DeliveryKey> keys,
        CancellationToken cancellationToken
    ) =>
        ReadAsync(
            sql.LookAgain,
            [("$keys", JsonSerializer.Serialize(keys.Select(k => new[] { k.RunId, k.AddressId })))],
            reader => ClaimReader.ReadLooksAsync(reader, keys, cancellationToken),
            cancellationToken
        );

    public async Task<int> WithdrawAsync(long addressId, string reason, CancellationToken cancellationToken) =>
        await OpenDaysAsync(cancellationToken) is { } days
            ? await NumberAsync(
                sql.Withdraw,
                [
                    ("$address", addressId),
                    ("$reason", reason),
                    ("$slot", 0),
                    ("$first", days.First),
                    ("$last", days.Last),
                ],
                cancellationToken
            )
            : 0;

    public Task<int> ReleaseAsync(long runId, CancellationToken cancellationToken) =>
        NumberAsync(sql.Release, [("$run", runId)], cancellationToken);

    public Task<PlannedSlice> CancelSliceAsync(long runId, long after, int size, CancellationToken cancellationToken) =>
        WriteAsync(
            sql.Cancel,
            [("$run", runId), ("$after", after), ("$size", size), ("$slot", 0)],
            reader => ReadSliceAsync(reader, cancellationToken),
            cancellationToken
        );

    public Task<PlannedSlice> RetractSliceAsync(
        long runId,
        long after,
        int size,
        CancellationToken cancellationToken
    ) =>
        WriteAsync(
            sql.Retract,
            [("$run", runId), ("$after", after), ("$size", size), ("$slot", 0)],
            reader => ReadSliceAsync(reader, cancellationToken),
            cancellationToken
        );

    public Task<PlannedSlice> RestoreSliceAsync(
        long runId,
        long after,
        int size,
        CancellationToken cancellationToken
    ) =>
        WriteAsync(
            sql.Restore,
            [("$run", runId), ("$after", after), ("$size", size), ("$slot", 0)],
            reader => ReadSliceAsync(reader, cancellationToken),
            cancellationToken
        );

    public Task<PlannedSlice> RetrySliceAsync(
        long runId,
        long? onlyAddress,
        long after,
        int size,
        CancellationToken cancellationToken
    ) =>
        WriteAsync(
            sql.Retry,
            [
                ("$run", runId),
                ("$after", after),
                ("$size", size),
                ("$slot", 0),
                ("$only", onlyAddress is { } only ? only : DBNull.Value),
            ],
            reader => ReadSliceAsync(reader, cancellationToken),
            cancellationToken
        );

    public Task<int> ReassignAsync(ClaimedKey key, long editionId, int consent, CancellationToken cancellationToken) =>
        NumberAsync(
            sql.Reassign,
            [
                ("$day", LocalDatePattern.Iso.Format(key.Key.Day)),
                ("$run", key.Key.RunId),
                ("$address", key.Key.AddressId),
                ("$part", key.Key.Part),
                ("$attempt", key.Attempt),
                ("$edition", editionId),
                ("$consent", consent),
            ],
            cancellationToken
        );

    public Task<IReadOnlyList<ReadyLane>> ReadyLanesAsync(string channelLaneKey, CancellationToken cancellationToken) =>
        ReadAsync(
            sql.ReadyLanes,
            [("$key", channelLaneKey)],
            reader => ClaimReader.ReadLanesAsync(reader, cancellationToken),
            cancellationToken
        );

    public Task<IReadOnlyList<int>> HeldLanesAsync(string channelLaneKey, CancellationToken cancellationToken) =>
        ReadAsync(
            sql.HeldLanes,
            [("$key", channelLaneKey)],
            reader => ClaimReader.ReadIdsAsync(reader, cancellationToken),
            cancellationToken
        );

    public Task HoldLaneAsync(int laneId, Duration wait, string reason, CancellationToken cancellationToken) =>
        NumberAsync(
            sql.HoldLane,
            [("$lane", laneId), ("$wait", (long)wait.TotalMilliseconds), ("$reason", reason)],
            cancellationToken
        );

    public async Task<bool> BreakLaneAsync(int laneId, string reason, int seen, CancellationToken cancellationToken) =>
        await NumberAsync(sql.BreakLane, [("$lane", laneId), ("$reason", reason), ("$seen", seen)], cancellationToken)
        > 0;

    public async Task<bool> MendLaneAsync(int laneId, CancellationToken cancellationToken) =>
        await NumberAsync(sql.MendLane, [("$lane", laneId)], cancellationToken) > 0;

    public Task<RunTotals> CountAsync(long runId, CancellationToken cancellationToken) =>
        ReadAsync(
            sql.Count,
            [("$run", runId)],
            reader => ClaimReader.ReadTotalsAsync(reader, cancellationToken),
            cancellationToken
        );

    public Task<Instant?> NextDueAsync(long runId, CancellationToken cancellationToken) =>
        ReadAsync(
            sql.NextDue,
            [("$run", runId)],
            async reader =>
                await reader.ReadAsync(cancellationToken)
                    ? Instant.FromUnixTimeTicks(reader.GetInt64(0))
                    : (Instant?)null,
            cancellationToken
        );

    public async Task<bool> FinishAsync(long runId, CancellationToken cancellationToken) =>
        await NumberAsync(sql.Finish, [("$run", runId)], cancellationToken) > 0;

    public Task<DueSummary> DueAsync(CancellationToken cancellationToken) =>
        ReadAsync(
            sql.Due,
            [],
            async reader =>
            {
                await reader.ReadAsync(cancellationToken);
                return new DueSummary(
                    reader.GetInt32(0),
                    reader.IsDBNull(1) ? null : Instant.FromUnixTimeTicks(reader.GetInt64(1))
                );
            },
            cancellationToken
        );

    private Task<List<(int Lane, int Priority)>> DueLanesAsync(
        IEnumerable<int> lanes,
        (string First, string Last) days,
        CancellationToken cancellationToken
    ) =>
        ReadAsync(
            dueLanes,
            [("$lanes", JsonSerializer.Serialize(lanes)), ("$first", days.First), ("$last", days.Last)],
            async reader =>
            {
                var found = new List<(int, int)>();
                while (await reader.ReadAsync(cancellationToken))
                {
                    found.Add((reader.GetInt32(0), reader.GetInt32(1)));
                }
                return found;
            },
            cancellationToken
        );

    private Task<(string First, string Last)?> OpenDaysAsync(CancellationToken cancellationToken) =>
        ReadAsync<(string, string)?>(
            sql.Days,
            [],
            async reader =>
            {
                await reader.ReadAsync(cancellationToken);
                return reader.IsDBNull(0) ? null : (reader.GetString(0), reader.GetString(1));
            },
            cancellationToken
        );

    private static (string Name, object Value)[] Parameters(AlertCap cap) =>
        [
            ("$summary", cap.SummaryRunId),
            ("$most", cap.Most),
            ("$runs", JsonSerializer.Serialize(cap.RunIds)),
            ("$first", LocalDatePattern.Iso.Format(cap.FirstDay)),
            ("$last", LocalDatePattern.Iso.Format(cap.LastDay)),
            ("$due", cap.DueAt.ToUnixTimeTicks()),
        ];

    private static LocalDate Day(string text) => LocalDatePattern.Iso.Parse(text).Value;

    private static async Task<PlannedSlice> ReadSliceAsync(SqliteDataReader reader, CancellationToken cancellationToken)
    {
        await reader.ReadAsync(cancellationToken);
        return new PlannedSlice(
            reader.IsDBNull(0) ? 0 : reader.GetInt32(0),
            reader.IsDBNull(1) ? null : reader.GetInt64(1)
        );
    }

    private Task<int> NumberAsync(
        string text,
        (string Name, object Value)[] parameters,
        CancellationToken cancellationToken
    ) =>
        WriteAsync(
            text,
            parameters,
            async reader =>
            {
                await reader.ReadAsync(cancellationToken);
                return reader.GetInt32(0);
            },
            cancellationToken
        );

    private async Task<T> WriteAsync<T>(
        string text,
        (string Name, object Value)[] parameters,
        Func<SqliteDataReader, Task<T>> read,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await SqliteConnections.OpenAsync(connectionString, cancellationToken);
        // Not deferred: takes the write lock now, so that what is read below cannot change before it is written.
        await using var transaction = connection.BeginTransaction(deferred: false);
        var result = await ExecuteAsync(connection, transaction, text, parameters, read, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    private async Task<T> ReadAsync<T>(
        string text,
        (string Name, object Value)[] parameters,
        Func<SqliteDataReader, Task<T>> read,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await SqliteConnections.OpenAsync(connectionString, cancellationToken);
        return await ExecuteAsync(connection, null, text, parameters, read, cancellationToken);
    }

    private static async Task<T> ExecuteAsync<T>(
        SqliteConnection connection,
        SqliteTransaction? transaction,
        string text,
        (string Name, object Value)[] parameters,
        Func<SqliteDataReader, Task<T>> read,
        CancellationToken cancellationToken
    )
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = text;
        command.Parameters.AddWithValue("$now", SystemClock.Instance.GetCurrentInstant().ToUnixTimeTicks());
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await read(reader);
    }
}
