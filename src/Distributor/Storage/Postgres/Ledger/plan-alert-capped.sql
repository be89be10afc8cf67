-- The next slice of an alert run in an hour with many of them: plan-alert.sql, and whoever got $7 or more of the alerts of
-- that hour has this one suppressed and told in one row of a summary run. $1 run, $2 topic ids, $3 cadences, $4 after
-- this address, $5 slice size, $6 summary run, $8 runs of the hour, $9 first and $10 last day of those runs, $11 when the
-- summary is due. The caller holds the summary run's row: two planners at once would each see too few.
-- In quiet hours nothing is counted: their alerts wait and become one summary at their end anyway.
-- The summary's row comes first: when it was claimed already it takes nothing in, and the alert goes out by itself.
WITH slice AS MATERIALIZED (
  SELECT DISTINCT s.address_id
  FROM unnest($2::int[]) AS t (topic_id)
  CROSS JOIN unnest($3::smallint[]) AS c (cadence)
  CROSS JOIN LATERAL (
    SELECT address_id FROM subscriptions
    WHERE topic_id = t.topic_id AND cadence = c.cadence AND address_id > $4
    ORDER BY address_id LIMIT $5
  ) s
  ORDER BY 1 LIMIT $5
),
muted AS MATERIALIZED (
  SELECT DISTINCT s.address_id
  FROM slice s
  JOIN topic_mutes m ON m.address_id = s.address_id AND m.topic_id = ANY ($2) AND m.until > now()
  WHERE NOT EXISTS (
    SELECT FROM subscriptions w
    JOIN unnest($2::int[]) AS t (topic_id) ON t.topic_id = w.topic_id OR w.topic_id = 1
    WHERE w.address_id = s.address_id AND w.cadence = ANY ($3) AND t.topic_id <> 1 AND NOT EXISTS (
      SELECT FROM topic_mutes o WHERE o.address_id = s.address_id AND o.topic_id = t.topic_id AND o.until > now()))
),
wanted AS MATERIALIZED (
  SELECT r.day, r.id AS run_id, r.priority, r.late_after_minutes, a.id AS address_id, a.lane_id, a.consent, e.id AS edition_id,
    m.address_id IS NOT NULL AS muted,
    m.address_id IS NULL AND NOT coalesce(now() >= a.quiet_from AND now() < a.quiet_until, false) AND (
      SELECT count(*) FROM deliveries d
      WHERE d.address_id = a.id AND d.day BETWEEN $9 AND $10 AND d.run_id = ANY ($8::bigint[]) AND d.state <> 6
    ) >= $7 AS full_up
  FROM slice s
  JOIN addresses a ON a.id = s.address_id
  LEFT JOIN muted m ON m.address_id = s.address_id
  JOIN runs r ON r.id = $1
  JOIN editions e ON e.run_id = r.id AND e.channel = a.channel AND e.language = a.language
  WHERE a.state = 'active' AND r.state <> 'cancelled'
    AND NOT EXISTS (
      SELECT FROM deliveries d WHERE d.day = r.day AND d.run_id = r.id AND d.address_id = a.id AND d.part = 0)
),
summary AS (
  INSERT INTO deliveries (day, run_id, address_id, lane_id, priority, consent, state, reason, window_to, due_at, expires_at,
    changed_at)
  SELECT r.day, r.id, w.address_id, w.lane_id, r.priority, w.consent, 2, 'collecting', 1, $11,
    greatest(now(), $11) + r.late_after_minutes * interval '1 min', now()
  FROM wanted w JOIN runs r ON r.id = $6
  WHERE w.full_up AND r.state <> 'cancelled'
  ORDER BY w.address_id
  ON CONFLICT (day, run_id, address_id, part) DO UPDATE
  SET window_to = deliveries.window_to + 1, changed_at = now()
  WHERE deliveries.state = 2 AND deliveries.attempt = 0
  RETURNING run_id, address_id, part, window_to
),
written AS (
  INSERT INTO deliveries (day, run_id, address_id, lane_id, priority, consent, edition_id, state, reason, external_id,
    due_at, expires_at, changed_at)
  SELECT w.day, w.run_id, w.address_id, w.lane_id, w.priority, w.consent, w.edition_id,
    CASE WHEN w.muted OR s.address_id IS NOT NULL THEN 6 ELSE 1 END,
    CASE WHEN w.muted THEN 'muted' WHEN s.address_id IS NOT NULL THEN 'in summary' END,
    s.run_id || '-' || s.address_id || '-' || s.part,
    CASE WHEN NOT w.muted AND s.address_id IS NULL THEN now() END,
    now() + w.late_after_minutes * interval '1 min', now()
  FROM wanted w LEFT JOIN summary s ON s.address_id = w.address_id
  ORDER BY w.address_id
  ON CONFLICT DO NOTHING
  RETURNING run_id, state
),
counted AS (
  INSERT INTO run_counts (run_id, slot, state, n)
  SELECT run_id, 0, state, count(*) FROM (
    SELECT run_id, state FROM written UNION ALL SELECT run_id, 2::smallint FROM summary WHERE window_to = 1
  ) c
  GROUP BY run_id, state ORDER BY run_id, state
  ON CONFLICT (run_id, slot, state) DO UPDATE SET n = run_counts.n + excluded.n
),
-- One update for both runs: the summary run is open again with its new rows, as the alert run is when two planners overlap.
moved AS (
  UPDATE runs SET
    planned_after = CASE WHEN id = $1 AND (priority <> 1 OR 2::smallint = ANY ($3))
      THEN greatest(planned_after, (SELECT max(address_id) FROM slice)) ELSE planned_after END,
    finished_at = CASE WHEN EXISTS (SELECT FROM written) THEN NULL ELSE finished_at END,
    state = CASE WHEN state = 'done' AND EXISTS (SELECT FROM written) THEN 'sending' ELSE state END
  WHERE (id = $1 AND EXISTS (SELECT FROM slice)) OR (id = $6 AND EXISTS (SELECT FROM summary))
)
SELECT (SELECT count(*) FROM written)::int, (SELECT max(address_id) FROM slice);
