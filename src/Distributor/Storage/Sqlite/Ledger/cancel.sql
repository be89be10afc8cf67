-- Suppresses what waits of a cancelled run, among the next slice of its rows. $run, $after this address, $size of the slice, $slot.
-- Rows on the wire are told by their last look, the rest of what the planner may still write by the claim.
CREATE TEMP TABLE IF NOT EXISTS cancel_slice (day TEXT, address_id INTEGER, part INTEGER, was INTEGER);
DELETE FROM cancel_slice;
-- The last address of the slice with all its parts.
INSERT INTO cancel_slice
SELECT d.day, d.address_id, d.part, d.state
FROM runs r JOIN deliveries d ON d.day = r.day AND d.run_id = r.id
WHERE r.id = $run AND r.state = 'cancelled' AND d.address_id > $after AND d.address_id <= coalesce((
  SELECT max(address_id) FROM (
    SELECT x.address_id FROM deliveries x
    WHERE x.day = r.day AND x.run_id = r.id AND x.address_id > $after ORDER BY x.address_id LIMIT $size)), 0);
UPDATE deliveries SET state = 6, reason = 'cancelled', due_at = NULL, changed_at = $now
FROM cancel_slice s
WHERE s.was IN (1, 2) AND deliveries.day = s.day AND deliveries.run_id = $run AND deliveries.address_id = s.address_id
  AND deliveries.part = s.part;
INSERT INTO run_counts (run_id, slot, state, n)
SELECT $run, $slot, state, sum(n) FROM (
  SELECT was AS state, -1 AS n FROM cancel_slice WHERE was IN (1, 2)
  UNION ALL SELECT 6, 1 FROM cancel_slice WHERE was IN (1, 2))
GROUP BY state
HAVING true
ON CONFLICT (run_id, slot, state) DO UPDATE SET n = n + excluded.n;
SELECT sum(was IN (1, 2)), max(address_id) FROM cancel_slice;
