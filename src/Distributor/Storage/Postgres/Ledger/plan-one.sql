-- One row for one address: notices, summaries. $1 run, $2 address, $3 edition.
WITH written AS (
  INSERT INTO deliveries (day, run_id, address_id, lane_id, priority, consent, edition_id, due_at, expires_at, changed_at)
  SELECT r.day, r.id, a.id, a.lane_id, r.priority, a.consent, $3, now(), now() + r.late_after_minutes * interval '1 min', now()
  FROM runs r, addresses a WHERE r.id = $1 AND a.id = $2 AND r.state <> 'cancelled'
  ON CONFLICT DO NOTHING
  RETURNING run_id
),
counted AS (
  INSERT INTO run_counts (run_id, slot, state, n)
  SELECT run_id, 0, 1, count(*) FROM written GROUP BY run_id
  ON CONFLICT (run_id, slot, state) DO UPDATE SET n = run_counts.n + excluded.n
),
reopened AS (
  UPDATE runs SET finished_at = NULL, state = CASE WHEN state IN ('done', 'scheduled') THEN 'sending' ELSE state END
  WHERE id = $1 AND EXISTS (SELECT FROM written)
)
SELECT count(*)::int FROM written;
