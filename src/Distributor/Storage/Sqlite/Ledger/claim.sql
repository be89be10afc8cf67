-- Takes due rows of one lane and decides each: sending, deferred or suppressed. Never merely filters, so nothing stays due
-- for ever. $lane, $limit, $slot, $first and $last day of unfinished runs. Runs in a transaction that holds the write
-- lock from its first statement, which is what keeps two claimers apart here.
-- One probe per priority, each of which reads the index in order and stops.
CREATE TEMP TABLE IF NOT EXISTS taken (day TEXT, run_id INTEGER, address_id INTEGER, part INTEGER, was INTEGER, goes INTEGER,
  why TEXT, kind TEXT, channel INTEGER, value TEXT, written_as TEXT, language TEXT, time_zone TEXT, subscriber_id INTEGER,
  name TEXT, consent INTEGER, changed INTEGER, quiet_until INTEGER, priority INTEGER, due_at INTEGER, key TEXT);
DELETE FROM taken;
INSERT INTO taken
SELECT d.day, d.run_id, d.address_id, d.part, d.state,
  CASE
    WHEN r.state = 'cancelled' THEN 6
    WHEN NOT (a.state = 'active' OR (a.state = 'pending' AND r.kind = 'notice')) THEN 6
    WHEN r.state = 'held' THEN 2
    WHEN d.priority = 5 AND $now >= a.quiet_from AND $now < a.quiet_until THEN 2
    ELSE 3
  END,
  CASE
    WHEN r.state = 'cancelled' THEN 'cancelled'
    WHEN NOT (a.state = 'active' OR (a.state = 'pending' AND r.kind = 'notice')) THEN a.state
    WHEN r.state = 'held' THEN 'held'
    WHEN d.priority = 5 AND $now >= a.quiet_from AND $now < a.quiet_until THEN 'quiet hours'
  END,
  r.kind, a.channel, a.value, a.written_as, a.language, a.time_zone, a.subscriber_id, s.name, a.consent,
  d.consent <> a.consent, a.quiet_until, d.priority, d.due_at, r.key
FROM (
  SELECT * FROM (SELECT * FROM deliveries WHERE lane_id = $lane AND priority = 1 AND due_at <= $now
    AND +day BETWEEN $first AND $last ORDER BY due_at LIMIT $limit)
  UNION ALL
  SELECT * FROM (SELECT * FROM deliveries WHERE lane_id = $lane AND priority = 5 AND due_at <= $now
    AND +day BETWEEN $first AND $last ORDER BY due_at LIMIT $limit)
  UNION ALL
  SELECT * FROM (SELECT * FROM deliveries WHERE lane_id = $lane AND priority = 9 AND due_at <= $now
    AND +day BETWEEN $first AND $last ORDER BY due_at LIMIT $limit)
  UNION ALL
  SELECT * FROM (SELECT * FROM deliveries WHERE lane_id = $lane AND priority = 12 AND due_at <= $now
    AND +day BETWEEN $first AND $last ORDER BY due_at LIMIT $limit)
) d
JOIN runs r ON r.id = d.run_id
JOIN addresses a ON a.id = d.address_id
JOIN subscribers s ON s.id = a.subscriber_id
ORDER BY d.priority, d.due_at LIMIT $limit;

UPDATE deliveries
SET state = t.goes, reason = t.why, attempt = attempt + (t.goes = 3),
  -- A row still in state sending comes back because its lease has ended: it may have arrived.
  maybe_duplicate = maybe_duplicate OR (t.was = 3 AND t.goes = 3),
  changed_at = $now,
  due_at = CASE WHEN t.goes = 3 THEN $now + 450000000 WHEN t.why = 'quiet hours' THEN t.quiet_until END
FROM taken t
WHERE deliveries.day = t.day AND deliveries.run_id = t.run_id AND deliveries.address_id = t.address_id
  AND deliveries.part = t.part;

INSERT INTO run_counts (run_id, slot, state, n)
SELECT run_id, $slot, state, sum(n) FROM (
  SELECT run_id, was AS state, -1 AS n FROM taken UNION ALL SELECT run_id, goes, 1 FROM taken)
GROUP BY run_id, state
HAVING true
ON CONFLICT (run_id, slot, state) DO UPDATE SET n = n + excluded.n;

SELECT t.goes, d.day, d.run_id, d.address_id, d.part, d.attempt, d.failures, d.lane_id, d.priority, d.edition_id,
  d.window_from, d.window_to, d.maybe_duplicate, t.consent, t.changed, t.kind, t.channel, t.value, t.written_as,
  t.language, t.time_zone, t.name, t.subscriber_id, t.key, d.external_id
FROM taken t
JOIN deliveries d ON d.day = t.day AND d.run_id = t.run_id AND d.address_id = t.address_id AND d.part = t.part
ORDER BY d.priority, d.run_id, d.address_id;
