-- The next slice of an alert run in an hour with many of them: plan-alert.sql, and whoever got $most or more of the alerts
-- of that hour has this one suppressed and told in one row of a summary run. $run, $topics and $cadences (JSON), $after,
-- $size, $summary run, $runs of the hour (JSON), $first and $last day of those runs, $due of the summary.
-- In quiet hours nothing is counted: their alerts wait and become one summary at their end anyway.
-- A summary that was claimed already takes nothing in, and the alert goes out by itself.
CREATE TEMP TABLE IF NOT EXISTS slice (address_id INTEGER PRIMARY KEY);
DELETE FROM slice;
INSERT INTO slice
SELECT DISTINCT address_id FROM subscriptions
WHERE address_id > $after
  AND +topic_id IN (SELECT value FROM json_each($topics)) AND +cadence IN (SELECT value FROM json_each($cadences))
ORDER BY address_id LIMIT $size;

CREATE TEMP TABLE IF NOT EXISTS muted (address_id INTEGER PRIMARY KEY);
DELETE FROM muted;
INSERT INTO muted
SELECT DISTINCT s.address_id
FROM slice s
JOIN topic_mutes m ON m.address_id = s.address_id AND m.until > $now
WHERE m.topic_id IN (SELECT value FROM json_each($topics)) AND NOT EXISTS (
  SELECT 1 FROM subscriptions w
  JOIN json_each($topics) t ON t.value = w.topic_id OR w.topic_id = 1
  WHERE w.address_id = s.address_id AND +w.cadence IN (SELECT value FROM json_each($cadences)) AND t.value <> 1
    AND NOT EXISTS (
      SELECT 1 FROM topic_mutes o WHERE o.address_id = s.address_id AND o.topic_id = t.value AND o.until > $now));

-- told: 0 out by itself, 1 in a summary that is there, 2 in a new one, -1 not at all.
CREATE TEMP TABLE IF NOT EXISTS wanted (address_id INTEGER PRIMARY KEY, lane_id INTEGER, consent INTEGER, edition_id INTEGER,
  told INTEGER);
DELETE FROM wanted;
INSERT INTO wanted
SELECT a.id, a.lane_id, a.consent, e.id,
  CASE
    WHEN a.id IN (SELECT address_id FROM muted) THEN -1
    WHEN coalesce($now >= a.quiet_from AND $now < a.quiet_until, 0) THEN 0
    WHEN $most > (
      SELECT count(*) FROM deliveries d
      WHERE d.address_id = a.id AND d.day BETWEEN $first AND $last AND d.state <> 6
        AND +d.run_id IN (SELECT value FROM json_each($runs))) THEN 0
    ELSE coalesce((
      SELECT d.state = 2 AND d.attempt = 0 FROM deliveries d JOIN runs s ON s.id = $summary
      WHERE d.day = s.day AND d.run_id = s.id AND d.address_id = a.id AND d.part = 0), 2)
  END
FROM slice s
JOIN addresses a ON a.id = s.address_id
JOIN runs r ON r.id = $run
JOIN editions e ON e.run_id = r.id AND e.channel = a.channel AND e.language = a.language
WHERE a.state = 'active' AND r.state <> 'cancelled'
  AND NOT EXISTS (
    SELECT 1 FROM deliveries d WHERE d.day = r.day AND d.run_id = r.id AND d.address_id = a.id AND d.part = 0);
UPDATE wanted SET told = 0 WHERE told > 0 AND EXISTS (SELECT 1 FROM runs WHERE id = $summary AND state = 'cancelled');

INSERT INTO deliveries (day, run_id, address_id, lane_id, priority, consent, state, reason, window_to, due_at, expires_at,
  changed_at)
SELECT r.day, r.id, w.address_id, w.lane_id, r.priority, w.consent, 2, 'collecting', 1, $due,
  max($now, $due) + r.late_after_minutes * 600000000, $now
FROM wanted w JOIN runs r ON r.id = $summary
WHERE w.told > 0
ON CONFLICT (day, run_id, address_id, part) DO UPDATE SET window_to = window_to + 1, changed_at = $now;
INSERT INTO deliveries (day, run_id, address_id, lane_id, priority, consent, edition_id, state, reason, external_id, due_at,
  expires_at, changed_at)
SELECT r.day, r.id, w.address_id, w.lane_id, r.priority, w.consent, w.edition_id, iif(w.told, 6, 1),
  CASE WHEN w.told > 0 THEN 'in summary' WHEN w.told < 0 THEN 'muted' END,
  iif(w.told > 0, $summary || '-' || w.address_id || '-0', NULL), iif(w.told, NULL, $now),
  $now + r.late_after_minutes * 600000000, $now
FROM wanted w JOIN runs r ON r.id = $run;

INSERT INTO run_counts (run_id, slot, state, n)
SELECT run_id, 0, state, count(*) FROM (
  SELECT $run AS run_id, iif(told, 6, 1) AS state FROM wanted
  UNION ALL SELECT $summary, 2 FROM wanted WHERE told = 2)
GROUP BY run_id, state
HAVING true
ON CONFLICT (run_id, slot, state) DO UPDATE SET n = n + excluded.n;
UPDATE runs SET
  planned_after = iif(id = $run AND (priority <> 1 OR 2 IN (SELECT value FROM json_each($cadences))),
    max(planned_after, (SELECT max(address_id) FROM slice)), planned_after),
  finished_at = iif(EXISTS (SELECT 1 FROM wanted), NULL, finished_at),
  state = iif(state = 'done' AND EXISTS (SELECT 1 FROM wanted), 'sending', state)
WHERE (id = $run AND EXISTS (SELECT 1 FROM slice)) OR (id = $summary AND EXISTS (SELECT 1 FROM wanted WHERE told > 0));
SELECT (SELECT count(*) FROM wanted), (SELECT max(address_id) FROM slice);
