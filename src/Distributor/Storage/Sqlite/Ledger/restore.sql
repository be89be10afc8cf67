-- What was suppressed because an article was retracted is owed again, now that it is not; a finished run is open again. $run,
-- $after this address, $size of the slice, $slot. How old a row may become counts on: a day later the story is no news.
CREATE TEMP TABLE IF NOT EXISTS restore_slice (day TEXT, address_id INTEGER, part INTEGER, may INTEGER);
DELETE FROM restore_slice;
-- The last address of the slice with all its parts.
INSERT INTO restore_slice
SELECT d.day, d.address_id, d.part,
  EXISTS (SELECT 1 FROM addresses a WHERE a.id = d.address_id AND a.state = 'active')
FROM runs r JOIN articles y ON y.id = r.article_id JOIN deliveries d ON d.day = r.day AND d.run_id = r.id
WHERE r.id = $run AND r.state <> 'cancelled' AND y.state <> 'retracted' AND d.state = 6 AND d.reason = 'retracted'
  AND d.address_id > $after AND d.address_id <= coalesce((
  SELECT max(address_id) FROM (
    SELECT x.address_id FROM deliveries x
    WHERE x.state = 6 AND x.run_id = r.id AND x.address_id > $after ORDER BY x.address_id LIMIT $size)), 0);
UPDATE deliveries SET state = 1, reason = NULL, due_at = $now, changed_at = $now
FROM restore_slice s
WHERE s.may AND deliveries.day = s.day AND deliveries.run_id = $run AND deliveries.address_id = s.address_id
  AND deliveries.part = s.part;
INSERT INTO run_counts (run_id, slot, state, n)
SELECT $run, $slot, state, sum(n) FROM (
  SELECT 6 AS state, -1 AS n FROM restore_slice WHERE may UNION ALL SELECT 1, 1 FROM restore_slice WHERE may)
GROUP BY state
HAVING true
ON CONFLICT (run_id, slot, state) DO UPDATE SET n = n + excluded.n;
UPDATE runs SET state = 'sending', finished_at = NULL
WHERE id = $run AND finished_at IS NOT NULL AND EXISTS (SELECT 1 FROM restore_slice WHERE may);
SELECT sum(may), max(address_id) FROM restore_slice;
