-- Suppresses what waits for one address. $address, $reason, $slot, $first and $last day of unfinished runs.
CREATE TEMP TABLE IF NOT EXISTS withdrawn (day TEXT, run_id INTEGER, part INTEGER, was INTEGER);
DELETE FROM withdrawn;
INSERT INTO withdrawn SELECT day, run_id, part, state FROM deliveries
WHERE address_id = $address AND day BETWEEN $first AND $last AND state IN (1, 2);
UPDATE deliveries SET state = 6, reason = $reason, due_at = NULL, changed_at = $now
FROM withdrawn w
WHERE deliveries.day = w.day AND deliveries.run_id = w.run_id AND deliveries.address_id = $address
  AND deliveries.part = w.part;
INSERT INTO run_counts (run_id, slot, state, n)
SELECT run_id, $slot, state, sum(n) FROM (
  SELECT run_id, was AS state, -1 AS n FROM withdrawn UNION ALL SELECT run_id, 6, 1 FROM withdrawn)
GROUP BY run_id, state
HAVING true
ON CONFLICT (run_id, slot, state) DO UPDATE SET n = n + excluded.n;
SELECT count(*) FROM withdrawn;
