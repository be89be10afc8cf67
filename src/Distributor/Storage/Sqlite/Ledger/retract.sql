-- Suppresses what waits of an alert whose article was retracted, among the next slice of its rows. $run, $after this address,
-- $size of the slice, $slot. Rows on the wire go: they left before it was known.
CREATE TEMP TABLE IF NOT EXISTS retract_slice (day TEXT, address_id INTEGER, part INTEGER, was INTEGER);
DELETE FROM retract_slice;
-- The last address of the slice with all its parts.
INSERT INTO retract_slice
SELECT d.day, d.address_id, d.part, d.state
FROM runs r JOIN articles a ON a.id = r.article_id JOIN deliveries d ON d.day = r.day AND d.run_id = r.id
WHERE r.id = $run AND a.state = 'retracted' AND d.address_id > $after AND d.address_id <= coalesce((
  SELECT max(address_id) FROM (
    SELECT x.address_id FROM deliveries x
    WHERE x.day = r.day AND x.run_id = r.id AND x.address_id > $after ORDER BY x.address_id LIMIT $size)), 0);
UPDATE deliveries SET state = 6, reason = 'retracted', due_at = NULL, changed_at = $now
FROM retract_slice s
WHERE s.was IN (1, 2) AND deliveries.day = s.day AND deliveries.run_id = $run AND deliveries.address_id = s.address_id
  AND deliveries.part = s.part;
INSERT INTO run_counts (run_id, slot, state, n)
SELECT $run, $slot, state, sum(n) FROM (
  SELECT was AS state, -1 AS n FROM retract_slice WHERE was IN (1, 2)
  UNION ALL SELECT 6, 1 FROM retract_slice WHERE was IN (1, 2))
GROUP BY state
HAVING true
ON CONFLICT (run_id, slot, state) DO UPDATE SET n = n + excluded.n;
SELECT sum(was IN (1, 2)), max(address_id) FROM retract_slice;
