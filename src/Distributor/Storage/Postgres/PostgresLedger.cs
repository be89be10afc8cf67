using Distributor.Delivery;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Distributor.Storage.Postgres;

/// <summary>
/// The ledger's verbs on PostgreSQL: each is one statement of <c>Postgres/Ledger</c>, the SQLite twin has a file of the same
/// name. Columns are read in the order the statements name them. Longer than most files because it is one list of short
/// verbs, to be read beside its twin.
/// </summary>
public sealed class PostgresLedger : ILedger, IAsyncDisposable
{
    /// <summary>
    /// The planner's estimates of the larger statements are above <c>jit_above_cost</c>, and a kept plan is compiled anew at every
    /// execution: 200 ms for a claim that takes ten.
    /// </summary>
    internal const string WithoutJit = "SET jit = off;";

    /// <summary>
    /// A claim knows its few hundred rows by their keys. A plan made while the month was small would read it from end to end to join
    /// them, and be kept while a million rows are planned. The statements themselves ask no range of days of the rows they have the
    /// keys of.
    /// </summary>
    internal const string NestedLoopsOnly =
        "SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_seqscan = off;";

    private readonly NpgsqlDataSource source;

    /// <summary>For what is done to rows whose keys are known: those claimed, hundreds of times a second, and those of one reader.</summary>
    private readonly NpgsqlDataSource claims;
    private readonly LedgerStatements sql = new("Postgres");

    /// <param name="connectionString">Its pool is shared out between claims and the rest.</param>
    public PostgresLedger(string connectionString)
    {
        var given = new NpgsqlConnectionStringBuilder(connectionString);
        var half = Math.Max(1, given.MaxPoolSize / 2);
        source = Open(given, half, WithoutJit);
        claims = Open(given, Math.Max(1, given.MaxPoolSize - half), WithoutJit + NestedLoopsOnly);
    }

    public async Task<PlannedSlice> PlanAlertSliceAsync(AlertSlice slice, CancellationToken cancellationToken)
    {
        if (slice.Cap is { } cap)
        {
            return await WithRunLockedAsync(
                cap.SummaryRunId,
                sql.PlanAlertCapped,
                command =>
                {
                    AddSlice(command, slice);
                    Add(command, cap.SummaryRunId);
                    Add(command, cap.Most);
                    Add(command, cap.RunIds.ToArray());
                    Add(command, cap.FirstDay);
                    Add(command, cap.LastDay);
                    Add(command, cap.DueAt);
                },
                ReadSliceAsync,
                cancellationToken
            );
        }
        await using var command = source.CreateCommand(sql.PlanAlert);
        AddSlice(command, slice);
        return await ReadSliceAsync(command, cancellationToken);
    }

    public async Task<IReadOnlyList<long>> WaitingAlertsAsync(
        IReadOnlyList<long> addressIds,
        int most,
        CancellationToken cancellationToken
    )
    {
        if (addressIds.Count == 0 || await OpenDaysAsync(cancellationToken) is not { } days)
        {
            return [];
        }
        await using var command = source.CreateCommand(sql.WaitingAlerts);
        Add(command, addressIds.ToArray());
        Add(command, most);
        Add(command, days.First);
        Add(command, days.Last);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var waiting = new List<long>();
        while (await reader.ReadAsync(cancellationToken))
        {
            waiting.Add(reader.GetInt64(0));
        }
        return waiting;
    }

    public async Task<int> SummariseAsync(
        long summaryRunId,
        IReadOnlyList<SummarisedAddress> addresses,
        int most,
        CancellationToken cancellationToken
    )
    {
        if (addresses.Count == 0 || await OpenDaysAsync(cancellationToken) is not { } days)
        {
            return 0;
        }
        return await WithRunLockedAsync(
            summaryRunId,
            sql.Summarise,
            command =>
            {
                Add(command, summaryRunId);
                Add(command, Column(addresses, a => a.AddressId));
                Add(command, Column(addresses, a => a.DueAt));
                Add(command, most);
                Add(command, days.First);
                Add(command, days.Last);
            },
            async (command, token) => (int)(await command.ExecuteScalarAsync(token))!,
            cancellationToken
        );
    }

    public Task<int> PlanDigestsAsync(
        long runId,
        IReadOnlyList<PlannedDigest> digests,
        CancellationToken cancellationToken
    ) =>
        ScalarAsync(
            sql.PlanDigests,
            command =>
            {
                Add(command, runId);
                Add(command, Column(digests, d => d.AddressId));
                Add(command, Column(digests, d => (short)d.Cadence));
                Add(command, Column(digests, d => d.EditionId));
                Add(command, Column(digests, d => d.WindowFrom));
                Add(command, Column(digests, d => d.WindowTo));
                Add(command, Column(digests, d => d.ReadNextAt));
                Add(command, Column(digests, d => d.NextAt));
            },
            cancellationToken
        );

    public async Task<PlannedSlice> PlanEditSliceAsync(EditSlice slice, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(sql.PlanEdits);
        Add(command, slice.RunId);
        Add(command, slice.AlertDay);
        Add(command, slice.AlertRunId);
        Add(command, Column(slice.Editions, edition => edition.AlertId));
        Add(command, Column(slice.Editions, edition => edition.EditId));
        Add(command, slice.Same.ToArray());
        Add(command, slice.After);
        Add(command, slice.Size);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new PlannedSlice(reader.GetInt32(0), reader.IsDBNull(1) ? null : reader.GetInt64(1));
    }

    public Task<int> PlanOneAsync(long runId, long addressId, long editionId, CancellationToken cancellationToken) =>
        ScalarAsync(
            sql.PlanOne,
            command =>
            {
                Add(command, runId);
                Add(command, addressId);
                Add(command, editionId);
            },
            cancellationToken
        );

    public Task<int> PlanNoticeAsync(long runId, long addressId, long editionId, CancellationToken cancellationToken) =>
        ScalarAsync(
            sql.PlanNotice,
            command =>
            {
                Add(command, runId);
                Add(command, addressId);
                Add(command, editionId);
            },
            cancellationToken
        );

    public async Task<int> WakeQuietAsync(long addressId, CancellationToken cancellationToken) =>
        await OpenDaysAsync(cancellationToken) is { } days
            ? await ScalarAsync(
                sql.WakeQuiet,
                command =>
                {
                    Add(command, addressId);
                    Add(command, days.First);
                    Add(command, days.Last);
                },
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
        await using var command = claims.CreateCommand(sql.Claim);
        Add(command, Column(lanes, lane => lane.Id));
        Add(command, lanes.Any(lane => lane.ParentBreakdowns > 0) ? 1 : limit);
        Add(command, slot);
        Add(command, days.First);
        Add(command, Column(lanes, lane => lane.Most(limit)));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await ClaimReader.ReadAsync(
            reader,
            (row, column) => row.GetFieldValue<LocalDate>(column),
            cancellationToken
        );
    }

    public Task<int> RecordAsync(
        IReadOnlyList<RecordedOutcome> outcomes,
        short slot,
        CancellationToken cancellationToken
    ) =>
        outcomes.Count == 0
            ? Task.FromResult(0)
            : ScalarAsync(
                claims,
                sql.Record,
                command =>
                {
                    AddKeys(command, Column(outcomes, o => o.Claimed));
                    Add(command, Column(outcomes, o => (short)o.State));
                    Add(command, Column(outcomes, o => o.Reason));
                    Add(command, Column(outcomes, o => o.ExternalId));
                    Add(command, Column(outcomes, o => (long?)o.Delay?.TotalMilliseconds));
                    Add(command, Column(outcomes, o => o.Failed));
                    Add(command, Column(outcomes, o => o.Ambiguous));
                    Add(command, Column(outcomes, o => (long?)o.ChatWait?.TotalMilliseconds));
                    Add(command, slot);
                    Add(command, outcomes.Min(o => o.Claimed.Key.Day));
                    Add(command, outcomes.Max(o => o.Claimed.Key.Day));
                },
                cancellationToken
            );

    public async Task<int> ExtendAsync(IReadOnlyList<ClaimedKey> keys, CancellationToken cancellationToken)
    {
        if (keys.Count == 0)
        {
            return 0;
        }
        return await ScalarAsync(
            claims,
            sql.Extend,
            command =>
            {
                AddKeys(command, [.. keys]);
                Add(command, keys.Min(k => k.Key.Day));
                Add(command, keys.Max(k => k.Key.Day));
            },
            cancellationToken
        );
    }

    public async Task<IReadOnlyDictionary<DeliveryKey, LastLook>> LookAgainAsync(
        IReadOnlyList<DeliveryKey> keys,
        CancellationToken cancellationToken
    )
    {
        await using var command = source.CreateCommand(sql.LookAgain);
        Add(command, Column(keys, k => k.RunId));
        Add(command, Column(keys, k => k.AddressId));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await ClaimReader.ReadLooksAsync(reader, keys, cancellationToken);
    }

    public async Task<int> WithdrawAsync(long addressId, string reason, CancellationToken cancellationToken)
    {
        if (await OpenDaysAsync(cancellationToken) is not { } days)
        {
            return 0;
        }
        return await ScalarAsync(
            claims,
            sql.Withdraw,
            command =>
            {
                Add(command, addressId);
                Add(command, reason);
                Add(command, (short)0);
                Add(command, days.First);
                Add(command, days.Last);
            },
            cancellationToken
        );
    }

    public async Task<int> ReleaseAsync(long runId, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(sql.Release);
        Add(command, runId);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<PlannedSlice> CancelSliceAsync(
        long runId,
        long after,
        int size,
        CancellationToken cancellationToken
    )
    {
        await using var command = source.CreateCommand(sql.Cancel);
        AddRunSlice(command, runId, after, size);
        return await ReadSliceAsync(command, cancellationToken);
    }

    public async Task<PlannedSlice> RetractSliceAsync(
        long runId,
        long after,
        int size,
        CancellationToken cancellationToken
    )
    {
        await using var command = source.CreateCommand(sql.Retract);
        AddRunSlice(command, runId, after, size);
        return await ReadSliceAsync(command, cancellationToken);
    }

    public Task<PlannedSlice> RestoreSliceAsync(
        long runId,
        long after,
        int size,
        CancellationToken cancellationToken
    ) =>
        WithRunLockedAsync(
            runId,
            sql.Restore,
            command => AddRunSlice(command, runId, after, size),
            ReadSliceAsync,
            cancellationToken
        );

    public Task<PlannedSlice> RetrySliceAsync(
        long runId,
        long? onlyAddress,
        long after,
        int size,
        CancellationToken cancellationToken
    ) =>
        WithRunLockedAsync(
            runId,
            sql.Retry,
            command =>
            {
                AddRunSlice(command, runId, after, size);
                command.Parameters.Add(
                    new NpgsqlParameter
                    {
                        NpgsqlDbType = NpgsqlDbType.Bigint,
                        Value = onlyAddress is { } only ? only : DBNull.Value,
                    }
                );
            },
            ReadSliceAsync,
            cancellationToken
        );

    public async Task<int> ReassignAsync(
        ClaimedKey key,
        long editionId,
        int consent,
        CancellationToken cancellationToken
    )
    {
        await using var command = source.CreateCommand(sql.Reassign);
        Add(command, key.Key.Day);
        Add(command, key.Key.RunId);
        Add(command, key.Key.AddressId);
        Add(command, key.Key.Part);
        Add(command, key.Attempt);
        Add(command, editionId);
        Add(command, consent);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<ReadyLane>> ReadyLanesAsync(
        string channelLaneKey,
        CancellationToken cancellationToken
    )
    {
        await using var command = source.CreateCommand(sql.ReadyLanes);
        Add(command, channelLaneKey);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await ClaimReader.ReadLanesAsync(reader, cancellationToken);
    }

    public async Task<IReadOnlyList<int>> HeldLanesAsync(string channelLaneKey, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(sql.HeldLanes);
        Add(command, channelLaneKey);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await ClaimReader.ReadIdsAsync(reader, cancellationToken);
    }

    public async Task HoldLaneAsync(int laneId, Duration wait, string reason, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(sql.HoldLane);
        Add(command, laneId);
        Add(command, wait.TotalMilliseconds);
        Add(command, reason);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<bool> BreakLaneAsync(int laneId, string reason, int seen, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(sql.BreakLane);
        Add(command, laneId);
        Add(command, reason);
        Add(command, seen);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    public async Task<bool> MendLaneAsync(int laneId, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(sql.MendLane);
        Add(command, laneId);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    public async Task<RunTotals> CountAsync(long runId, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(sql.Count);
        Add(command, runId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await ClaimReader.ReadTotalsAsync(reader, cancellationToken);
    }

    public async Task<Instant?> NextDueAsync(long runId, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(sql.NextDue);
        Add(command, runId);
        return await command.ExecuteScalarAsync(cancellationToken) as Instant?;
    }

    public async Task<bool> FinishAsync(long runId, CancellationToken cancellationToken) =>
        await WithRunLockedAsync(
            runId,
            sql.Finish,
            command => Add(command, runId),
            (command, token) => command.ExecuteNonQueryAsync(token),
            cancellationToken
        ) > 0;

    public async Task<DueSummary> DueAsync(CancellationToken cancellationToken)
    {
        if (await OpenDaysAsync(cancellationToken) is not { } days)
        {
            return new DueSummary(0, null);
        }
        await using var command = source.CreateCommand(sql.Due);
        Add(command, days.First);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new DueSummary(reader.GetInt32(0), reader.IsDBNull(1) ? null : reader.GetFieldValue<Instant>(1));
    }

    public async ValueTask DisposeAsync()
    {
        await source.DisposeAsync();
        await claims.DisposeAsync();
    }

    private static NpgsqlDataSource Open(NpgsqlConnectionStringBuilder given, int most, string settings)
    {
        // The statements are few and repeated: prepared on first use, they are parsed and planned once a connection.
        var builder = new NpgsqlDataSourceBuilder(
            new NpgsqlConnectionStringBuilder(given.ConnectionString)
            {
                MinPoolSize = Math.Min(given.MinPoolSize, most),
                MaxPoolSize = most,
                MaxAutoPrepare = 40,
                AutoPrepareMinUsages = 2,
                // A statement leaves nothing behind on its connection, and the settings must stay.
                NoResetOnClose = true,
            }.ConnectionString
        );
        builder.UseNodaTime();
#pragma warning disable CA2100 // The two constants above.
        builder.UsePhysicalConnectionInitializer(
            connection =>
            {
                using var command = new NpgsqlCommand(settings, connection);
                command.ExecuteNonQuery();
            },
            async connection =>
            {
                await using var command = new NpgsqlCommand(settings, connection);
                await command.ExecuteNonQueryAsync();
            }
        );
#pragma warning restore CA2100
        return builder.Build();
    }

    private async Task<(LocalDate First, LocalDate Last)?> OpenDaysAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(sql.Days);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return await reader.IsDBNullAsync(0, cancellationToken)
            ? null
            : (reader.GetFieldValue<LocalDate>(0), reader.GetFieldValue<LocalDate>(1));
    }

    /// <summary>
    /// A statement after the lock of a run's row, on purpose in two: its snapshot sees what others wrote under the lock, and
    /// everybody who adds rows to that run waits in the same place.
    /// </summary>
    private async Task<T> WithRunLockedAsync<T>(
        long runId,
        string text,
        Action<NpgsqlCommand> fill,
        Func<NpgsqlCommand, CancellationToken, Task<T>> execute,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var look = new NpgsqlCommand("SELECT FROM runs WHERE id = $1 FOR UPDATE", connection, transaction);
        Add(look, runId);
        await look.ExecuteNonQueryAsync(cancellationToken);
        await using var command = new NpgsqlCommand(text, connection, transaction);
        fill(command);
        var result = await execute(command, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    private static void AddSlice(NpgsqlCommand command, AlertSlice slice)
    {
        Add(command, slice.RunId);
        Add(command, slice.TopicIds.ToArray());
        Add(command, slice.Cadences.Select(cadence => (short)cadence).ToArray());
        Add(command, slice.After);
        Add(command, slice.Size);
    }

    private static void AddRunSlice(NpgsqlCommand command, long runId, long after, int size)
    {
        Add(command, runId);
        Add(command, after);
        Add(command, size);
        Add(command, (short)0);
    }

    private static async Task<PlannedSlice> ReadSliceAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new PlannedSlice(reader.GetInt32(0), reader.IsDBNull(1) ? null : reader.GetInt64(1));
    }

    private Task<int> ScalarAsync(string text, Action<NpgsqlCommand> fill, CancellationToken cancellationToken) =>
        ScalarAsync(source, text, fill, cancellationToken);

    private static async Task<int> ScalarAsync(
        NpgsqlDataSource source,
        string text,
        Action<NpgsqlCommand> fill,
        CancellationToken cancellationToken
    )
    {
        await using var command = source.CreateCommand(text);
        fill(command);
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static void AddKeys(NpgsqlCommand command, ClaimedKey[] keys)
    {
        Add(command, Column(keys, k => k.Key.Day));
        Add(command, Column(keys, k => k.Key.RunId));
        Add(command, Column(keys, k => k.Key.AddressId));
        Add(command, Column(keys, k => k.Key.Part));
        Add(command, Column(keys, k => k.Attempt));
    }

    private static void Add<T>(NpgsqlCommand command, T value) =>
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });

    private static TColumn[] Column<TRow, TColumn>(IReadOnlyList<TRow> rows, Func<TRow, TColumn> pick) =>
        [.. rows.Select(pick)];
}
