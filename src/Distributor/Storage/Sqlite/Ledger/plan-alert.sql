-- The next slice of addresses an alert concerns, one row each, with the counts and the run's progress.
-- $run, $topics and $cadences (JSON), $after, $size. The unary plus keeps the planner on the key (address, …), which
-- is walked in order of addresses and only as far as the slice goes.
CREATE TEMP TABLE IF NOT EXISTS slice (address_id INTEGER PRIMARY KEY);
DELETE FROM slice;
INSERT INTO slice
SELECT DISTINCT address_id FROM subscriptions
WHERE address_id > $after
  AND +topic_id IN (SELECT value FROM json_each($topics)) AND +cadence IN (SELECT value FROM json_each($cadences))
ORDER BY address_id LIMIT $size;

-- Who muted a topic of the article, and follows none of its others, gets a row that says so. Topic 1 is "all topics".
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

CREATE TEMP TABLE IF NOT EXISTS written (run_id INTEGER, state INTEGER, n INTEGER);
DELETE FROM written;
INSERT INTO deliveries (day, run_id, address_id, lane_id, priority, consent, edition_id, due_at, expires_at, changed_at)
SELECT r.day, r.id, a.id, a.lane_id, r.priority, a.consent, e.id, $now, $now + r.late_after_minutes * 600000000, $now
FROM slice s
JOIN addresses a ON a.id = s.address_id
JOIN runs r ON r.id = $run
JOIN editions e ON e.run_id = r.id AND e.channel = a.channel AND e.language = a.language
WHERE a.state = 'active' AND r.state <> 'cancelled' AND s.address_id NOT IN (SELECT address_id FROM muted)
ON CONFLICT DO NOTHING;
INSERT INTO written SELECT $run, 1, changes();
INSERT INTO deliveries (day, run_id, address_id, lane_id, priority, consent, edition_id, state, reason, expires_at, changed_at)
SELECT r.day, r.id, a.id, a.lane_id, r.priority, a.consent, e.id, 6, 'muted', $now + r.late_after_minutes * 600000000, $now
FROM muted m
JOIN addresses a ON a.id = m.address_id
JOIN runs r ON r.id = $run
JOIN editions e ON e.run_id = r.id AND e.channel = a.channel AND e.language = a.language
WHERE a.state = 'active' AND r.state <> 'cancelled'
ON CONFLICT DO NOTHING;
INSERT INTO written SELECT $run, 6, changes();

INSERT INTO run_counts (run_id, slot, state, n) SELECT run_id, 0, state, n FROM written WHERE n > 0
ON CONFLICT (run_id, slot, state) DO UPDATE SET n = n + excluded.n;
-- Two planners of one run may overlap: rows of the later one open it again. A slice without the breaking cadence moves nothing in a
-- run that became breaking (priority 1) meanwhile: that one begins again, also after a kill.
UPDATE runs SET planned_after = iif(priority = 1 AND 2 NOT IN (SELECT value FROM json_each($cadences)), planned_after,
    max(planned_after, (SELECT max(address_id) FROM slice))),
  finished_at = iif((SELECT sum(n) FROM written) > 0, NULL, finished_at),
  state = iif(state = 'done' AND (SELECT sum(n) FROM written) > 0, 'sending', state)
WHERE id = $run AND EXISTS (SELECT 1 FROM slice);
SELECT (SELECT sum(n) FROM written), (SELECT max(address_id) FROM slice);
