-- Takes due rows of one lane and priority and decides each: sending, deferred or suppressed. Never merely filters, so nothing
-- stays due for ever. $lane, $priority, $limit, $slot, $first and $last day of unfinished runs.
-- Runs in a transaction that holds the write lock from its first statement, which is what keeps two claimers apart here.
CREATE TEMP TABLE IF NOT EXISTS taken (day TEXT, run_id INTEGER, address_id INTEGER, part INTEGER, was INTEGER, goes INTEGER,
  why TEXT, kind TEXT, channel INTEGER, value TEXT, written_as TEXT, language TEXT, time_zone TEXT, subscriber_id INTEGER,
  name TEXT, consent INTEGER, changed INTEGER, quiet_until INTEGER, priority INTEGER, due_at INTEGER, key TEXT,
  chat_row INTEGER, waits INTEGER DEFAULT 0, look_at INTEGER, place INTEGER, leave_at INTEGER);
DELETE FROM taken;
INSERT INTO taken
SELECT j.day, j.run_id, j.address_id, j.part, j.state,
  CASE WHEN why IS NULL THEN 3 WHEN why IN ('held', 'quiet hours') THEN 2 ELSE 6 END,
  why, kind, channel, value, written_as, language, time_zone, subscriber_id, name, consent_now, changed, quiet_until, priority,
  due_at, key,
  -- The first address of a chat stands for the chat.
  CASE WHEN why IS NULL AND chat_id IS NOT NULL THEN (SELECT min(x.id) FROM addresses x WHERE x.chat_id = j.chat_id) END,
  0, NULL, NULL, NULL
FROM (
  SELECT d.*, r.kind, a.channel, a.value, a.written_as, a.language, a.time_zone, a.subscriber_id, a.chat_id, s.name,
    a.consent AS consent_now, a.quiet_until, r.key,
    CASE
      WHEN r.state = 'cancelled' THEN 'cancelled'
      -- Its reader was deleted while it was on its way.
      WHEN a.id IS NULL THEN 'deleted'
      -- A notice answers what its reader has just asked for, so it goes to whoever may ask.
      WHEN NOT (a.state = 'active' OR (r.kind = 'notice' AND a.state <> 'bounced')) THEN a.state
      WHEN d.expires_at <= $now THEN 'too late'
      WHEN r.state = 'held' THEN 'held'
      WHEN d.priority = 5 AND $now >= a.quiet_from AND $now < a.quiet_until THEN 'quiet hours'
    END AS why,
    d.consent <> a.consent AS changed
  FROM (
    SELECT * FROM deliveries
    WHERE lane_id = $lane AND priority = $priority AND due_at <= $now AND +day BETWEEN $first AND $last
      -- It may have been told to wait since it was found ready.
      AND NOT EXISTS (SELECT 1 FROM lanes own JOIN lanes l ON l.id IN (own.id, own.parent_id) WHERE own.id = $lane AND l.held_until > $now)
    ORDER BY due_at LIMIT $limit
  ) d
  JOIN runs r ON r.id = d.run_id
  LEFT JOIN addresses a ON a.id = d.address_id
  LEFT JOIN subscribers s ON s.id = a.subscriber_id
) j;

-- Of one chat one message is on the way at a time. A chat that is busy for a moment is looked at again soon (without a limit,
-- as in the outbox, at once), one that told us to wait for long when its time comes.
UPDATE taken
SET waits = 1, look_at = iif(c.next_at > $now + 600000000, c.next_at,
  $now + iif((SELECT spacing_microseconds FROM lanes WHERE id = $lane) > 0, 10000000, 0))
FROM (
  SELECT t.rowid AS row, row_number() OVER (PARTITION BY t.chat_row ORDER BY t.priority, t.due_at, t.run_id, t.address_id) AS nth, a.next_at
  FROM taken t JOIN addresses a ON a.id = t.chat_row
) c
WHERE taken.rowid = c.row AND (c.nth > 1 OR c.next_at > $now);
-- Until its outcome is recorded; after a crash as long as the lease.
UPDATE addresses SET next_at = $now + 450000000
WHERE id IN (SELECT chat_row FROM taken WHERE goes = 3 AND NOT waits AND chat_row IS NOT NULL);

-- Slots in the lane and the lane it belongs to; a lane without a limit needs none. A wait is no slot: it may end before its time.
UPDATE taken SET place = p.place
FROM (SELECT rowid AS row, row_number() OVER (ORDER BY priority, due_at) AS place FROM taken WHERE goes = 3 AND NOT waits) p
WHERE taken.rowid = p.row;
UPDATE taken SET leave_at = (
  SELECT max(max(coalesce(l.next_at, 0), $now) + (taken.place - 1) * l.spacing_microseconds * 10)
  FROM lanes own JOIN lanes l ON l.id IN (own.id, own.parent_id)
  WHERE own.id = $lane AND l.spacing_microseconds > 0)
WHERE place IS NOT NULL;
UPDATE lanes
SET next_at = max(coalesce(next_at, 0), $now)
  + (SELECT count(*) FROM taken WHERE place IS NOT NULL) * spacing_microseconds * 10
WHERE id IN (SELECT $lane UNION ALL SELECT parent_id FROM lanes WHERE id = $lane)
  AND spacing_microseconds > 0 AND EXISTS (SELECT 1 FROM taken WHERE place IS NOT NULL);

UPDATE deliveries
SET state = iif(t.waits, t.was, t.goes), reason = iif(t.waits, reason, t.why), attempt = min(attempt + (t.goes = 3 AND NOT t.waits), 32767),
  -- A row still in state sending comes back because its lease has ended: it may have arrived.
  maybe_duplicate = maybe_duplicate OR (t.was = 3 AND NOT t.waits),
  changed_at = $now,
  due_at = CASE
    WHEN t.waits THEN t.look_at
    WHEN t.goes = 3 THEN $now + 450000000
    WHEN t.why = 'quiet hours' THEN t.quiet_until
  END,
  expires_at = iif(t.why = 'quiet hours', expires_at + (t.quiet_until - $now), expires_at)
FROM taken t
WHERE deliveries.day = t.day AND deliveries.run_id = t.run_id AND deliveries.address_id = t.address_id
  AND deliveries.part = t.part;

INSERT INTO run_counts (run_id, slot, state, n)
SELECT run_id, $slot, state, sum(n) FROM (
  SELECT run_id, was AS state, -1 AS n FROM taken WHERE NOT waits UNION ALL SELECT run_id, goes, 1 FROM taken WHERE NOT waits)
GROUP BY run_id, state
HAVING true
ON CONFLICT (run_id, slot, state) DO UPDATE SET n = n + excluded.n;

SELECT iif(t.waits, 0, t.goes), d.day, d.run_id, d.address_id, d.part, d.attempt, d.failures, d.lane_id, d.priority, d.edition_id,
  d.window_from, d.window_to, d.maybe_duplicate, t.consent, t.changed, t.kind, t.channel, t.value, t.written_as,
  t.language, t.time_zone, t.name, t.subscriber_id, t.key, d.external_id, max(0, (t.leave_at - $now) / 10000.0),
  d.ambiguous, ($now - t.due_at) / 10000.0
FROM taken t
JOIN deliveries d ON d.day = t.day AND d.run_id = t.run_id AND d.address_id = t.address_id AND d.part = t.part
ORDER BY d.priority, t.place, d.run_id, d.address_id;
