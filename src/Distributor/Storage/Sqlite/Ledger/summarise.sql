-- Alerts that wait for the end of quiet hours become one row of a summary run. $run; $addresses: JSON rows of
-- [address, due]; $most: more alerts than this, or none is touched; $first and $last day of unfinished runs.
-- A suppressed alert names in external_id the row that tells it, so what a summary tells is what names it: the edition is
-- chosen when the row is claimed. Until then (state 2, attempt 0) it may still take alerts in; after that it is left
-- alone, and so are they. window_to counts them, which also tells a new row from one that grew.
-- A row that may have arrived already is not suppressed as if it had not.
CREATE TEMP TABLE IF NOT EXISTS waiting (day TEXT, run_id INTEGER, address_id INTEGER, part INTEGER);
CREATE TEMP TABLE IF NOT EXISTS summary (address_id INTEGER PRIMARY KEY, n INTEGER, due_at INTEGER, was INTEGER);
DELETE FROM waiting;
DELETE FROM summary;
INSERT INTO waiting
SELECT d.day, d.run_id, d.address_id, d.part
FROM json_each($addresses) p
JOIN deliveries d ON d.address_id = p.value ->> 0 AND d.day BETWEEN $first AND $last
JOIN runs r ON r.id = d.run_id AND r.kind = 'alert'
WHERE d.state = 2 AND d.reason = 'quiet hours' AND d.external_id IS NULL AND NOT d.maybe_duplicate;
-- was: the state of the row that is there already; null when it is new.
INSERT INTO summary
SELECT p.value ->> 0, count(*), p.value ->> 1,
  (SELECT iif(d.attempt = 0, d.state, 3) FROM deliveries d
    WHERE d.day = r.day AND d.run_id = r.id AND d.address_id = w.address_id AND d.part = 0)
FROM json_each($addresses) p
JOIN waiting w ON w.address_id = p.value ->> 0
JOIN addresses a ON a.id = w.address_id AND a.state = 'active'
JOIN runs r ON r.id = $run AND r.state <> 'cancelled'
GROUP BY w.address_id HAVING count(*) > $most;
DELETE FROM summary WHERE was <> 2;
DELETE FROM waiting WHERE address_id NOT IN (SELECT address_id FROM summary);

INSERT INTO deliveries (day, run_id, address_id, lane_id, priority, consent, state, reason, window_to, due_at, expires_at,
  changed_at)
SELECT r.day, r.id, a.id, a.lane_id, r.priority, a.consent, 2, 'collecting', s.n, s.due_at,
  max($now, s.due_at) + r.late_after_minutes * 600000000, $now
FROM summary s JOIN addresses a ON a.id = s.address_id JOIN runs r ON r.id = $run
WHERE true
ON CONFLICT (day, run_id, address_id, part) DO UPDATE SET window_to = window_to + excluded.window_to, changed_at = $now;
UPDATE deliveries SET state = 6, reason = 'in summary', due_at = NULL, changed_at = $now,
  external_id = $run || '-' || deliveries.address_id || '-0'
FROM waiting w
WHERE deliveries.day = w.day AND deliveries.run_id = w.run_id AND deliveries.address_id = w.address_id
  AND deliveries.part = w.part;

INSERT INTO run_counts (run_id, slot, state, n)
SELECT run_id, 0, state, sum(n) FROM (
  SELECT run_id, 2 AS state, -1 AS n FROM waiting UNION ALL SELECT run_id, 6, 1 FROM waiting
  UNION ALL SELECT $run, 2, 1 FROM summary WHERE was IS NULL)
GROUP BY run_id, state
HAVING true
ON CONFLICT (run_id, slot, state) DO UPDATE SET n = n + excluded.n;
UPDATE runs SET finished_at = NULL, state = iif(state = 'done', 'sending', state)
WHERE id = $run AND EXISTS (SELECT 1 FROM summary);
SELECT count(*) FROM waiting;
