using System.Data.Common;
using System.Text.Json;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Subscribers.Searching;

/// <summary>Runs the statements of the search; they name their parameters alike on both providers.</summary>
internal static class SubscriberStatement
{
    public static async Task<List<(long, long)>> PairsAsync(
        DistributorDb db,
        string sql,
        IEnumerable<(string Name, object? Value)> parameters,
        CancellationToken cancellationToken
    )
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        await using var command = db.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // the text comes from our files; what people type is in parameters
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            Add(command, name, value);
        }
        var rows = new List<(long, long)>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add((reader.GetInt64(0), reader.GetInt64(1)));
        }
        return rows;
    }

    /// <summary>What <c>matches</c> and <c>search</c> ask for.</summary>
    public static List<(string, object?)> Of(DistributorDb db, SubscriberFilter filter) =>
        [
            ("words", db is SqliteDb ? JsonSerializer.Serialize(filter.Patterns) : filter.Patterns),
            ("by_address", filter.AsksOfAddresses),
            ("state", filter.State?.ToWord()),
            ("channel", (short?)filter.Channel),
            ("language", filter.Language),
            ("zone", filter.TimeZone),
            ("topic", filter.Topic),
            ("cadence", (short?)filter.Cadence),
            ("gone", filter.Gone),
            ("since", db.Stored(SinceOf(filter))),
        ];

    public static Instant SinceOf(SubscriberFilter filter) =>
        filter.Since is { } day ? day.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant() : NodaConstants.UnixEpoch;

    private static void Add(DbCommand command, string name, object? value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value ?? DBNull.Value;
        command.Parameters.Add(parameter);
    }
}
