namespace Distributor.Testing.Plans;

/// <summary>
/// A ledger in all states: a hundred runs over three months, nine of ten finished. The rows of the last run, on the last day, are all
/// still to be sent.
/// </summary>
public static class LedgerFill
{
    public const int Runs = 100;

    /// <summary>The same rows on both; only how numbers are made, and how a day and a time are written, differ.</summary>
    /// <param name="postgres">Else SQLite.</param>
    /// <param name="addresses">Each has a row of every run.</param>
    public static string Sql(bool postgres, int addresses)
    {
        string Numbers(int upTo) =>
            postgres
                ? $"generate_series(1, {upTo}) AS x (n)"
                : $"(WITH RECURSIVE x (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM x WHERE n < {upTo}) SELECT n FROM x) x";
        var now = postgres ? "now()" : "(CAST(unixepoch('subsec') * 10000000 AS INTEGER))";
        var later = postgres ? "now() + d.n * interval '1 s'" : $"{now} + d.n * 10000000";
        var day = postgres
            ? "date '2026-10-01' + (x.n * 4 / 5)"
            : "date('2026-10-01', '+' || (x.n * 4 / 5) || ' days')";
        var ids = postgres ? "OVERRIDING SYSTEM VALUE" : "";
        return $"""
            INSERT INTO runs (id, kind, key, day, state, title, priority, planned_after, created_at, finished_at) {ids}
            SELECT n, 'alert', 'story:' || n, {day}, CASE WHEN n % 10 = 0 THEN 'sending' ELSE 'done' END, 'Alert', 5, 0,
              {now}, CASE WHEN n % 10 = 0 THEN NULL ELSE {now} END FROM {Numbers(Runs)};
            INSERT INTO subscribers (id, created_at) {ids} SELECT n, {now} FROM {Numbers(addresses)};
            INSERT INTO addresses (id, subscriber_id, channel, value, state, state_since, lane_id, consent, language,
              time_zone, created_at) {ids}
            SELECT n, n, 1 + n % 2, 'v' || n, 'active', {now}, 1 + n % 2, 0, 'en', 'Etc/UTC', {now} FROM {Numbers(
                addresses
            )};
            INSERT INTO subscriptions (address_id, topic_id, cadence, created_at) SELECT n, 1, 1, {now} FROM {Numbers(
                addresses
            )};
            INSERT INTO digest_schedules (address_id, cadence, local_time, cursor, next_at)
            SELECT n, 3, '07:30:00', 0, {now} FROM {Numbers(addresses)};
            INSERT INTO deliveries (day, run_id, address_id, part, lane_id, priority, consent, state, due_at, changed_at)
            SELECT r.day, r.id, d.n, 0, 1 + d.n % 2, 5, 0, d.state, CASE WHEN d.state <= 3 THEN {later} END, {now}
            FROM runs r CROSS JOIN (
              SELECT r.id AS run, a.id AS n,
                CASE WHEN r.id = {Runs} THEN 1 WHEN r.finished_at IS NULL THEN 1 + (a.id + r.id) % 7
                  WHEN a.id % 50 = 0 THEN 5 WHEN a.id % 51 = 0 THEN 6 ELSE 4 END AS state
              FROM runs r CROSS JOIN addresses a) d
            WHERE d.run = r.id;
            INSERT INTO run_counts (run_id, slot, state, n)
            SELECT run_id, 0, state, count(*) FROM deliveries GROUP BY run_id, state;
            """;
    }
}
