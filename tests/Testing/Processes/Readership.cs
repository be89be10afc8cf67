using Npgsql;

namespace Distributor.Testing.Processes;

/// <summary>
/// Readers of a migrated PostgreSQL database, written by statements: fast enough for a million. Each has a mailbox; chats are
/// for those who ask for them. All follow one topic.
/// </summary>
/// <param name="Readers">How many.</param>
/// <param name="WithChats">Each reader also has a chat, where every article arrives at once.</param>
/// <param name="DailyEvery">
/// Every so-manieth mailbox gets digests instead of every article; 1 is all of them, 0 none. Nothing is due by itself for two days.
/// </param>
public sealed record Readership(int Readers, bool WithChats, int DailyEvery)
{
    /// <summary>What articles are filed under.</summary>
    public const string Topic = "Harbours";

    /// <summary>The first reader's chat has the number after this.</summary>
    public const long ChatsAfter = 700_000_000;

    public async Task AddAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandTimeout = 0;
        command.CommandText = """
            INSERT INTO topics (slug, name, created_at) VALUES ('harbours', 'Harbours', now());

            INSERT INTO subscribers (id, created_at) SELECT i, now() FROM generate_series(1, @readers) AS i;
            SELECT setval(pg_get_serial_sequence('subscribers', 'id'), @readers);

            -- Every fourth mailbox is at a receiver with a lane of its own.
            INSERT INTO addresses (subscriber_id, channel, value, state, state_since, lane_id, consent, language, time_zone,
              created_at)
            SELECT s.id, 1, 'reader' || lpad(s.id::text, 7, '0') || CASE s.id % 4 WHEN 0 THEN '@gmail.com' ELSE '@mail.example' END,
              'active', now(), CASE s.id % 4 WHEN 0 THEN 11 ELSE 10 END, 1, 'en', 'Europe/Lisbon', now()
            FROM subscribers s ORDER BY s.id;
            INSERT INTO addresses (subscriber_id, channel, value, state, state_since, lane_id, consent, language, time_zone,
              created_at)
            SELECT s.id, 2, (@chats + s.id)::text, 'active', now(), 2, 1, 'en', 'Europe/Lisbon', now()
            FROM subscribers s WHERE @with_chats ORDER BY s.id;

            INSERT INTO subscriptions (address_id, topic_id, cadence, created_at)
            SELECT a.id, t.id, CASE WHEN a.channel = 1 AND @daily > 0 AND a.subscriber_id % greatest(@daily, 1) = 0 THEN 3 ELSE 1 END,
              now()
            FROM addresses a, topics t WHERE t.slug = 'harbours' ORDER BY a.id;
            INSERT INTO digest_schedules (address_id, cadence, local_time, cursor, next_at)
            SELECT address_id, cadence, time '07:30', 0, date_trunc('hour', now()) + interval '48 hours'
            FROM subscriptions WHERE cadence = 3 ORDER BY address_id;

            ANALYZE subscribers, addresses, subscriptions, digest_schedules;
            """;
        command.Parameters.AddWithValue("readers", Readers);
        command.Parameters.AddWithValue("chats", ChatsAfter);
        command.Parameters.AddWithValue("with_chats", WithChats);
        command.Parameters.AddWithValue("daily", DailyEvery);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
