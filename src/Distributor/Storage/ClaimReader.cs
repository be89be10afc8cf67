using System.Data.Common;
using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Subscribers;
using NodaTime;

namespace Distributor.Storage;

/// <summary>Reads what the ledger's statements return; the columns and their order are the same on both providers.</summary>
internal static class ClaimReader
{
    public static async Task<Claim> ReadAsync(
        DbDataReader row,
        Func<DbDataReader, int, LocalDate> day,
        CancellationToken cancellationToken
    )
    {
        var rows = new List<ClaimedDelivery>();
        var looked = 0;
        while (await row.ReadAsync(cancellationToken))
        {
            looked++;
            if (row.GetInt32(0) == (int)DeliveryState.Sending)
            {
                rows.Add(ReadRow(row, day));
            }
        }
        return new Claim(rows, looked);
    }

    public static async Task<IReadOnlyDictionary<DeliveryKey, LastLook>> ReadLooksAsync(
        DbDataReader row,
        IReadOnlyList<DeliveryKey> keys,
        CancellationToken cancellationToken
    )
    {
        var looks = new Dictionary<DeliveryKey, LastLook>(keys.Count);
        while (await row.ReadAsync(cancellationToken))
        {
            looks[keys[row.GetInt32(0) - 1]] = new LastLook(
                Enum.Parse<AddressState>(row.GetString(1), ignoreCase: true),
                row.GetInt32(2),
                Enum.Parse<RunState>(row.GetString(3), ignoreCase: true)
            );
        }
        return looks;
    }

    public static async Task<IReadOnlyList<ReadyLane>> ReadLanesAsync(
        DbDataReader row,
        CancellationToken cancellationToken
    )
    {
        var lanes = new List<ReadyLane>();
        while (await row.ReadAsync(cancellationToken))
        {
            lanes.Add(
                new ReadyLane(
                    row.GetInt32(0),
                    row.IsDBNull(1) ? null : row.GetInt32(1),
                    Duration.FromNanoseconds(1000 * Math.Max(row.GetInt64(2), row.GetInt64(3))),
                    row.GetInt32(4),
                    row.GetInt32(5),
                    Duration.FromMilliseconds(row.GetDouble(6)),
                    row.GetBoolean(7)
                )
            );
        }
        return lanes;
    }

    public static async Task<IReadOnlyList<int>> ReadIdsAsync(DbDataReader row, CancellationToken cancellationToken)
    {
        var ids = new List<int>();
        while (await row.ReadAsync(cancellationToken))
        {
            ids.Add(row.GetInt32(0));
        }
        return ids;
    }

    public static async Task<RunTotals> ReadTotalsAsync(DbDataReader row, CancellationToken cancellationToken)
    {
        var n = new long[8];
        while (await row.ReadAsync(cancellationToken))
        {
            n[row.GetInt32(0)] = row.GetInt64(1);
        }
        return new RunTotals(
            Planned: n[(int)DeliveryState.Planned],
            Sending: n[(int)DeliveryState.Sending],
            Deferred: n[(int)DeliveryState.Deferred],
            Accepted: n[(int)DeliveryState.Accepted],
            Failed: n[(int)DeliveryState.Failed],
            Suppressed: n[(int)DeliveryState.Suppressed],
            Uncertain: n[(int)DeliveryState.Uncertain]
        );
    }

    private static ClaimedDelivery ReadRow(DbDataReader row, Func<DbDataReader, int, LocalDate> day) =>
        new()
        {
            Key = new DeliveryKey(day(row, 1), row.GetInt64(2), row.GetInt64(3), row.GetInt16(4)),
            Attempt = row.GetInt16(5),
            Failures = row.GetInt16(6),
            LaneId = row.GetInt32(7),
            Priority = row.GetInt16(8),
            EditionId = Long(row, 9),
            WindowFrom = Long(row, 10),
            WindowTo = Long(row, 11),
            MaybeDuplicate = row.GetBoolean(12),
            Consent = row.GetInt32(13),
            ConsentChanged = row.GetBoolean(14),
            RunKind = Enum.Parse<RunKind>(row.GetString(15), ignoreCase: true),
            Channel = (ChannelKind)row.GetInt16(16),
            AddressValue = row.GetString(17),
            WrittenAs = Text(row, 18),
            Language = row.GetString(19),
            TimeZone = row.GetString(20),
            Name = Text(row, 21),
            SubscriberId = row.GetInt64(22),
            RunKey = row.GetString(23),
            ExternalId = Text(row, 24),
            LeaveIn = row.IsDBNull(25) ? Duration.Zero : Duration.FromMilliseconds(row.GetDouble(25)),
            Ambiguous = row.GetInt16(26),
            DueFor = Duration.FromMilliseconds(Math.Max(0, row.GetDouble(27))),
        };

    private static long? Long(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
