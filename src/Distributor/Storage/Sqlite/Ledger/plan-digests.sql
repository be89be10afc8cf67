-- One digest row per reader of the group, "nothing new" where there is no edition, and the schedules moved.
-- $run; $digests: JSON rows of [address, cadence, edition or null, window from, window to, next_at as read, next_at now].
-- A schedule that is not as it was read belongs to a reader who has just changed the hour: left alone, planned again later.
-- The row decides who moves the cursor: where it exists already only the time moves. An address that is paused or gone gets no
-- row, and its time moves too, or its schedule would stay due for ever.
CREATE TEMP TABLE IF NOT EXISTS asked (address_id INTEGER, cadence INTEGER, edition_id INTEGER, window_from INTEGER,
  window_to INTEGER, next_at INTEGER, lane_id INTEGER, consent INTEGER, active INTEGER, is_new INTEGER DEFAULT 0);
DELETE FROM asked;
INSERT INTO asked
SELECT p.value ->> 0, p.value ->> 1, p.value ->> 2, p.value ->> 3, p.value ->> 4, p.value ->> 6, a.lane_id, a.consent,
  a.state = 'active', 0
FROM json_each($digests) p
JOIN digest_schedules s ON s.address_id = p.value ->> 0 AND s.cadence = p.value ->> 1 AND s.next_at = p.value ->> 5
  AND s.cursor = p.value ->> 3
JOIN addresses a ON a.id = s.address_id;
UPDATE asked SET is_new = active AND NOT EXISTS (
  SELECT 1 FROM runs r JOIN deliveries d ON d.day = r.day AND d.run_id = r.id AND d.part = 0
  WHERE r.id = $run AND d.address_id = asked.address_id)
  AND EXISTS (SELECT 1 FROM runs WHERE id = $run AND state <> 'cancelled');

INSERT INTO deliveries (day, run_id, address_id, lane_id, priority, consent, edition_id, state, reason,
  window_from, window_to, due_at, expires_at, changed_at)
SELECT r.day, r.id, p.address_id, p.lane_id, r.priority, p.consent, p.edition_id,
  iif(p.edition_id IS NULL, 6, 1), iif(p.edition_id IS NULL, 'nothing new', NULL),
  p.window_from, p.window_to, iif(p.edition_id IS NULL, NULL, $now),
  $now + r.late_after_minutes * 600000000, $now
FROM asked p JOIN runs r ON r.id = $run
WHERE p.is_new;

INSERT INTO run_counts (run_id, slot, state, n)
SELECT $run, 0, iif(edition_id IS NULL, 6, 1), count(*) FROM asked WHERE is_new GROUP BY 3
ON CONFLICT (run_id, slot, state) DO UPDATE SET n = n + excluded.n;
UPDATE runs SET finished_at = NULL, state = iif(state IN ('done', 'scheduled'), 'sending', state)
WHERE id = $run AND EXISTS (SELECT 1 FROM asked WHERE is_new);
UPDATE digest_schedules
SET next_at = p.next_at, cursor = iif(p.is_new, p.window_to, cursor)
FROM asked p
WHERE digest_schedules.address_id = p.address_id AND digest_schedules.cadence = p.cadence;
SELECT count(*) FROM asked WHERE is_new;
