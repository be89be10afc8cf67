-- Alerts that wait for the end of quiet hours become one row of a summary run. $1 run; arrays: $2 address, $3 due;
-- $4 more alerts than this, or none is touched; $5 first and $6 last day of unfinished runs.
-- A suppressed alert names in external_id the row that tells it, so what a summary tells is what names it: the edition is
-- chosen when the row is claimed. Until then (state 2, attempt 0) it may still take alerts in; after that it is left
-- alone, and so are they. window_to counts them, which also tells a new row from one that grew.
-- Rows that a claimer holds are skipped; a row that may have arrived already is not suppressed as if it had not.
WITH asked AS MATERIALIZED (
  SELECT p.address_id, p.due_at FROM unnest($2::bigint[], $3::timestamptz[]) AS p (address_id, due_at)
),
waiting AS MATERIALIZED (
  SELECT w.* FROM asked p CROSS JOIN LATERAL (
    SELECT d.day, d.run_id, d.address_id, d.part
    FROM deliveries d JOIN runs r ON r.id = d.run_id AND r.kind = 'alert'
    WHERE d.address_id = p.address_id AND d.day BETWEEN $5 AND $6 AND d.state = 2 AND d.reason = 'quiet hours'
      AND d.external_id IS NULL AND NOT d.maybe_duplicate
    FOR UPDATE OF d SKIP LOCKED
  ) w
),
enough AS MATERIALIZED (
  SELECT address_id, count(*) AS n FROM waiting GROUP BY address_id HAVING count(*) > $4
),
summary AS (
  INSERT INTO deliveries (day, run_id, address_id, lane_id, priority, consent, state, reason, window_to, due_at, expires_at,
    changed_at)
  SELECT r.day, r.id, a.id, a.lane_id, r.priority, a.consent, 2, 'collecting', e.n, p.due_at,
    greatest(now(), p.due_at) + r.late_after_minutes * interval '1 min', now()
  FROM enough e
  JOIN asked p ON p.address_id = e.address_id
  JOIN addresses a ON a.id = e.address_id
  JOIN runs r ON r.id = $1
  WHERE a.state = 'active' AND r.state <> 'cancelled'
  ORDER BY a.id
  ON CONFLICT (day, run_id, address_id, part) DO UPDATE
  SET window_to = deliveries.window_to + excluded.window_to, changed_at = now()
  WHERE deliveries.state = 2 AND deliveries.attempt = 0
  RETURNING run_id, address_id, part, window_to
),
done AS (
  UPDATE deliveries d SET state = 6, reason = 'in summary', due_at = NULL, changed_at = now(),
    external_id = s.run_id || '-' || s.address_id || '-' || s.part
  FROM waiting w JOIN summary s ON s.address_id = w.address_id
  WHERE d.day = w.day AND d.run_id = w.run_id AND d.address_id = w.address_id AND d.part = w.part
    AND d.day >= $5
  RETURNING d.run_id
),
counted AS (
  INSERT INTO run_counts (run_id, slot, state, n)
  SELECT run_id, 0, state, sum(n) FROM (
    SELECT run_id, x.state, x.n FROM done CROSS JOIN LATERAL (VALUES (2::smallint, -1), (6::smallint, 1)) AS x (state, n)
    UNION ALL
    SELECT s.run_id, 2::smallint, 1 FROM summary s JOIN enough e ON e.address_id = s.address_id WHERE s.window_to = e.n
  ) c
  GROUP BY run_id, state ORDER BY run_id, state
  ON CONFLICT (run_id, slot, state) DO UPDATE SET n = run_counts.n + excluded.n
),
-- Always, not only when finished: this row's lock makes whoever finishes the run wait for our rows.
reopened AS (
  UPDATE runs SET finished_at = NULL, state = CASE WHEN state = 'done' THEN 'sending' ELSE state END
  WHERE id = $1 AND EXISTS (SELECT FROM summary)
)
SELECT count(*)::int FROM done;
