using System.Globalization;
using Distributor.Channels;
using Distributor.Subscribers;
using Npgsql;

namespace Distributor.Benchmarks.Running;

/// <summary>Many readers of one kind, written by SQL: a million of them takes a minute, and nothing of it is measured.</summary>
public static class Readers
{
    /// <summary>The topic that stands for all.</summary>
    private const int Everything = 1;

    /// <summary>Their digests, if they get any, are due now.</summary>
    /// <param name="first">The id of the first, far from those that exist.</param>
    public static async Task AddAsync(
        string connectionString,
        ChannelKind channel,
        Cadence cadence,
        long first,
        int count,
        CancellationToken cancellationToken
    )
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        var last = first + count - 1;
        var (value, lane) =
            channel == ChannelKind.Email ? ("'reader' || n || '@reader.example'", 10) : ("(100000000 + n)::text", 2);
        var schedules = cadence is Cadence.Daily or Cadence.Weekly;
        foreach (
            var statement in new[]
            {
                "SET synchronous_commit = off",
                "SET session_replication_role = replica",
                // What searches of the dashboard use, and nothing that is measured: fed row by row they take an hour.
                "DROP INDEX IF EXISTS addresses_value_part, subscribers_name_part, addresses_value_begins, subscribers_name_begins",
                $"INSERT INTO subscribers (id, created_at) OVERRIDING SYSTEM VALUE SELECT n, now() FROM generate_series({Say(first)}, {Say(last)}) n",
                $"""
                INSERT INTO addresses (id, subscriber_id, channel, value, state, state_since, lane_id, consent, language, time_zone, created_at)
                OVERRIDING SYSTEM VALUE
                SELECT n, n, {(int)channel}, {value}, 'active', now(), {lane}, 0, 'en', 'Etc/UTC', now() FROM generate_series({Say(
                    first
                )}, {Say(last)}) n
                """,
                $"INSERT INTO subscriptions (address_id, topic_id, cadence, created_at) SELECT n, {Everything}, {(int)cadence}, now() FROM generate_series({Say(first)}, {Say(last)}) n",
                schedules
                    ? $"INSERT INTO digest_schedules (address_id, cadence, local_time, cursor, next_at) SELECT n, {(int)cadence}, '07:30', 0, now() FROM generate_series({Say(first)}, {Say(last)}) n"
                    : "",
                "VACUUM ANALYZE subscribers, addresses, subscriptions, digest_schedules",
            }
        )
        {
            if (statement.Length > 0)
            {
                await using var command = connection.CreateCommand();
                command.CommandTimeout = 0;
#pragma warning disable CA2100 // numbers and our own words
                command.CommandText = statement;
#pragma warning restore CA2100
                await command.ExecuteNonQueryAsync(cancellationToken);
            }
        }
    }

    private static string Say(long number) => number.ToString(CultureInfo.InvariantCulture);
}
