-- One more row for one address in a run of notices; each notice of a day is a part of its own. $1 run, $2 address, $3 edition.
-- Two at once may want the same part: the second writes nothing and asks again.
WITH written AS (
  INSERT INTO deliveries (day, run_id, address_id, part, lane_id, priority, consent, edition_id, due_at, expires_at, changed_at)
  SELECT r.day, r.id, a.id,
    coalesce((
      SELECT max(part) + 1 FROM deliveries d WHERE d.day = r.day AND d.run_id = r.id AND d.address_id = a.id
    ), 0),
    a.lane_id, r.priority, a.consent, $3, now(), now() + r.late_after_minutes * interval '1 min', now()
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
