-- Suppresses what waits for one address. $1 address, $2 reason, $3 counter slot, $4–$5 first and last day of unfinished runs.
WITH done AS (
  UPDATE deliveries d SET state = 6, reason = $2, due_at = NULL, changed_at = now()
  FROM (
    SELECT day, run_id, address_id, part, state FROM deliveries
    WHERE address_id = $1 AND day BETWEEN $4 AND $5 AND state IN (1, 2)
    FOR UPDATE
  ) w
  WHERE d.day = w.day AND d.run_id = w.run_id AND d.address_id = w.address_id AND d.part = w.part AND d.day >= $4
  RETURNING d.run_id, w.state AS was
),
counted AS (
  INSERT INTO run_counts (run_id, slot, state, n)
  SELECT run_id, $3, x.state, sum(x.n) FROM done CROSS JOIN LATERAL (VALUES (was, -1), (6::smallint, 1)) AS x (state, n)
  GROUP BY run_id, x.state ORDER BY run_id, x.state
  ON CONFLICT (run_id, slot, state) DO UPDATE SET n = run_counts.n + excluded.n
)
SELECT count(*)::int FROM done;
