-- Failed rows of a run are owed again, from the next slice of them; a finished run is open again. $run, $after this address,
-- $size of the slice, $slot, $only this address or null. Who may not receive keeps the row with its reason.
CREATE TEMP TABLE IF NOT EXISTS retry_slice (day TEXT, address_id INTEGER, part INTEGER, may INTEGER, late INTEGER);
DELETE FROM retry_slice;
-- The last address of the slice with all its parts.
INSERT INTO retry_slice
SELECT d.day, d.address_id, d.part,
  EXISTS (SELECT 1 FROM addresses a
    WHERE a.id = d.address_id AND (a.state = 'active' OR (r.kind = 'notice' AND a.state <> 'bounced'))),
  r.late_after_minutes
FROM runs r JOIN deliveries d ON d.day = r.day AND d.run_id = r.id
WHERE r.id = $run AND r.state <> 'cancelled' AND d.state = 5 AND d.address_id > $after
  AND ($only IS NULL OR d.address_id = $only) AND d.address_id <= coalesce((
  SELECT max(address_id) FROM (
    SELECT x.address_id FROM deliveries x
    WHERE x.state = 5 AND x.run_id = r.id AND x.address_id > $after ORDER BY x.address_id LIMIT $size)), 0);
UPDATE deliveries
SET state = 1, reason = NULL, failures = 0, ambiguous = 0, due_at = $now, changed_at = $now,
  expires_at = $now + s.late * 600000000
FROM retry_slice s
WHERE s.may AND deliveries.day = s.day AND deliveries.run_id = $run AND deliveries.address_id = s.address_id
  AND deliveries.part = s.part;
INSERT INTO run_counts (run_id, slot, state, n)
SELECT $run, $slot, state, sum(n) FROM (
  SELECT 5 AS state, -1 AS n FROM retry_slice WHERE may UNION ALL SELECT 1, 1 FROM retry_slice WHERE may)
GROUP BY state
HAVING true
ON CONFLICT (run_id, slot, state) DO UPDATE SET n = n + excluded.n;
UPDATE runs SET state = 'sending', finished_at = NULL
WHERE id = $run AND finished_at IS NOT NULL AND EXISTS (SELECT 1 FROM retry_slice WHERE may);
SELECT sum(may), max(address_id) FROM retry_slice;
