-- A group of outcomes. $outcomes: JSON rows of [day, run, address, part, attempt, state, reason, external id,
-- delay in milliseconds or null, counts as failure, ambiguous, milliseconds before the next message to the chat or null]; $slot.
-- The attempt is the fence: an answer that comes after its lease ended changes nothing and leaves an event.
CREATE TEMP TABLE IF NOT EXISTS told (day TEXT, run_id INTEGER, address_id INTEGER, part INTEGER, attempt INTEGER,
  state INTEGER, reason TEXT, external_id TEXT, delay INTEGER, failed INTEGER, ambiguous INTEGER, chat_wait INTEGER, fits INTEGER);
DELETE FROM told;
INSERT INTO told
SELECT o.value ->> 0, o.value ->> 1, o.value ->> 2, o.value ->> 3, o.value ->> 4,
  -- The second ambiguous answer is final.
  iif(o.value ->> 10 AND d.ambiguous > 0, 7, o.value ->> 5),
  o.value ->> 6, o.value ->> 7, o.value ->> 8, o.value ->> 9, o.value ->> 10, o.value ->> 11, d.run_id IS NOT NULL
FROM json_each($outcomes) o
LEFT JOIN deliveries d ON d.day = o.value ->> 0 AND d.run_id = o.value ->> 1 AND d.address_id = o.value ->> 2
  AND d.part = o.value ->> 3 AND d.attempt = o.value ->> 4 AND d.state = 3;

UPDATE deliveries
SET state = t.state, reason = t.reason, external_id = coalesce(t.external_id, deliveries.external_id),
  failures = failures + t.failed, ambiguous = deliveries.ambiguous + t.ambiguous,
  maybe_duplicate = maybe_duplicate OR t.ambiguous,
  due_at = CASE WHEN t.state = 2 THEN $now + t.delay * 10000 END,
  changed_at = $now
FROM told t
WHERE t.fits AND deliveries.day = t.day AND deliveries.run_id = t.run_id AND deliveries.address_id = t.address_id
  AND deliveries.part = t.part;

INSERT INTO run_counts (run_id, slot, state, n)
SELECT run_id, $slot, state, sum(n) FROM (
  SELECT run_id, 3 AS state, -1 AS n FROM told WHERE fits UNION ALL SELECT run_id, state, 1 FROM told WHERE fits)
GROUP BY run_id, state
HAVING true
ON CONFLICT (run_id, slot, state) DO UPDATE SET n = n + excluded.n;

-- What charts and "sent today" read, in the same transaction as the rows.
INSERT INTO delivery_minutes (minute, lane_id, state, slot, n)
SELECT $now - $now % 600000000, d.lane_id, t.state, $slot, count(*)
FROM told t
JOIN deliveries d ON d.day = t.day AND d.run_id = t.run_id AND d.address_id = t.address_id AND d.part = t.part
WHERE t.fits
GROUP BY d.lane_id, t.state
ON CONFLICT (minute, lane_id, state, slot) DO UPDATE SET n = n + excluded.n;

-- The chat is free again, after a pause.
UPDATE addresses SET next_at = $now + c.wait * 10000
FROM (
  SELECT (SELECT min(x.id) FROM addresses x WHERE x.chat_id = own.chat_id) AS id, max(t.chat_wait) AS wait
  FROM told t JOIN addresses own ON own.id = t.address_id
  WHERE t.fits AND t.chat_wait IS NOT NULL
  GROUP BY own.chat_id
) c
WHERE addresses.id = c.id;

INSERT INTO delivery_events (run_id, address_id, part, attempt, kind, reason, at)
SELECT run_id, address_id, part, attempt,
  CASE WHEN NOT fits THEN 'stale' WHEN state = 2 THEN 'deferred' WHEN state = 5 THEN 'failed' ELSE 'uncertain' END,
  reason, $now
FROM told WHERE NOT fits OR state IN (2, 5, 7);
SELECT count(*) FROM told WHERE fits;
